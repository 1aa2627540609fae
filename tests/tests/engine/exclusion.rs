//! Exclusion constraints.

use dbmig_runtime::op::{IndexOperation, Operation};

use crate::check::{cases, check};

cases! {
    added: "CREATE TABLE t (a int4range)" => "CREATE TABLE t (a int4range, EXCLUDE USING gist (a WITH &&))";
    of_a_new_table: "" => r#"
        CREATE TABLE t (a int4range, b circle, c int, CONSTRAINT x EXCLUDE USING gist (a WITH &&, b WITH &&)
            WHERE (c > 0) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT y EXCLUDE (c WITH =)); COMMENT ON CONSTRAINT x ON t IS 'c'"#;
    another_method: "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE USING btree (a WITH =))"
        => "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE USING hash (a WITH =))";
    another_operator: "CREATE TABLE t (a int4range, CONSTRAINT x EXCLUDE USING gist (a WITH &&))"
        => "CREATE TABLE t (a int4range, CONSTRAINT x EXCLUDE USING gist (a WITH =))";
    expressions_and_classes: "CREATE TABLE t (a text, b text, CONSTRAINT x EXCLUDE (a WITH =))"
        => "CREATE TABLE t (a text, b text, CONSTRAINT x EXCLUDE ((a || b) COLLATE \"C\" text_pattern_ops WITH =, lower(b) DESC NULLS LAST WITH =))";
    predicate: "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =))" => "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =) WHERE (a > 1))";
    include: "CREATE TABLE t (a int, b int, CONSTRAINT x EXCLUDE (a WITH =))" => "CREATE TABLE t (a int, b int, CONSTRAINT x EXCLUDE (a WITH =) INCLUDE (b))";
    deferrable: "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =))" => "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =) DEFERRABLE)";
    comment: "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =))"
        => "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =)); COMMENT ON CONSTRAINT x ON t IS 'c'";
    over_a_column_of_another_type: "CREATE TABLE t (a int, b int, CONSTRAINT x EXCLUDE ((a + b) WITH =))"
        => "CREATE TABLE t (a bigint, b bigint, CONSTRAINT x EXCLUDE ((a + b) WITH =))";
    over_a_column_that_is_made_again: "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a) STORED, CONSTRAINT x EXCLUDE (g WITH =))"
        => "CREATE TABLE t (a bigint, g int GENERATED ALWAYS AS (a) STORED, CONSTRAINT x EXCLUDE (g WITH =))";
    over_an_enum_that_is_built_again: r#"
        CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e, CONSTRAINT x EXCLUDE (a WITH =) WHERE (a <> 'b'))"# => r#"
        CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (a e, CONSTRAINT x EXCLUDE (a WITH =) WHERE (a <> 'b'))"#;
    over_a_dropped_column: "CREATE TABLE t (a int, b int, CONSTRAINT x EXCLUDE (a WITH =, b WITH =))" => "CREATE TABLE t (a int)";
    operator_of_another_schema: "CREATE SCHEMA s; CREATE OPERATOR s.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq, COMMUTATOR = OPERATOR(s.===)); CREATE TABLE t (a int)"
        => r#"
        CREATE SCHEMA s; CREATE OPERATOR s.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq, COMMUTATOR = OPERATOR(s.===));
        CREATE TABLE t (a int);"#;
    becomes_a_unique_constraint: "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =))" => "CREATE TABLE t (a int, CONSTRAINT x UNIQUE (a))";
    clustered: "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =))" => "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =)); ALTER TABLE t CLUSTER ON x";
}

#[test]
fn options_of_its_index_change_in_place() {
    let operations = check(
        "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =) WITH (fillfactor = 70))",
        "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =) WITH (fillfactor = 80, deduplicate_items = off))",
    );
    assert!(
        matches!(operations.as_slice(), [Operation::Index(IndexOperation::Alter { .. })]),
        "{operations:#?}"
    );
}

#[test]
fn another_name_is_a_rename() {
    let operations = check(
        "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =))",
        "CREATE TABLE t (a int, CONSTRAINT y EXCLUDE (a WITH =))",
    );
    assert_eq!(operations.len(), 1, "{operations:#?}");
}
