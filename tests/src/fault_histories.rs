//! Histories for tests of faults, by name.

use dbmig_runtime::migration::{Op, Result, check, column, index, integer, on_column};
use dbmig_runtime::runner::Script;

use crate::history::{Directives, script, three};
use crate::hostile_names;

/// The revisions of the history `name`; `None` if there is none.
///
/// `many tables` needs more locks than a small server has room for; `filling` and `indexing` more room than there is in the
/// tablespace `small`; `counting` and `counting alone` add a row, in a transaction and outside of one; `huge` is 20,000
/// statements and ten megabytes of one function; `altering` takes a lock that lets nobody else
/// in, `validating` takes a second for a constraint; `unterminated`, `swallowed`, `pending` and `deferred` fail in their second
/// revision, `caught` doesn't; `hostile` is [`hostile_names`]; `long` and `together` are in [`crate::long_history`].
pub fn named(name: &str) -> Option<Vec<Script>> {
    let mut scripts = three();
    match name {
        "long" => scripts = crate::long_history::long(),
        "together" => scripts = crate::long_history::together(),
        "many tables" => {
            let many: Directives =
                |op: &mut Op| (0..1500).try_for_each(|n| op.execute(format!("CREATE TABLE many{n} ()")));
            scripts = vec![script("a1", &[], many, |_| Ok(()))];
        }
        "filling" => {
            scripts.truncate(2);
            scripts[0].upgrade = |op| op.execute("CREATE TABLE one (id bigint, t text) TABLESPACE small");
            scripts[1].upgrade = |op| {
                op.execute("INSERT INTO one SELECT n, repeat('x', 200) FROM generate_series(1, 100000) n")
            };
        }
        "indexing" => {
            scripts.truncate(2);
            scripts[0].upgrade = |op| {
                op.execute("CREATE TABLE one (id bigint, t text)")?;
                op.execute(
                    "INSERT INTO one SELECT n, md5(n::text) || repeat('x', 200) FROM generate_series(1, 50000) n",
                )
            };
            scripts[1].upgrade = |op| {
                op.create_index(index("one_t").on("one").columns(["t"]).tablespace("small").concurrently())
            };
        }
        "counting" => scripts[1].upgrade = |op| op.execute("INSERT INTO one VALUES (1)"),
        "counting alone" => {
            scripts[1].upgrade = |op| op.execute_outside_transaction("INSERT INTO one VALUES (1)");
        }
        "altering" => {
            scripts.truncate(2);
            scripts[1].upgrade = |op| op.add_column("one", column("more", integer()));
        }
        "validating" => {
            scripts.truncate(3);
            scripts[0].upgrade = |op| {
                op.execute(
                    "CREATE TABLE one (id bigint); INSERT INTO one SELECT generate_series(1, 40); \
                     CREATE FUNCTION slow(n bigint) RETURNS boolean LANGUAGE sql AS \
                     'SELECT n IS NOT NULL AND n > 0 FROM (SELECT pg_sleep(0.03)) t'",
                )
            };
            scripts[1].upgrade = |op| op.add_constraint("one", check("fits", "slow(id)").not_valid());
            scripts[2].upgrade = |op| op.validate_constraint("one", "fits");
        }
        "unterminated" => scripts[1].upgrade = |op| op.execute("CREATE TABLE two (id bigint); SELECT 'open"),
        "swallowed" => {
            scripts[1].upgrade = |op| {
                op.execute("CREATE TABLE two (id bigint); SAVEPOINT s; SELECT 1 / 0")?;
                op.execute("ROLLBACK TO s")
            };
        }
        "caught" => {
            scripts[1].upgrade = |op| {
                op.execute("DO $$ BEGIN PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN NULL; END $$")
            };
        }
        "pending" => {
            scripts[1].upgrade = |op| {
                op.execute("CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)")?;
                op.execute("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1); ALTER TABLE c ADD x int")
            };
        }
        "deferred" => {
            scripts[1].upgrade = |op| {
                op.execute("CREATE TABLE two (id bigint UNIQUE DEFERRABLE INITIALLY DEFERRED)")?;
                op.execute("INSERT INTO two VALUES (1), (1)")
            };
        }
        "hostile" => scripts = hostile_names::scripts(),
        "huge" => scripts = vec![script("a1", &[], huge, |_| Ok(()))],
        _ => return None,
    }
    Some(scripts)
}

fn huge(op: &mut Op) -> Result {
    let body = "-- it's a long story\n".repeat(500_000);
    op.execute(format!(
        "CREATE FUNCTION story() RETURNS int LANGUAGE sql AS $story$ {body} SELECT 1 $story$"
    ))?;
    for table in 0..5 {
        let columns: Vec<String> = (0..1000).map(|n| format!("c{n} int")).collect();
        op.execute(format!("CREATE TABLE wide{table} ({})", columns.join(", ")))?;
        for n in 0..1000 {
            op.comment(on_column(format!("wide{table}").as_str(), format!("c{n}")), format!("the {n}th"))?;
        }
    }
    (0..10_000).try_for_each(|n| op.execute(format!("CREATE FUNCTION f{n}() RETURNS int RETURN {n}")))
}
