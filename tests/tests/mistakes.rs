//! Mistakes that users make, seen at the command line: each message names the place and the next step, no message
//! shows a password, and the database is at a recorded revision afterwards.

use dbmig_tests::project::Project;
use dbmig_tests::server::{TestDatabase, database};

const MODELS: &str = r#"//! Models.
use dbmig_runtime::Table;

#[derive(Table)]
#[db("stock")]
pub struct Item {
    #[column(primary_key, identity)]
    pub id: i64,
    pub title: String,
}
"#;

fn revision(id: &str, parents: &str, upgrade: &str, downgrade: &str) -> String {
    format!(
        "//! revision {id}\n\nuse dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = Revision::new(\"{id}\").revises(&[{parents}]);\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    {upgrade}\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result<()> {{\n    {downgrade}\n}}\n"
    )
}

/// Three revisions; the second of them creates `b` and then runs `middle`.
fn three(project: &Project, middle: &str) {
    let second = format!(r#"op.execute("CREATE TABLE b (id int)")?; {middle}"#);
    for (file, id, parents, upgrade, downgrade) in [
        ("one", "aaaaaaaaaaaa", "", r#"op.execute("CREATE TABLE a (id int)")"#, r#"op.drop_table("a")"#),
        ("two", "bbbbbbbbbbbb", r#""aaaaaaaaaaaa""#, second.as_str(), r#"op.drop_table("b")"#),
        (
            "three",
            "cccccccccccc",
            r#""bbbbbbbbbbbb""#,
            r#"op.execute("CREATE TABLE c (id int)")"#,
            r#"op.drop_table("c")"#,
        ),
    ] {
        project.write(&format!("migrations/stock/{file}.rs"), &revision(id, parents, upgrade, downgrade));
    }
}

fn tables(database: &TestDatabase) -> Vec<String> {
    let sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'dbmig%' ORDER BY 1";
    database.connect().query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

fn versions(database: &TestDatabase) -> Vec<String> {
    database
        .connect()
        .query("SELECT revision FROM dbmig_version", &[])
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect()
}

#[test]
fn revisions_that_fail_are_edited_or_vanish() {
    let live = database();
    let project = Project::library("mistakes-history", MODELS).env("STOCK_DATABASE_URL", live.url());
    project.dbmig(&["init", "--db", "stock"]).exits(0);

    // SQL that fails in the middle of the second of three revisions.
    three(&project, r#"op.execute("SELECT 1/0")"#);
    project
        .dbmig(&["upgrade"])
        .exits(1)
        .says("bbbbbbbbbbbb")
        .says("stock/two.rs")
        .says("SELECT 1/0")
        .says("22012")
        .says("division by zero")
        .says("aaaaaaaaaaaa");
    assert_eq!((tables(&live), versions(&live)), (vec!["a".to_owned()], vec!["aaaaaaaaaaaa".to_owned()]));

    // Mended, it goes on where it stopped.
    three(&project, "Ok(())");
    project.dbmig(&["upgrade"]).exits(0).says("bbbbbbbbbbbb").says("cccccccccccc");
    assert_eq!(tables(&live), ["a", "b", "c"]);

    // A comment is no edit; another statement is one.
    project.edit("migrations/stock/one.rs", "//! revision", "//! the first revision");
    project.dbmig(&["upgrade"]).exits(0);
    project.edit("migrations/stock/one.rs", "a (id int)", "a (id bigint)");
    project.dbmig(&["upgrade"]).exits(4).says("stock/one.rs").says("aaaaaaaaaaaa").says("--accept-edited");
    project.edit("migrations/stock/one.rs", "a (id bigint)", "a (id int)");

    // A revision that does not compile: nothing runs.
    project.edit("migrations/stock/three.rs", "op.drop_table", "op.drop_tabel");
    project.dbmig(&["upgrade"]).exits(1).says("drop_tabel").says("stock/three.rs");
    project.edit("migrations/stock/three.rs", "op.drop_tabel", "op.drop_table");

    // The newest file deleted: the database is ahead of the code.
    let third = project.read("migrations/stock/three.rs");
    std::fs::remove_file(project.path().join("migrations/stock/three.rs")).unwrap();
    project.dbmig(&["upgrade"]).exits(4).says("cccccccccccc");
    project.dbmig(&["current"]).exits(0).says("cccccccccccc").says("not in this code");
    assert_eq!(versions(&live), ["cccccccccccc"]);
    project.write("migrations/stock/three.rs", &third);

    // One in the middle deleted: the history has a hole.
    std::fs::remove_file(project.path().join("migrations/stock/two.rs")).unwrap();
    project.dbmig(&["upgrade"]).exits(1).says("bbbbbbbbbbbb").says("stock/three.rs");
    assert_eq!(versions(&live), ["cccccccccccc"]);
}

#[test]
fn addresses_that_lead_nowhere() {
    let live = database();
    let project = Project::library("mistakes-address", MODELS);
    project.dbmig(&["init", "--db", "stock"]).exits(0);
    three(&project, "Ok(())");
    let port = live.port();
    let current = |url: &str| project.dbmig(&["current", "--url", url]).exits(1).hides("s3cret");

    current("postgresql://postgres:s3cret@127.0.0.1:1/stock")
        .says("127.0.0.1:1")
        .says("next: check that the server runs");
    current("postgresql://postgres:s3cret%@127.0.0.1/stock").says("%25");
    current("mysql://postgres:s3cret@127.0.0.1/stock").says("postgresql://");
    current("host=127.0.0.1 password=s3cret hots=x").says("hots");
    current(&format!("postgresql://nobody_here:s3cret@127.0.0.1:{port}/postgres")).says("nobody_here");
    current(&format!("postgresql://postgres:s3cret@127.0.0.1:{port}/not_there")).says("not_there");
    project.dbmig(&["current", "--db", "stok", "--url", &live.url()]).exits(2).says("stok").says("stock");
}

#[test]
fn rights_that_are_missing() {
    let live = database();
    live.connect()
        .batch_execute(
            "CREATE ROLE \"weak%\" LOGIN PASSWORD 's3%cret'; REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        )
        .unwrap();
    let url = live.url().replacen("postgres@", "weak%25:s3%25cret@", 1);
    let project = Project::library("mistakes-rights", MODELS).env("STOCK_DATABASE_URL", url);
    project.dbmig(&["init", "--db", "stock"]).exits(0);
    three(&project, "Ok(())");

    project
        .dbmig(&["upgrade"])
        .exits(4)
        .says("lacks CREATE on schema public")
        .says("GRANT CREATE ON SCHEMA public TO \"weak%\"")
        .hides("s3%cret")
        .hides("s3%25cret");
    assert!(tables(&live).is_empty());
    live.connect().batch_execute("GRANT CREATE ON SCHEMA public TO \"weak%\"").unwrap();
    project.dbmig(&["upgrade"]).exits(0).hides("s3%");
    assert_eq!(tables(&live), ["a", "b", "c"]);
    live.connect().batch_execute("DROP OWNED BY \"weak%\"; DROP ROLE \"weak%\"").unwrap();
}

#[test]
fn models_that_do_not_compile_or_fit() {
    let live = database();
    let project = Project::library("mistakes-models", MODELS)
        .env("STOCK_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init"]).exits(0);

    project.edit("src/lib.rs", "pub title: String", "pub title: Strin");
    project.dbmig(&["revision", "-m", "x"]).exits(1).says("Strin").says("mistakes-models");
    project.edit("src/lib.rs", "pub title: Strin", "pub title: String");

    project.edit("src/lib.rs", r#"#[db("stock")]"#, r#"#[db("stok")]"#);
    project.dbmig(&["revision", "-m", "x"]).exits(1).says("stok").says("src/lib.rs").says("stock");
    project.edit("src/lib.rs", r#"#[db("stok")]"#, r#"#[db("stock")]"#);

    let once = project.read("src/lib.rs");
    let twice = "\nmod other {\n    use dbmig_runtime::Table;\n    #[derive(Table)]\n    #[db(\"stock\")]\n    \
                 #[table(name = \"item\")]\n    pub struct Thing {\n        #[column(primary_key)]\n        pub id: i32,\n    }\n}\n";
    project.write("src/lib.rs", &format!("{once}{twice}"));
    project.dbmig(&["revision", "-m", "x"]).exits(1).says("item").says("src/lib.rs:6").says("src/lib.rs:17");

    project.write("src/lib.rs", "//! Nothing here.\n");
    project.dbmig(&["revision", "-m", "x"]).exits(1).says("mistakes-models").says("derive(Table)");
    assert!(project.revisions("migrations/stock").is_empty());
}

#[test]
fn a_rename_from_a_misspelled_name_is_said() {
    let live = database();
    let project = Project::library("mistakes-rename", MODELS)
        .env("STOCK_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init"]).exits(0);
    project.dbmig(&["revision", "-m", "first"]).exits(0);
    let renamed = "    #[column(renamed_from = \"titel\")]\n    pub name: String,";
    project.edit("src/lib.rs", "    pub title: String,", renamed);
    project
        .dbmig(&["revision", "-m", "second"])
        .exits(4)
        .says("there is no column of that name")
        .says("#[column(renamed_from = \"title\")]");
}

#[test]
fn hostile_names_go_through_exactly() {
    let live = database();
    let project = Project::library(
        "mistakes-names",
        r##"//! Models with names that need care.
use dbmig_runtime::{SqlType, Table};

#[derive(SqlType)]
#[sql_type(name = "Mood; DROP TABLE x")]
pub enum Mood {
    #[sql_type(label = "it's \"fine\"\\")]
    Fine,
    #[sql_type(label = "🦀")]
    Crab,
}

#[derive(Table)]
#[db("stock")]
#[table(name = "select \"*\" from", schema = "My.Schema", comment = "'; -- $$ \\ 🦀")]
#[index(columns(group))]
pub struct Hostile {
    #[column(primary_key, name = "a b.c\"d'e")]
    pub id: i64,
    #[column(default = "'🦀'", comment = "it's")]
    pub mood: Mood,
    pub group: String,
    #[column(name = "ééééééééééééééééééééééééééééééé")]
    pub long: Option<i32>,
}
"##,
    )
    .env("STOCK_DATABASE_URL", live.url())
    .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init"]).exits(0);
    project.dbmig(&["revision", "-m", "it's \"hostile\"\n*/ 🦀"]).exits(0).says("proven on scratch");
    project.dbmig(&["upgrade"]).exits(0);
    let row = live
        .connect()
        .query_one(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace \
             WHERE relname = 'select \"*\" from' AND nspname = 'My.Schema'",
            &[],
        )
        .unwrap();
    assert_eq!(row.get::<_, i64>(0), 1);
    project.dbmig(&["revision", "-m", "again"]).exits(0).says("no changes");
    project.dbmig(&["downgrade", "base"]).exits(0);
    assert!(tables(&live).is_empty());
}

#[test]
fn a_revision_that_fails_its_proof_is_kept_and_said() {
    let live = database();
    let project = Project::library("mistakes-proof", MODELS)
        .env("STOCK_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init"]).exits(0);
    project.dbmig(&["revision", "-m", "first"]).exits(0).says("proven on scratch");

    // An operator class, which dbmig doesn't compare, stands on a function that the models don't declare.
    let first = project.revisions("migrations/stock").remove(0);
    let id = std::fs::read_to_string(&first).unwrap();
    let id = id.split("Revision::new(\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let class = "CREATE FUNCTION item_cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2'; \
                 CREATE OPERATOR CLASS item_ops FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, \
                 OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 item_cmp(int, int)";
    let class = revision(
        "dddddddddddd",
        &format!("\"{id}\""),
        &format!("op.execute(\"{class}\")"),
        r#"op.execute("DROP OPERATOR FAMILY item_ops USING btree; DROP FUNCTION item_cmp(int, int)")"#,
    );
    project.write("migrations/stock/class.rs", &class);
    project
        .dbmig(&["revision", "-m", "without a function"])
        .exits(1)
        .says("- drop function item_cmp(integer, integer)")
        .says("operator class item_ops")
        .says("without_a_function.rs")
        .says("next:")
        .hides("proven on scratch");
    assert_eq!(project.revisions("migrations/stock").len(), 3);
}
