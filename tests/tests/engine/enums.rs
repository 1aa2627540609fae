//! Enum types.

use dbmig_runtime::op::{EnumOperation, Operation};

use crate::check::{cases, check};

cases! {
    created: "" => "CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'a\\b'); COMMENT ON TYPE mood IS 'm'";
    without_labels: "" => "CREATE TYPE mood AS ENUM ()";
    created_with_a_table: "" => "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (a mood NOT NULL DEFAULT 'a', b mood[] CHECK ('a' = ANY (b)))";
    added_as_a_column: "CREATE TABLE t ()" => "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (a mood NOT NULL DEFAULT 'a')";
    comment: "CREATE TYPE mood AS ENUM ('a')" => "CREATE TYPE mood AS ENUM ('a'); COMMENT ON TYPE mood IS 'x'";
    values_added_everywhere: "CREATE TYPE mood AS ENUM ('b', 'd')" => "CREATE TYPE mood AS ENUM ('a', 'a2', 'b', 'c', 'c2', 'd', 'e', 'f')";
    values_added_to_none: "CREATE TYPE mood AS ENUM ()" => "CREATE TYPE mood AS ENUM ('a', 'b')";
    value_added_and_used: "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (x mood DEFAULT 'a', y mood); CREATE INDEX i ON t (y)"
        => r#"CREATE TYPE mood AS ENUM ('z', 'a'); CREATE TABLE t (x mood DEFAULT 'z', y mood, CHECK (y <> 'z'), n mood NOT NULL DEFAULT 'z');
            CREATE INDEX i ON t (y) WHERE x = 'z'; CREATE TABLE u (x mood DEFAULT 'z')"#;
    value_removed_unused: "CREATE TYPE mood AS ENUM ('a', 'b')" => "CREATE TYPE mood AS ENUM ('a')";
    values_reordered: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (x mood PRIMARY KEY DEFAULT 'a', y mood[] DEFAULT '{a,b}')"
        => "CREATE TYPE mood AS ENUM ('b', 'a'); CREATE TABLE t (x mood PRIMARY KEY DEFAULT 'a', y mood[] DEFAULT '{a,b}')";
    value_removed_under_everything: r#"
        CREATE TYPE mood AS ENUM ('a', 'b', 'c');
        CREATE TABLE t (x mood UNIQUE DEFAULT 'a', y mood, CHECK (x <> 'a'), CONSTRAINT two CHECK (x < y), z text DEFAULT ('a'::mood)::text,
            g bool GENERATED ALWAYS AS (x = 'a') STORED, CHECK ('a'::mood <> 'b'::mood));
        CREATE INDEX i ON t (y) WHERE x = 'a'; CREATE INDEX j ON t ((x = y)); CREATE INDEX k ON t (x, y);
        CREATE TABLE u (x mood REFERENCES t (x)); COMMENT ON INDEX i IS 'kept'; COMMENT ON COLUMN t.g IS 'kept'"# => r#"
        CREATE TYPE mood AS ENUM ('b', 'a');
        CREATE TABLE t (x mood UNIQUE DEFAULT 'a', y mood, CHECK (x <> 'a'), CONSTRAINT two CHECK (x < y), z text DEFAULT ('a'::mood)::text,
            g bool GENERATED ALWAYS AS (x = 'a') STORED, CHECK ('a'::mood <> 'b'::mood));
        CREATE INDEX i ON t (y) WHERE x = 'a'; CREATE INDEX j ON t ((x = y)); CREATE INDEX k ON t (x, y);
        CREATE TABLE u (x mood REFERENCES t (x)); COMMENT ON INDEX i IS 'kept'; COMMENT ON COLUMN t.g IS 'kept'"#;
    value_removed_with_the_column: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (x mood, y mood); CREATE TABLE u (x mood)"
        => "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (x mood)";
    value_removed_and_column_retyped: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (x mood DEFAULT 'a', y text DEFAULT 'a')"
        => "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (x text DEFAULT 'a', y mood DEFAULT 'a')";
    the_name_meanwhile_is_taken: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE mood_old (x mood)"
        => "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE mood_old (x mood)";
    text_becomes_an_enum: "CREATE TABLE t (a text DEFAULT 'x' CHECK (a IN ('x', 'y')))"
        => "CREATE TYPE mood AS ENUM ('x', 'y'); CREATE TABLE t (a mood DEFAULT 'x')";
    one_enum_becomes_another: "CREATE TYPE a AS ENUM ('x'); CREATE TABLE t (c a DEFAULT 'x', d a[])"
        => "CREATE TYPE b AS ENUM ('x', 'y'); CREATE TABLE t (c b DEFAULT 'x', d b[])";
    quoted_names: r#"CREATE TYPE "My Mood" AS ENUM ('a', 'b'); CREATE TABLE t (x "My Mood" DEFAULT 'a' CHECK (x <> 'a'), y "My Mood"[])"#
        => r#"CREATE TYPE "My Mood" AS ENUM ('a'); CREATE TABLE t (x "My Mood" DEFAULT 'a' CHECK (x <> 'a'), y "My Mood"[])"#;
    in_other_schemas: r#"CREATE SCHEMA a; CREATE TYPE a.mood AS ENUM ('a', 'b'); CREATE TYPE mood AS ENUM ('a', 'b');
            CREATE TABLE t (x a.mood DEFAULT 'a', y mood DEFAULT 'b', CHECK (x = 'a'), CHECK (y = 'b'))"#
        => r#"CREATE SCHEMA a; CREATE TYPE a.mood AS ENUM ('a'); CREATE TYPE mood AS ENUM ('a', 'b', 'c');
            CREATE TABLE t (x a.mood DEFAULT 'a', y mood DEFAULT 'c', CHECK (x = 'a'), CHECK (y = 'c'))"#;
}

#[test]
fn adding_values_builds_nothing_again() {
    let operations = check(
        "CREATE TYPE mood AS ENUM ('b'); CREATE TABLE t (x mood DEFAULT 'b')",
        "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (x mood DEFAULT 'b')",
    );
    assert!(matches!(operations.as_slice(), [Operation::Enum(EnumOperation::AddValue { .. })]));
}
