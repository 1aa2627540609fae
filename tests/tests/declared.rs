//! What structs can't say, declared as SQL: views, functions, triggers, grants, from texts and files, in any order.

use dbmig_tests::dump::{schema_dump, schema_dump_of};
use dbmig_tests::project::Project;
use dbmig_tests::server::database;

/// Nothing stands after what it needs: a check calls a function, the function reads a table, a view reads another view.
const MODELS: &str = r##"//! Models.
#![forbid(unsafe_code)]

use dbmig_runtime::{Table, sql, sql_file};

sql_file!("ledger", "sql/reports.sql");
sql!("ledger", "CREATE VIEW open_entry AS SELECT id, amount FROM entry WHERE NOT is_settled(id)");

#[derive(Table)]
#[db("ledger")]
#[check(name = "amount_counts", expr = "counts(amount)")]
pub struct Entry {
    #[column(primary_key, identity)]
    pub id: i64,
    pub amount: i32,
}

#[derive(Table)]
#[db("ledger")]
pub struct Settlement {
    #[column(primary_key, references(Entry::id))]
    pub entry_id: i64,
}

mod rules {
    use dbmig_runtime::sql;

    sql!("ledger", r#"
        CREATE FUNCTION is_settled(entry bigint) RETURNS boolean STABLE
            BEGIN ATOMIC SELECT EXISTS (SELECT FROM settlement WHERE entry_id = entry); END;
        CREATE FUNCTION counts(amount int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT amount <> 0';
    "#);
}
"##;

const REPORTS: &str = "\
-- What the monthly report reads.
SET search_path = report, public;
CREATE VIEW open_total AS SELECT sum(amount) AS total FROM open_entry;
COMMENT ON VIEW open_total IS 'it''s what is owed; all of it';
GRANT SELECT ON open_total TO PUBLIC;
";

fn project(name: &str) -> Project {
    let project = Project::library(name, MODELS);
    project.write("sql/reports.sql", REPORTS);
    project.edit("src/lib.rs", "mod rules", "sql!(\"ledger\", \"CREATE SCHEMA report\");\n\nmod rules");
    project
}

#[test]
fn it_is_created_in_the_order_it_needs_and_compared_as_all_the_rest() {
    let live = database();
    let project = project("declared-ledger")
        .env("LEDGER_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init"]).exits(0);
    project
        .dbmig(&["revision", "-m", "create"])
        .exits(0)
        .says("add view open_entry")
        .says("add view report.open_total")
        .says("proven on scratch");
    project.dbmig(&["upgrade"]).exits(0);
    assert_eq!(
        schema_dump(&live),
        schema_dump_of(
            "CREATE TABLE entry (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, amount int NOT NULL);
            CREATE TABLE settlement (entry_id bigint PRIMARY KEY REFERENCES entry);
            CREATE FUNCTION is_settled(entry bigint) RETURNS boolean STABLE
                BEGIN ATOMIC SELECT EXISTS (SELECT FROM settlement WHERE entry_id = entry); END;
            CREATE FUNCTION counts(amount int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT amount <> 0';
            ALTER TABLE entry ADD CONSTRAINT amount_counts CHECK (counts(amount));
            CREATE VIEW open_entry AS SELECT id, amount FROM entry WHERE NOT is_settled(id);
            CREATE SCHEMA report;
            CREATE VIEW report.open_total AS SELECT sum(amount) AS total FROM open_entry;
            COMMENT ON VIEW report.open_total IS 'it''s what is owed; all of it';
            GRANT SELECT ON report.open_total TO PUBLIC;"
        )
    );
    project.dbmig(&["revision", "-m", "nothing"]).exits(0).says("no changes");

    // Cargo knows the file.
    project.edit("sql/reports.sql", "sum(amount)", "coalesce(sum(amount), 0)");
    project.dbmig(&["revision", "-m", "no null"]).exits(0).says("~").says("view report.open_total");
    project.dbmig(&["upgrade"]).exits(0);
    project.dbmig(&["diff", "--from", "live", "--to", "models", "--exit-code"]).exits(0);
}

#[test]
fn what_postgresql_refuses_is_told_with_its_line() {
    let live = database();
    let project = project("declared-mistakes")
        .env("LEDGER_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init"]).exits(0);
    let check = |file: &str, old: &str, new: &str, messages: &[&str]| {
        let text = project.read(file);
        project.edit(file, old, new);
        let mut run = project.dbmig(&["revision", "-m", "x"]).exits(1);
        for message in messages {
            run = run.says(message);
        }
        project.write(file, &text);
        run
    };
    let reports = "sql/reports.sql";
    check(reports, "open_entry", "open_entri", &["sql/reports.sql:3", "open_entri", "42P01"]);
    check(reports, "AS SELECT", "AS\n SELEKT", &["sql/reports.sql:4", "SELEKT"]);
    check(
        reports,
        "GRANT SELECT",
        "COMMIT; GRANT SELECT",
        &["sql/reports.sql:5", "COMMIT", "one transaction"],
    );
    check(reports, "GRANT", "INSERT INTO entry VALUES (1); GRANT", &["rows", "put it into a revision"]);
    check(reports, "SET", "\\set x 1\nSET", &["sql/reports.sql:2", "psql"]);
    check(reports, "TO PUBLIC", "TO nobody_at_all", &["CREATE ROLE nobody_at_all"]);
    check("src/lib.rs", "WHERE NOT is_settled(id)", "WHERE NOT is_set(id)", &["src/lib.rs:7", "is_set"]);
    // What others need is told, and not each of the others.
    check("src/lib.rs", "amount <> 0", "amount <>", &["src/lib.rs:33"]).hides("amount_counts");
    check("src/lib.rs", "sql/reports.sql", "sql/report.sql", &["sql/report.sql", "src/lib.rs:6"]);
    check(
        "src/lib.rs",
        r#"sql!("ledger", "CREATE SCHEMA report");"#,
        r#"sql!("ledger");"#,
        &["sql!(\"users\", \"CREATE VIEW …\")"],
    );
}

#[test]
fn roles_are_made_on_the_embedded_server() {
    let project = project("declared-roles");
    project.edit("sql/reports.sql", "TO PUBLIC", "TO \"Report Reader\", writer");
    project.dbmig(&["init"]).exits(0);
    project.dbmig(&["revision", "-m", "create"]).exits(0).says("proven on scratch");
    project.dbmig(&["revision", "-m", "nothing"]).exits(0).says("no changes");
}
