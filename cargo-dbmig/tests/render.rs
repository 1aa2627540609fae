//! Rendered modules: how they look, and that they record what they were rendered from.

#![expect(clippy::unwrap_used, reason = "a test may fail that way")]

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_dbmig::render::{Module, Rustfmt};
use chrono::DateTime;
use dbmig_runtime::catalog::{
    Action, EnumType, IdentityKind, MAX_IDENTIFIER_BYTES, ObjectName, ReplicaIdentity, SequenceOptions,
    Storage,
};
use dbmig_runtime::op::*;

fn record(revision: impl FnOnce(&mut Op) -> Result) -> Vec<Operation> {
    let mut op = Op::new();
    revision(&mut op).unwrap();
    op.into_operations()
}

fn module(message: &str, parents: &[&str], upgrade: &[Operation], downgrade: &[Operation]) -> String {
    let parents: Vec<String> = parents.iter().map(|&parent| parent.to_owned()).collect();
    let created = DateTime::from_timestamp(1_768_644_005, 0).unwrap();
    let module = Module {
        message,
        id: "8c1f0e2a9b7d",
        parents: &parents,
        depends_on: &[],
        labels: &[],
        squashes: None,
        created,
        changes: &[],
        allow_destructive: false,
        upgrade,
        downgrade,
    };
    module.render(Some(&rustfmt())).unwrap()
}

fn rustfmt() -> Rustfmt {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    Rustfmt { program: PathBuf::from("rustfmt"), dir, edition: "2024".to_owned() }
}

#[test]
fn the_form_of_a_module() {
    let upgrade = record(|op| {
        op.add_column("task", column("priority", varchar(20)).not_null().default("'medium'"))?;
        op.create_index(index("ix_task_priority").on("task").columns(["priority"]).concurrently())
    });
    let downgrade = record(|op| {
        op.drop_index("ix_task_priority")?;
        op.drop_column("task", "priority")
    });
    insta::assert_snapshot!(module("add priority to task", &["3f2a9c1e4b7d"], &upgrade, &downgrade));
}

#[test]
fn changes_are_listed_and_names_declared() {
    let changes = |count: usize| {
        let created = DateTime::from_timestamp(1_768_644_005, 0).unwrap();
        let changes = vec!["+ add comment ```x\n[y] \u{202e}z".to_owned(); count];
        let module = Module {
            message: "x",
            id: "a",
            parents: &[],
            depends_on: &["b".to_owned()],
            labels: &["billing".to_owned(), "search".to_owned()],
            squashes: Some((&["a0".to_owned()], "0f")),
            created,
            changes: &changes,
            allow_destructive: false,
            upgrade: &[],
            downgrade: &[],
        };
        module.render(None).unwrap()
    };
    let text = "//! ```text\n//! + add comment ` ` `x [y] z\n//! ```\n";
    assert!(changes(1).contains(text), "{}", changes(1));
    assert!(changes(300).contains("//! … and 100 more\n//! ```\n"));
    let declared = dbmig_runtime::build::Module::parse(Path::new(""), &changes(1)).unwrap().node;
    assert_eq!([declared.depends_on, declared.squashes], [["b"], ["a0"]]);
    assert_eq!(declared.labels, ["billing", "search"]);
}

#[test]
fn an_empty_module_of_many_words() {
    let message = "first line\nsecond line\n\nnot \u{202e}turned\u{202c}, no \u{7} bell";
    insta::assert_snapshot!(module(message, &[], &[], &[]));
}

#[test]
fn every_operation() {
    for (family, operations) in families() {
        insta::assert_snapshot!(family, module(family, &["a", "b"], &operations, &[]));
    }
}

