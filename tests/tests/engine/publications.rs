//! Publications.

use crate::check::{cases, check_renames, check_since};
use dbmig_runtime::catalog::Renames;
use dbmig_runtime::op::{ConstraintOperation, Operation};

const TABLES: &str = "CREATE TABLE t (a int PRIMARY KEY, b text); CREATE TABLE u (a int PRIMARY KEY);";

macro_rules! with_tables {
    ($sql:literal) => {
        &format!("{TABLES} {}", $sql)
    };
}

cases! {
    comes: "" => with_tables!("CREATE PUBLICATION p FOR TABLE t, ONLY u; COMMENT ON PUBLICATION p IS 'x'");
    of_nothing: "" => "CREATE PUBLICATION \"P\"";
    of_all_tables: with_tables!("CREATE PUBLICATION p FOR TABLE t") => with_tables!("CREATE PUBLICATION p FOR ALL TABLES; COMMENT ON PUBLICATION p IS 'x'");
    options: with_tables!("CREATE PUBLICATION p FOR TABLE t") => with_tables!("CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert, truncate', publish_via_partition_root)");
    publishes_nothing: "CREATE PUBLICATION p" => "CREATE PUBLICATION p WITH (publish = '')";
    tables_change: with_tables!("CREATE PUBLICATION p FOR TABLE t") => with_tables!("CREATE PUBLICATION p FOR TABLE u");
    table_goes: with_tables!("CREATE PUBLICATION p FOR TABLE t, u") => "CREATE TABLE t (a int PRIMARY KEY, b text); CREATE PUBLICATION p FOR TABLE t";
}

#[test]
fn columns_and_rows() {
    check_since(
        15,
        with_tables!("CREATE PUBLICATION p FOR TABLE t, u"),
        with_tables!("CREATE PUBLICATION p FOR TABLE t (a, b) WHERE (a > 0 AND b IN ('x', 'y')), u (a)"),
    );
}

#[test]
fn columns_under_a_publication_change() {
    check_since(
        15,
        with_tables!("CREATE PUBLICATION p FOR TABLE t (a) WHERE (a > 0), u (a)"),
        "CREATE TABLE t (a bigint PRIMARY KEY, b text); CREATE TABLE u (a text PRIMARY KEY); \
         CREATE PUBLICATION p FOR TABLE t (a) WHERE (a > 0), u (a)",
    );
}

#[test]
fn schemas() {
    check_since(
        15,
        "CREATE SCHEMA r; CREATE PUBLICATION p FOR TABLES IN SCHEMA r",
        "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE PUBLICATION p FOR TABLES IN SCHEMA s, public",
    );
}

#[test]
fn a_table_with_columns_becomes_a_schema() {
    check_since(
        15,
        with_tables!("CREATE PUBLICATION p FOR TABLE t (a)"),
        with_tables!("CREATE PUBLICATION p FOR TABLES IN SCHEMA public, TABLE u"),
    );
}

#[test]
fn generated_columns() {
    check_since(18, "CREATE PUBLICATION p", "CREATE PUBLICATION p WITH (publish_generated_columns = stored)");
}

#[test]
fn a_renamed_table_stays_published() {
    let mut renames = Renames::default();
    renames.tables.insert("v".into(), "t".into());
    let operations = check_renames(
        with_tables!("CREATE PUBLICATION p FOR TABLE t"),
        "CREATE TABLE v (a int CONSTRAINT t_pkey PRIMARY KEY, b text); CREATE TABLE u (a int PRIMARY KEY); \
         CREATE PUBLICATION p FOR TABLE v",
        &renames,
    );
    // PostgreSQL 18 has a not-null constraint named after the table.
    let published = operations.iter().filter(|operation| {
        !matches!(operation, Operation::Table(_) | Operation::Constraint(ConstraintOperation::Rename { .. }))
    });
    assert_eq!(published.count(), 0, "{operations:#?}");
}
