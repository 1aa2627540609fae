//! Indexes and keys of partitioned tables, and how those of their partitions are attached.

use crate::check::{cases, check};

/// A table with two partitions, one of them partitioned again.
const TABLES: &str = r#"CREATE TABLE p (a int NOT NULL, b int NOT NULL) PARTITION BY LIST (a);
    CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
    CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (a); CREATE TABLE p21 PARTITION OF p2 FOR VALUES IN (2);"#;

/// [`check`] with [`TABLES`] before both scripts.
#[track_caller]
fn check_over(old: &str, new: &str) {
    check(&format!("{TABLES}{old}"), &format!("{TABLES}{new}"));
}

macro_rules! over_tables {
    ($($name:ident: $old:expr => $new:expr;)*) => {$(
        #[test]
        fn $name() {
            check_over($old, $new);
        }
    )*};
}

over_tables! {
    index: "" => "CREATE INDEX i ON p (b)";
    unique_index: "" => "CREATE UNIQUE INDEX i ON p (a, b DESC) ";
    expression: "" => "CREATE INDEX i ON p ((a + b)) WHERE b > 1";
    primary_key: "" => "ALTER TABLE p ADD PRIMARY KEY (a)";
    unique: "" => "ALTER TABLE p ADD UNIQUE (a, b)";
    other_columns: "CREATE INDEX i ON p (a)" => "CREATE INDEX i ON p (b)";
    other_key_columns: "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a)" => "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a, b)";
    renamed: "CREATE INDEX i ON p (b)" => "CREATE INDEX j ON p (b)";
    part_renamed: "CREATE INDEX i ON p (b)" => "CREATE INDEX i ON p (b); ALTER INDEX p1_b_idx RENAME TO other";
    all_renamed: "CREATE INDEX i ON p (b)" => "CREATE INDEX j ON p (b); ALTER INDEX p1_b_idx RENAME TO other; ALTER INDEX p2_b_idx RENAME TO more; ALTER INDEX p21_b_idx RENAME TO most";
    constraint_renamed: "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a)" => "ALTER TABLE p ADD CONSTRAINT l PRIMARY KEY (a); ALTER TABLE p1 RENAME CONSTRAINT p1_pkey TO mine";
    index_to_constraint: "CREATE UNIQUE INDEX k ON p (a)" => "ALTER TABLE p ADD CONSTRAINT k UNIQUE (a)";
    own_index_becomes_a_part: "CREATE INDEX p1_b_idx ON p1 (b)" => "CREATE INDEX i ON p (b)";
    own_index_of_another_name_becomes_a_part: "CREATE INDEX mine ON p1 (b)" => "CREATE INDEX i ON p (b)";
    only_the_parents: "" => "CREATE INDEX i ON ONLY p (b)";
    some_parts: "CREATE INDEX i ON ONLY p (b)" => "CREATE INDEX i ON ONLY p (b); CREATE INDEX part ON p1 (b); ALTER INDEX i ATTACH PARTITION part";
    all_parts_from_none: "CREATE INDEX i ON ONLY p (b)" => "CREATE INDEX i ON p (b)";
    only_the_primary_key: "" => "ALTER TABLE ONLY p ADD PRIMARY KEY (a)";
    key_that_backs_an_index: "" => r#"CREATE UNIQUE INDEX i ON ONLY p (a); ALTER TABLE p1 ADD PRIMARY KEY (a); ALTER INDEX i ATTACH PARTITION p1_pkey"#;
    comments_and_storage: "CREATE INDEX i ON p (b)" => "CREATE INDEX i ON p (b); COMMENT ON INDEX p1_b_idx IS 'x'; COMMENT ON INDEX i IS 'y'";
    foreign_key_to_a_new_key: "CREATE TABLE t (a int)" => "ALTER TABLE p ADD PRIMARY KEY (a); CREATE TABLE t (a int REFERENCES p)";
    foreign_key_to_another_key: "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a); CREATE TABLE t (a int REFERENCES p)"
        => "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a) INCLUDE (b); CREATE TABLE t (a int REFERENCES p)";
    foreign_key_to_a_part: "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a); CREATE TABLE t (a int REFERENCES p1)"
        => "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a) INCLUDE (b); CREATE TABLE t (a int REFERENCES p1)";
}

cases! {
    dropped_column_takes_the_index: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON p (b)"
        => "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    new_type_under_the_index: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON p ((b + 1))"
        => "CREATE TABLE p (a int, b bigint) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON p ((b + 1))";
    all_is_new: "" => r#"CREATE TABLE p (a int PRIMARY KEY, b int) PARTITION BY LIST (a); CREATE INDEX i ON p (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (a); CREATE TABLE p21 PARTITION OF p2 DEFAULT;
        CREATE UNIQUE INDEX later ON p (b, a); CREATE INDEX own ON p1 (b);"#;
    all_is_new_and_partial: "" => r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
        CREATE INDEX i ON ONLY p (b); CREATE INDEX part ON p1 (b); ALTER INDEX i ATTACH PARTITION part; ALTER TABLE p ALTER a SET NOT NULL; ALTER TABLE ONLY p ADD PRIMARY KEY (a);"#;
    new_partition: "CREATE TABLE p (a int PRIMARY KEY, b int UNIQUE, c int, CHECK (c > 0)) PARTITION BY LIST (a)"
        .replace(" UNIQUE", "").as_str() => r#"CREATE TABLE p (a int PRIMARY KEY, b int, c int, CHECK (c > 0)) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); ALTER TABLE p2 RENAME CONSTRAINT p2_pkey TO mine;"#;
    new_partition_beside_a_partial_index: r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON ONLY p (b)"#
        => r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE INDEX i ON ONLY p (b)"#;
    attach_with_own_indexes: r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE INDEX i ON p (b); CREATE TABLE p1 (a int, b int); CREATE INDEX mine ON p1 (b)"#
        => r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE INDEX i ON p (b); CREATE TABLE p1 (a int, b int); CREATE INDEX mine ON p1 (b); ALTER TABLE p ATTACH PARTITION p1 DEFAULT"#;
    attach_beside_a_twin: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE INDEX i ON p (b); CREATE TABLE p1 (a int, b int); CREATE INDEX own ON p1 (b)"
        => r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON p (b); CREATE INDEX own ON p1 (b)"#;
    new_partition_with_a_twin: "CREATE TABLE p (a int NOT NULL, b int NOT NULL, UNIQUE (a, b)) PARTITION BY LIST (a)"
        => r#"CREATE TABLE p (a int NOT NULL, b int NOT NULL, UNIQUE (a, b)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p (PRIMARY KEY (a, b)) FOR VALUES IN (1)"#;
    attach_and_new_index: r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 (a int, b int)"#
        => r#"CREATE TABLE p (a int, b int, c int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE INDEX i ON p (b)"#;
}
