//! A history in which everything has a name that was chosen to do harm: the argument `name`.

use dbmig_runtime::migration::{
    IdentityKind, Op, Result, SequenceOptions, alter, bigint, check, column, drop_index, enum_value,
    foreign_key, index, integer, on_column, on_index, on_table, on_type, primary_key, set, sql_type, table,
    text, unique,
};
use dbmig_runtime::runner::Script;

use crate::history::script;

/// Names that PostgreSQL takes, and that break whoever doesn't quote them.
pub const NAMES: &[&str] = &[
    "a\"b",
    "a.b",
    "a b",
    "a\\b",
    "\\",
    "it's",
    "''",
    "🦀 é",
    "select",
    "MiXed",
    "$1",
    "$$",
    "%s %I",
    "a\nb",
    "a\tb\r",
    "--",
    "/*",
    "*/",
    ":x",
    "0",
    " ",
    "x\"; DROP TABLE canary; --",
    "x'; DROP TABLE canary; --",
    "x\\'; DROP TABLE canary; --",
    "$$; DROP TABLE canary; $$",
    "$dbmig$; DROP TABLE canary; --",
    "x\"); DROP TABLE canary; --",
    "*/ DROP TABLE canary; /*",
    "\n; DROP TABLE canary;\n",
];

/// Tables, indexes, constraints, types, sequences, comments and labels called `name`, with both ways of each statement.
pub fn scripts() -> Vec<Script> {
    vec![script("a1", &[], create, drop_all), script("b2", &["a1"], change, change_back)]
}

/// The name, with an end by which relations of one schema differ.
fn name(op: &Op, end: &str) -> Result<String> {
    let name = op.required_argument("name")?;
    Ok(format!("{name}{end}"))
}

fn create(op: &mut Op) -> Result {
    let [a, b, kind, key] = [name(op, "1")?, name(op, "2")?, name(op, "3")?, name(op, "4")?];
    let (plain, quoted) = (name(op, "")?, name(op, "5")?.replace('"', "\"\""));
    op.create_enum(kind.as_str(), [plain.as_str(), "other"])?;
    op.create_table(
        table(a.as_str())
            .column(column(plain.as_str(), bigint()).identity_always().sequence_name(name(op, "6")?))
            .column(column("n", integer()))
            .primary_key(primary_key(key.as_str()).columns([plain.as_str()]))
            .unique(unique(name(op, "7")?).columns(["n"]))
            .comment(plain.as_str()),
    )?;
    op.create_table(
        table(b.as_str())
            .column(column(plain.as_str(), bigint()).comment(plain.as_str()))
            .column(column("kind", sql_type(format!("\"{}\"", kind.replace('"', "\"\"")))))
            .foreign_key(
                foreign_key(name(op, "8")?)
                    .columns([plain.as_str()])
                    .references(a.as_str(), [plain.as_str()]),
            )
            .check(check(name(op, "9")?, format!("\"{}\" > 0", plain.replace('"', "\"\"")))),
    )?;
    op.execute(format!("CREATE SEQUENCE \"{quoted}\""))
}

fn drop_all(op: &mut Op) -> Result {
    let [a, b, kind] = [name(op, "1")?, name(op, "2")?, name(op, "3")?];
    op.drop_table(b.as_str())?;
    op.drop_table(a.as_str())?;
    op.drop_enum(kind.as_str())?;
    op.execute(format!("DROP SEQUENCE \"{}\"", name(op, "5")?.replace('"', "\"\"")))
}

fn change(op: &mut Op) -> Result {
    let [a, b, kind, key] = [name(op, "1")?, name(op, "2")?, name(op, "3")?, name(op, "4")?];
    let (plain, added, built) = (name(op, "")?, name(op, "c")?, name(op, "i")?);
    op.add_enum_value(kind.as_str(), enum_value(name(op, "l")?).before(plain.as_str()))?;
    op.add_column(a.as_str(), column(added.as_str(), text()).comment(plain.as_str()))?;
    op.execute(format!("INSERT INTO \"{}\" (n) VALUES (1), (2)", a.replace('"', "\"\"")))?;
    op.backfill(a.as_str(), set(added.as_str(), "'x'"))?;
    op.create_index(index(built.as_str()).on(a.as_str()).columns([added.as_str()]).concurrently())?;
    op.comment(on_index(built.as_str()), plain.as_str())?;
    op.comment(on_type(kind.as_str()), plain.as_str())?;
    op.comment(on_column(b.as_str(), "kind"), plain.as_str())?;
    op.comment(on_table(b.as_str()), plain.as_str())?;
    op.rename_constraint(a.as_str(), &key, &name(op, "k")?)?;
    op.alter_column(b.as_str(), alter(plain.as_str()).set_not_null())?;
    op.alter_column(b.as_str(), alter("kind").set_default(format!("'{}'", plain.replace('\'', "''"))))?;
    op.alter_column(
        a.as_str(),
        alter(plain.as_str()).set_identity(
            IdentityKind::ByDefault,
            SequenceOptions { cache: Some(5), ..SequenceOptions::default() },
        ),
    )
}

fn change_back(op: &mut Op) -> Result {
    let [a, b, kind, key] = [name(op, "1")?, name(op, "2")?, name(op, "3")?, name(op, "4")?];
    let plain = name(op, "")?;
    op.drop_index(drop_index(name(op, "i")?.as_str()).concurrently())?;
    op.rename_constraint(a.as_str(), &name(op, "k")?, &key)?;
    op.drop_column(a.as_str(), &name(op, "c")?)?;
    op.remove_comment(on_table(b.as_str()))?;
    op.alter_column(b.as_str(), alter("kind").drop_default())?;
    op.rename_enum_value(kind.as_str(), &plain, "first")?;
    op.rename_enum_value(kind.as_str(), "first", &plain)
}