/// Builds one program of all rendered modules and compares what it records.
#[test]
fn compiled_modules_record_what_they_were_rendered_from() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("dbmig-runtime");
    std::fs::create_dir(dir.path().join("src")).unwrap();
    let mut main = String::new();
    let mut calls = String::new();
    for (family, operations) in families() {
        std::fs::write(dir.path().join(format!("src/{family}.rs")), module(family, &[], &operations, &[]))
            .unwrap();
        main += &format!("mod {family};\n");
        calls += &format!("    record({family}::upgrade);\n");
    }
    main += "fn record(revision: fn(&mut dbmig_runtime::op::Op) -> dbmig_runtime::op::Result) {\n    \
        let mut op = dbmig_runtime::op::Op::new();\n    revision(&mut op).unwrap();\n    \
        println!(\"{}\", serde_json::to_string(&op.into_operations()).unwrap());\n}\n";
    main += &format!("fn main() {{\n{calls}}}\n");
    std::fs::write(dir.path().join("src/main.rs"), main).unwrap();
    let manifest = format!(
        "[package]\nname = \"rendered\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nserde_json = \"1\"\n\
         dbmig-runtime = {{ path = {:?}, features = [\"migrate\"] }}\n[profile.dev]\ndebug = \"line-tables-only\"\n",
        runtime.display()
    );
    std::fs::write(dir.path().join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(runtime.parent().unwrap().join("Cargo.lock"), dir.path().join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--target-dir"])
        .arg(Path::new(env!("CARGO_BIN_EXE_cargo-dbmig")).ancestors().nth(2).unwrap())
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let recorded = String::from_utf8(output.stdout).unwrap();
    let recorded: Vec<Vec<Operation>> =
        recorded.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected: Vec<Vec<Operation>> = families().into_iter().map(|(_, operations)| operations).collect();
    assert_eq!(recorded, expected);
}

#[test]
fn an_enum_with_a_comment_takes_two_calls() {
    let mood = EnumType {
        name: ObjectName::new("mood"),
        labels: vec!["good".to_owned()],
        comment: Some("how one feels".to_owned()),
    };
    let source = module("x", &[], &[Operation::Enum(EnumOperation::Create(mood))], &[]);
    assert!(source.contains("op.create_enum(\"mood\", [\"good\"])?;"), "{source}");
    assert!(source.contains("op.comment(on_type(\"mood\"), \"how one feels\")\n"), "{source}");
}

fn families() -> Vec<(&'static str, Vec<Operation>)> {
    vec![
        ("schemas", record(schemas)),
        ("enums", record(enums)),
        ("tables", record(tables)),
        ("table_properties", record(table_properties)),
        ("columns", record(columns)),
        ("column_properties", record(column_properties)),
        ("constraints", record(constraints)),
        ("constraint_options", record(constraint_options)),
        ("indexes", record(indexes)),
        ("comments", record(comments)),
        ("statements", record(statements)),
        ("hostile", record(hostile)),
    ]
}

fn schemas(op: &mut Op) -> Result {
    op.create_schema("audit")?;
    op.rename_schema("audit", "trail")?;
    op.drop_schema("trail")
}

fn enums(op: &mut Op) -> Result {
    op.create_enum("mood", ["sad", "ok"])?;
    op.create_enum::<String>(("audit", "nothing"), [])?;
    op.add_enum_value("mood", "happy")?;
    op.add_enum_value("mood", enum_value("fine").before("happy"))?;
    op.add_enum_value("mood", enum_value("").after("sad"))?;
    op.rename_enum_value("mood", "ok", "okay")?;
    op.rename_enum("mood", "feeling")?;
    op.drop_enum("feeling")
}

fn tables(op: &mut Op) -> Result {
    op.create_table(
        table("task")
            .column(column("id", bigint()).identity_always())
            .column(column("title", text()).not_null().comment("what to do"))
            .column(column("size", numeric(10, 2)).not_null().default("0"))
            .column(column("tags", text().array()))
            .primary_key(primary_key("task_pkey").columns(["id"]))
            .unique(unique("task_title_key").columns(["title"]).deferrable())
            .foreign_key(
                foreign_key("task_org_id_fkey")
                    .columns(["org_id"])
                    .references(("audit", "org"), ["id"])
                    .on_delete(Action::Cascade),
            )
            .check(check("task_size_check", "size >= 0"))
            .comment("what is to be done"),
    )?;
    op.create_table(table(("audit", "empty")))?;
    op.rename_table("task", "job")?;
    op.set_table_schema("job", Some("audit"))?;
    op.set_table_schema(("audit", "job"), None)?;
    op.drop_table("job")
}

fn table_properties(op: &mut Op) -> Result {
    op.create_table(
        table("event")
            .column(column("during", sql_type("tstzrange")))
            .exclusion(
                exclusion("event_excl").element(by_column("during").desc(), "&&").filter("true").deferrable(),
            )
            .unlogged()
            .of_type(("audit", "event"))
            .using("heap2")
            .with("fillfactor=70")
            .with("toast.autovacuum_enabled=off")
            .tablespace("fast")
            .replica_identity(ReplicaIdentity::Full)
            .cluster_on("event_excl"),
    )?;
    for action in [
        TableAction::SetLogged,
        TableAction::SetUnlogged,
        TableAction::SetType(("audit", "event").into()),
        TableAction::DropType,
        TableAction::SetAccessMethod("heap".to_owned()),
        TableAction::SetTablespace("pg_default".to_owned()),
        TableAction::SetStorage(vec!["fillfactor=80".to_owned(), "toast.autovacuum_enabled=on".to_owned()]),
        TableAction::ResetStorage(vec!["fillfactor".to_owned()]),
        TableAction::ReplicaIdentity(ReplicaIdentity::Index("event_key".to_owned())),
        TableAction::ClusterOn("event_key".to_owned()),
        TableAction::WithoutCluster,
    ] {
        op.alter_table("event", action)?;
    }
    Ok(())
}

fn column_properties(op: &mut Op) -> Result {
    let identity = column("id", bigint()).identity_always().sequence_name("ids").sequence_logged(false);
    op.add_column("task", identity.not_null_as(not_null("has_id", "id").no_inherit()))?;
    let kept = column("a", text()).storage(Storage::External).compression("lz4").statistics(7);
    op.add_column("task", kept.option("n_distinct=-0.5").comment("kept"))?;
    op.drop_generated_column("task", "twice")?;
    op.alter_column("task", alter("a").set_type(varchar(20)).from(text()).set_storage(Storage::Main))?;
    op.alter_column("task", alter("a").reset_storage().set_compression("pglz").set_statistics(9))?;
    op.alter_column("task", alter("a").reset_compression().reset_statistics())?;
    op.alter_column(
        "task",
        alter("a").set_options(["n_distinct=5"]).reset_options(["n_distinct_inherited"]),
    )?;
    let sequence = alter("a").add_identity(IdentityKind::Always, SequenceOptions::default());
    op.alter_column("task", sequence.sequence_name("ids"))
}

fn constraint_options(op: &mut Op) -> Result {
    let key = primary_key("p").columns(["a", "during"]).without_overlaps().deferrable().with("fillfactor=70");
    op.add_constraint("task", key.tablespace("fast").index_comment("quick"))?;
    op.add_constraint("task", unique("u").columns(["a"]).without_overlaps().with("fillfactor=70"))?;
    let key = foreign_key("f").columns(["a", "b"]).references("org", ["x", "y"]).on_delete(Action::SetNull);
    op.add_constraint("task", key.on_delete_columns(["b"]).period().not_enforced())?;
    op.add_constraint("task", check("c", "a > 0").not_enforced())?;
    let elements =
        exclusion("x").using("btree").element(by_expression("lower(a)").collate("C"), "OPERATOR(s.=)");
    let elements = elements.element(by_column("b").operator_class("int4_ops"), "=");
    op.add_constraint("task", elements.include(["c"]).initially_deferred().comment("one"))?;
    op.add_constraint("task", not_null("n", "a").not_valid().comment("given"))?;
    let deferrable = ConstraintAction::SetDeferrable { deferrable: true, initially_deferred: false };
    op.alter_constraint("task", "f", deferrable)?;
    op.alter_constraint("task", "f", ConstraintAction::SetEnforced(true))?;
    op.alter_constraint("task", "n", ConstraintAction::SetInherit(false))?;
    op.create_index(index("i").on("task").key(by_expression("a + b")).tablespace("fast").statistics(1, 50))?;
    op.alter_index("i", IndexAction::SetTablespace("pg_default".to_owned()))?;
    op.alter_index("i", IndexAction::SetStorage(vec!["fillfactor=70".to_owned()]))?;
    op.alter_index(("audit", "i"), IndexAction::ResetStorage(vec!["fillfactor".to_owned()]))?;
    op.alter_index("i", IndexAction::SetStatistics { place: 1, target: None })?;
    op.alter_index("i", IndexAction::SetStatistics { place: 2, target: Some(0) })
}

fn columns(op: &mut Op) -> Result {
    let options = SequenceOptions {
        start: Some(100),
        increment: Some(-2),
        min: Some(i64::MIN),
        max: Some(i64::MAX),
        cache: Some(5),
        cycle: true,
    };
    let few = SequenceOptions { start: Some(7), ..SequenceOptions::default() };
    op.add_column("task", column("a", bigint()).identity_by_default().sequence(few.clone()))?;
    op.add_column("task", column("b", sql_type("audit.level")).not_null().collate(("audit", "de")))?;
    op.add_column("task", column("c", integer()).generated_stored("a * 2").not_null())?;
    op.add_column(("audit", "task"), column("d", integer()).generated_virtual("a * 2").comment("twice"))?;
    op.add_column("task", column("e", timestamptz()).not_null().default("now()"))?;
    op.rename_column("task", "e", "f")?;
    op.drop_column("task", "f")?;
    op.alter_column(
        "task",
        alter("a")
            .set_type(varchar(20))
            .collate("C")
            .using("a::text")
            .set_default("'x'")
            .set_not_null()
            .drop_default()
            .drop_not_null(),
    )?;
    op.alter_column("task", alter("a").add_identity(IdentityKind::Always, SequenceOptions::default()))?;
    op.alter_column("task", alter("a").set_identity(IdentityKind::ByDefault, options).drop_identity())?;
    op.alter_column("task", alter("c").set_expression("a * 3").drop_expression())
}

fn constraints(op: &mut Op) -> Result {
    op.add_constraint(
        "task",
        primary_key("task_pkey").columns(["id", "n"]).include(["title"]).comment("key"),
    )?;
    op.add_constraint(
        "task",
        unique("u").columns(["a"]).include(["b"]).nulls_not_distinct().initially_deferred().comment("one"),
    )?;
    op.add_constraint(
        "task",
        foreign_key("f")
            .columns(["a", "b"])
            .references("org", ["x", "y"])
            .on_delete(Action::SetNull)
            .on_update(Action::Restrict)
            .match_full()
            .initially_deferred()
            .not_valid()
            .comment("points"),
    )?;
    op.add_constraint("task", check("c", "a > 0").no_inherit().not_valid().comment("positive"))?;
    op.validate_constraint("task", "f")?;
    op.rename_constraint("task", "f", "g")?;
    op.drop_constraint(("audit", "task"), "g")
}

fn indexes(op: &mut Op) -> Result {
    op.create_index(index("i").on(("audit", "task")).columns(["a", "b"]))?;
    op.create_index(
        index("j")
            .on("task")
            .unique()
            .using("gist")
            .key(by_column("a").desc().nulls_last())
            .key(by_expression("lower(title)").collate("C").operator_class("text_pattern_ops").nulls_first())
            .include(["c"])
            .nulls_not_distinct()
            .with("fillfactor=70")
            .filter("deleted_at IS NULL")
            .comment("quick")
            .concurrently(),
    )?;
    op.rename_index(("audit", "i"), "k")?;
    op.drop_index(("audit", "k"))?;
    op.drop_index(drop_index("j").concurrently())
}

fn comments(op: &mut Op) -> Result {
    op.comment(on_schema("audit"), "trail")?;
    op.comment(on_type("mood"), "feeling")?;
    op.comment(on_table(("audit", "task")), "two\nlines")?;
    op.comment(on_column("task", "id"), "number")?;
    op.comment(on_constraint("task", "task_pkey"), "key")?;
    op.remove_comment(on_index(("audit", "i")))
}

fn statements(op: &mut Op) -> Result {
    op.execute("UPDATE task\nSET title = \"other\" || '\\n'")?;
    op.preflight("task", no_rows_where("a = '\"'"))?;
    op.preflight(
        ("audit", "task"),
        all_rows_give("a::int").because("column a becomes integer").show(["id", "a"]),
    )?;
    op.preflight("task", no_rows().because("column b is new"))?;
    op.backfill("task", set("a", "length(b)"))?;
    op.backfill(("audit", "task"), set("a", "'x'").then_lock())?;
    op.backfill("task", delete_where("a < 1").from("u", "u.id = a").batch(9).pause("1s"))?;
    op.execute_outside_transaction("VACUUM task")
}

fn hostile(op: &mut Op) -> Result {
    let long = "é".repeat(MAX_IDENTIFIER_BYTES / 2);
    op.create_table(
        table("select \"*\" from")
            .column(column("a'b\\c", sql_type("\"My Type\"")).default("'\"#\"##'"))
            .column(column("🦀 \u{202e}\r\n\t{}", text()).comment("{\"json\": \"#\"}"))
            .column(column(&long, text()))
            .check(check("\"", "\"a'b\\c\" <> E'\\\\'")),
    )?;
    op.drop_index((long.as_str(), "\"#"))
}
