//! Primary keys, unique constraints, foreign keys, checks.

use dbmig_runtime::op::{ConstraintOperation, Operation};

use crate::check::{cases, check, check_since};

cases! {
    primary_key_added: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int PRIMARY KEY)";
    primary_key_dropped_with_not_null: "CREATE TABLE t (a int PRIMARY KEY)" => "CREATE TABLE t (a int)";
    primary_key_of_other_columns: "CREATE TABLE t (a int PRIMARY KEY, b int)" => "CREATE TABLE t (a int, b int PRIMARY KEY)";
    primary_key_column_order: "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))" => "CREATE TABLE t (a int, b int, PRIMARY KEY (b, a))";
    primary_key_with_include: "CREATE TABLE t (a int PRIMARY KEY, b int)" => "CREATE TABLE t (a int, b int, PRIMARY KEY (a) INCLUDE (b))";
    primary_key_under_foreign_keys: r#"
        CREATE TABLE a (x int PRIMARY KEY, y int); CREATE TABLE b (a int REFERENCES a); CREATE TABLE c (a int REFERENCES a)"#
        => r#"
        CREATE TABLE a (x int, y int, PRIMARY KEY (x) INCLUDE (y)); CREATE TABLE b (a int REFERENCES a); CREATE TABLE c (a int REFERENCES a)"#;
    primary_key_becomes_unique_under_a_foreign_key: "CREATE TABLE a (x int PRIMARY KEY, y int); CREATE TABLE b (a int REFERENCES a)"
        => "CREATE TABLE a (x int UNIQUE NOT NULL, y int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a (x))";
    primary_key_comment: "CREATE TABLE t (a int PRIMARY KEY)" => "CREATE TABLE t (a int PRIMARY KEY); COMMENT ON CONSTRAINT t_pkey ON t IS 'x'";
    unique_added_and_dropped: "CREATE TABLE t (a int UNIQUE, b int)" => "CREATE TABLE t (a int, b int UNIQUE)";
    unique_column_order: "CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (a, b))" => "CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (b, a))";
    unique_deferrable: "CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a))" => "CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)";
    unique_include: "CREATE TABLE t (a int, b int, UNIQUE (a))" => "CREATE TABLE t (a int, b int, CONSTRAINT t_a_key UNIQUE (a) INCLUDE (b))";
    unique_beside_an_equal_key: "" => "CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t ADD UNIQUE (a); ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)";
    unique_becomes_an_index: "CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a))" => "CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a)";
    foreign_key_added: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int)" => "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a)";
    foreign_key_options: r#"
        CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
        CREATE TABLE b (x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a)"# => r#"
        CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
        CREATE TABLE b (x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a MATCH FULL
            ON DELETE SET NULL ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED)"#;
    foreign_key_to_another_table: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE c (x int, CONSTRAINT f FOREIGN KEY (x) REFERENCES a)"
        => "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE c (x int, CONSTRAINT f FOREIGN KEY (x) REFERENCES b)";
    foreign_key_comment: "CREATE TABLE a (id int PRIMARY KEY, b int CONSTRAINT f REFERENCES a)"
        => "CREATE TABLE a (id int PRIMARY KEY, b int CONSTRAINT f REFERENCES a); COMMENT ON CONSTRAINT f ON a IS 'x'";
    foreign_key_over_a_unique_index_that_changes: r#"
        CREATE TABLE a (x int, y int); CREATE UNIQUE INDEX i ON a (x); CREATE TABLE b (x int REFERENCES a (x))"# => r#"
        CREATE TABLE a (x int, y int); CREATE UNIQUE INDEX i ON a (x) INCLUDE (y); CREATE TABLE b (x int REFERENCES a (x))"#;
    foreign_key_column_dropped: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a, x int)"
        => "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (x int)";
    check_added_and_dropped: "CREATE TABLE t (a int CHECK (a > 0))" => "CREATE TABLE t (a int, CHECK (a < 100 OR a IS NULL))";
    check_expression: "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))" => "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 1))";
    check_no_inherit: "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))" => "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NO INHERIT)";
    check_over_a_dropped_column: "CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a > b))" => "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))";
    check_of_every_form: "CREATE TABLE t (a text, b int, c timestamptz, d jsonb)" => r#"
        CREATE TABLE t (a text, b int, c timestamptz, d jsonb,
            CHECK (CASE WHEN b > 0 THEN a IN ('x', 'y') ELSE a LIKE '%z' END), CHECK (b BETWEEN 1 AND 9),
            CHECK (c AT TIME ZONE 'UTC' > '2020-01-01'), CHECK ((d -> 'a' ->> 'b')::int > 0), CHECK (a || b <> 'it''s'),
            CHECK (a ~ '^[(]+$'), CHECK (NOT (a IS NULL AND b IS NULL)), CHECK (row(a, b) IS NOT NULL), CHECK (t.* IS NOT NULL))"#;
}

fn added_again(operations: &[Operation]) -> bool {
    operations.iter().any(|operation| {
        matches!(
            operation,
            Operation::Constraint(ConstraintOperation::Add { .. } | ConstraintOperation::Drop { .. })
        )
    })
}

#[test]
fn a_constraint_is_validated_in_place() {
    let operations = check(
        "CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; \
         ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t NOT VALID",
        "CREATE TABLE t (a int PRIMARY KEY, CONSTRAINT c CHECK (a > 0), CONSTRAINT f FOREIGN KEY (a) REFERENCES t)",
    );
    assert_eq!(operations.len(), 2);
    assert!(!added_again(&operations));
}

#[test]
fn another_name_alone_is_a_rename() {
    let operations = check(
        "CREATE TABLE t (a int CONSTRAINT p PRIMARY KEY, b int CONSTRAINT u UNIQUE CONSTRAINT c CHECK (b > 0), \
         x int CONSTRAINT f REFERENCES t); CREATE INDEX i ON t (x)",
        "CREATE TABLE t (a int CONSTRAINT p2 PRIMARY KEY, b int CONSTRAINT u2 UNIQUE CONSTRAINT c2 CHECK (b > 0), \
         x int CONSTRAINT f2 REFERENCES t); CREATE INDEX i2 ON t (x); COMMENT ON INDEX i2 IS 'x'; \
         COMMENT ON CONSTRAINT f2 ON t IS 'x'",
    );
    assert_eq!(operations.len(), 7);
    assert!(!added_again(&operations));
}

#[test]
fn a_name_freed_by_a_drop_is_taken_by_a_rename() {
    check(
        "CREATE TABLE t (a int, b int, CONSTRAINT x UNIQUE (a), CONSTRAINT y UNIQUE (b))",
        "CREATE TABLE t (a int, b int); CREATE INDEX x ON t (b); CREATE INDEX y ON t (a)",
    );
    check(
        "CREATE TABLE t (a int, b int); CREATE INDEX x ON t (a); CREATE INDEX y ON t (b)",
        "CREATE TABLE t (a int, b int); CREATE INDEX y ON t (a); CREATE INDEX x ON t (b)",
    );
    check(
        "CREATE TABLE t (a int, b int); CREATE TABLE u (a int); CREATE INDEX x ON t (a); CREATE INDEX y ON u (a)",
        "CREATE TABLE t (a int, b int); CREATE TABLE u (a int); CREATE INDEX y ON t (a)",
    );
}

#[test]
fn unique_nulls_not_distinct() {
    check_since(15, "CREATE TABLE t (a int UNIQUE)", "CREATE TABLE t (a int UNIQUE NULLS NOT DISTINCT)");
}
