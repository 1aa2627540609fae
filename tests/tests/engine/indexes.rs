//! Indexes.

use dbmig_runtime::catalog::Renames;
use dbmig_runtime::diff::diff;

use crate::check::{cases, check, check_since, load, read};

cases! {
    added: "CREATE TABLE t (a int, b text)" => "CREATE TABLE t (a int, b text); CREATE INDEX i ON t (a, b)";
    unique: "CREATE TABLE t (a int); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a)";
    order_and_nulls: "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a, b)"
        => "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a DESC NULLS LAST, b NULLS FIRST)";
    descending: "CREATE TABLE t (a int); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a int); CREATE INDEX i ON t (a DESC)";
    method: "CREATE TABLE t (a int[]); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a int[]); CREATE INDEX i ON t USING gin (a)";
    include: "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a) INCLUDE (b)";
    predicate: "CREATE TABLE t (a int, b text); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a int, b text); CREATE INDEX i ON t (a) WHERE b <> 'x' AND a > 0";
    operator_class: "CREATE TABLE t (a text); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a text); CREATE INDEX i ON t (a text_pattern_ops)";
    operator_class_parameters: "CREATE TABLE t (a tsvector); CREATE INDEX i ON t USING gist (a)"
        => "CREATE TABLE t (a tsvector); CREATE INDEX i ON t USING gist (a tsvector_ops (siglen='32'))";
    operator_class_of_another_type: "CREATE TABLE t (a varchar); CREATE INDEX i ON t (a)"
        => "CREATE TABLE t (a varchar); CREATE INDEX i ON t (a bpchar_pattern_ops)";
    collation: "CREATE TABLE t (a text); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a text); CREATE INDEX i ON t (a COLLATE \"C\" DESC)";
    collation_of_an_expression: "CREATE TABLE t (a text, b text COLLATE \"C\"); CREATE INDEX i ON t (lower(a), lower(b))"
        => "CREATE TABLE t (a text, b text COLLATE \"C\"); CREATE INDEX i ON t (lower(a) COLLATE \"C\", (lower(b) COLLATE \"POSIX\"))";
    storage: "CREATE TABLE t (a int); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a int); CREATE INDEX i ON t (a) WITH (fillfactor = 70, deduplicate_items = off)";
    statistics: "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a, (a + b), (a - b)); ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 50"
        => "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a, (a + b), (a - b)); ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 70; ALTER INDEX i ALTER COLUMN 3 SET STATISTICS 0";
    statistics_of_a_new_index: "" => "CREATE TABLE t (a int, b int); CREATE INDEX i ON t ((a + b)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 50; COMMENT ON INDEX i IS 'x'";
    expressions: "CREATE TABLE t (a text, b int, c timestamptz, d jsonb)" => r#"
        CREATE TABLE t (a text, b int, c timestamptz, d jsonb);
        CREATE INDEX i ON t (lower(a), (b + 1), (a || 'x'), (CASE WHEN b IN (1, 2) THEN 1 ELSE 2 END),
            (c AT TIME ZONE 'UTC'), ((d -> 'a' ->> 'b')::int), (b BETWEEN 1 AND 2), COALESCE(a, ''), (a COLLATE "C"))"#;
    comment: "CREATE TABLE t (a int); CREATE INDEX i ON t (a)" => "CREATE TABLE t (a int); CREATE INDEX i ON t (a); COMMENT ON INDEX i IS 'it''s'";
    over_a_dropped_column: "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a, b); CREATE INDEX j ON t ((a + b))"
        => "CREATE TABLE t (a int); CREATE INDEX i ON t (a)";
    of_other_methods: "CREATE TABLE t (a int, b int4range, c point)" => r#"
        CREATE TABLE t (a int, b int4range, c point); CREATE INDEX h ON t USING hash (a); CREATE INDEX br ON t USING brin (a) WITH (pages_per_range = 8);
        CREATE INDEX g ON t USING gist (b); CREATE INDEX s ON t USING spgist (c);"#;
}

#[test]
fn an_invalid_index_is_built_again() {
    let (database, other) = (dbmig_tests::server::database(), dbmig_tests::server::database());
    let (mut client, mut target) = (database.connect(), other.connect());
    load(&mut client, "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
    assert!(client.batch_execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)").is_err());
    load(&mut client, "TRUNCATE t");
    load(&mut target, "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a)");
    let table = read(&mut client).tables.into_values().next().unwrap();
    assert!(!table.indexes[0].valid);
    let target = read(&mut target);
    let operations = crate::check::round_trip(&mut client, &target, &Default::default());
    assert_eq!(operations.len(), 2);
}

#[test]
fn spelling_is_no_difference() {
    let operations = check(
        "CREATE TABLE t (a varchar(9), b int); CREATE INDEX i ON t USING btree (a ASC, lower(a)) WHERE ((b) > (0))",
        "create table t (a character varying (9), b integer); create index i on t (a, (lower(a))) where b>0",
    );
    assert!(operations.is_empty());
}

#[test]
fn nulls_not_distinct() {
    check_since(
        15,
        "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a)",
        "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT",
    );
}

#[test]
fn a_summary_says_everything_that_may_differ() {
    let (from, to) = (dbmig_tests::server::database(), dbmig_tests::server::database());
    let (mut from, mut to) = (from.connect(), to.connect());
    crate::check::load(
        &mut from,
        "CREATE TABLE t (a text PRIMARY KEY, b text UNIQUE, c text REFERENCES t); CREATE INDEX i ON t (a);",
    );
    crate::check::load(
        &mut to,
        "CREATE TABLE t (a text PRIMARY KEY, b text UNIQUE DEFERRABLE,
             c text REFERENCES t ON DELETE CASCADE ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED);
         CREATE UNIQUE INDEX i ON t (a text_pattern_ops DESC NULLS LAST) INCLUDE (c) WHERE b IS NULL;
         CREATE INDEX h ON t USING hash (a)",
    );
    let (start, end) = (crate::check::read(&mut from), crate::check::read(&mut to));
    let lines: Vec<String> =
        diff(&start, &end, &Renames::default()).summary().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "change unique constraint t_b_key of t to (b) deferrable",
            "change foreign key t_c_fkey of t to (c) references t(a) on delete cascade on update restrict deferrable \
             initially deferred",
            "add index h on t using hash (a)",
            "change index i of t to unique (a text_pattern_ops desc nulls last) include (c) where b IS NULL",
        ]
    );
}

#[test]
fn options_change_in_place() {
    use dbmig_runtime::op::{IndexOperation, Operation};
    let operations = check(
        "CREATE TABLE t (a int[]); CREATE INDEX i ON t USING gin (a) WITH (fastupdate = off)",
        "CREATE TABLE t (a int[]); CREATE INDEX i ON t USING gin (a) WITH (gin_pending_list_limit = 128)",
    );
    let alter = |operation: &Operation| matches!(operation, Operation::Index(IndexOperation::Alter { .. }));
    assert!(operations.iter().all(alter), "{operations:#?}");
}
