//! Partitioned tables and their partitions.

use dbmig_runtime::op::{Operation, TableOperation};

use crate::check::{cases, check};

cases! {
    partition_with_partitions_gets_another_key: "CREATE TABLE p (a int UNIQUE) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (MINVALUE) TO (10) PARTITION BY RANGE (a); CREATE TABLE p1r PARTITION OF p1 DEFAULT"
        => "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY RANGE (a); CREATE TABLE p1r PARTITION OF p1 DEFAULT";
    range: "" => "CREATE TABLE p (a int, b text) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)";
    list: "" => "CREATE TABLE p (a int, b text) PARTITION BY LIST (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('x', NULL)";
    hash: "" => r#"
        CREATE TABLE p (a int, b text) PARTITION BY HASH (a, b); CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE p2 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);"#;
    default_partition: "CREATE TABLE p (a int) PARTITION BY LIST (a)"
        => "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE d PARTITION OF p DEFAULT";
    key_of_expressions_collations_and_classes: "" => r#"
        CREATE TABLE p (a int, b text, "C" text) PARTITION BY RANGE ((a + 1), lower(b) COLLATE "C", "C" text_pattern_ops);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1, 'a', MINVALUE) TO (MAXVALUE, MAXVALUE, MAXVALUE);"#;
    bounds_of_types: "" => r#"
        CREATE TYPE mood AS ENUM ('ok', 'it''s'); CREATE TABLE p (m mood, d timestamptz) PARTITION BY LIST (m);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('it''s') PARTITION BY RANGE (d);
        CREATE TABLE p1a PARTITION OF p1 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');"#;
    sub_partitions: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a)" => r#"
        CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
        CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1); CREATE TABLE p1d PARTITION OF p1 DEFAULT;
        CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);"#;
    other_bounds: "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)"
        => "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (3)";
    bounds_swapped: r#"CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)"#
        => r#"CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (2);
        CREATE TABLE p2 PARTITION OF p FOR VALUES IN (1)"#;
    a_new_partition_takes_the_place_of_another: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (1)";
    default_becomes_plain_and_another_default: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE d PARTITION OF p DEFAULT"
        => "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE d PARTITION OF p FOR VALUES IN (1); CREATE TABLE e PARTITION OF p DEFAULT";
    another_parent: r#"CREATE TABLE p (a int NOT NULL, CHECK (a > 0)) PARTITION BY LIST (a); CREATE TABLE q (a int) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"#
        => r#"CREATE TABLE p (a int NOT NULL, CHECK (a > 0)) PARTITION BY LIST (a); CREATE TABLE q (a int) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF q FOR VALUES IN (1)"#;
    own_properties: "CREATE TABLE p (a int, b int DEFAULT 1) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)" => r#"
        CREATE TABLE p (a int, b int DEFAULT 1) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p (a NOT NULL, b DEFAULT 2, CONSTRAINT c CHECK (b > 0)) FOR VALUES IN (1) WITH (fillfactor = 50);
        COMMENT ON COLUMN p1.a IS 'x'; COMMENT ON TABLE p1 IS 'y'; CREATE INDEX own ON p1 (b);"#;
    new_partition_with_own_properties: "CREATE TABLE p (a int, b int DEFAULT 1, CONSTRAINT pc CHECK (b > -1)) PARTITION BY LIST (a)" => r#"
        CREATE TABLE p (a int, b int DEFAULT 1, CONSTRAINT pc CHECK (b > -1)) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p (a NOT NULL, b DEFAULT 2, CONSTRAINT c CHECK (b > 0)) FOR VALUES IN (1);
        COMMENT ON COLUMN p1.a IS 'x'; CREATE INDEX own ON p1 (b);
        CREATE TABLE p2 PARTITION OF p (CONSTRAINT p2u UNIQUE (b)) FOR VALUES IN (2); COMMENT ON COLUMN p2.b IS 'x';"#;
    no_default_beside_the_parents: "CREATE TABLE p (a int DEFAULT 1) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)" => r#"
        CREATE TABLE p (a int DEFAULT 1) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        ALTER TABLE p1 ALTER a DROP DEFAULT; CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); ALTER TABLE p2 ALTER a DROP DEFAULT"#;
    order_of_columns: "CREATE TABLE p (a int, b int, c int) PARTITION BY LIST (a)" => r#"
        CREATE TABLE p (a int, b int, c int) PARTITION BY LIST (a); CREATE TABLE p1 (c int, a int, b int);
        ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1);"#;
    columns_of_all: r#"CREATE TABLE p (a int, b int, c text DEFAULT 'x') PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (a); CREATE TABLE p21 PARTITION OF p2 DEFAULT;
        CREATE INDEX own ON p1 (b); ALTER TABLE p21 ADD CONSTRAINT own CHECK (b > 0);"#
        => r#"CREATE TABLE p (a int, b bigint NOT NULL DEFAULT 5, d int DEFAULT 7, e int GENERATED ALWAYS AS (a + 1) STORED) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p (b DEFAULT 8) FOR VALUES IN (1);
        CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (a); CREATE TABLE p21 PARTITION OF p2 (d DEFAULT 3) DEFAULT;
        CREATE INDEX own ON p1 (b); ALTER TABLE p21 ADD CONSTRAINT own CHECK (b > 0);"#;
    unrelated_type_under_own_parts: r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE INDEX own ON p1 ((b + 1)); ALTER TABLE p1 ADD CONSTRAINT own CHECK (b > 0);"#
        => r#"CREATE TABLE p (a int, b text) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE INDEX own ON p1 ((b || 'x')); ALTER TABLE p1 ADD CONSTRAINT own CHECK (b > '');"#;
    checks: r#"CREATE TABLE p (a int, CONSTRAINT gone CHECK (a > 0), CONSTRAINT other CHECK (a > 1)) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"#
        => r#"CREATE TABLE p (a int, CONSTRAINT new CHECK (a > 0), CONSTRAINT other CHECK (a > 2)) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p (CONSTRAINT gone CHECK (a > 3)) FOR VALUES IN (5)"#;
    checks_that_hold_in_a_partition: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"
        => r#"CREATE TABLE p (a int) PARTITION BY LIST (a); ALTER TABLE p ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (6);"#;
    own_check_becomes_all: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p (CONSTRAINT c CHECK (a > 0)) FOR VALUES IN (5)"
        => "CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)";
    foreign_keys: r#"CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"#
        => r#"CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE p (a int REFERENCES r) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"#;
    foreign_keys_to_partitions: r#"CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5); CREATE TABLE t (a int)"#
        => r#"CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5);
        CREATE TABLE t (a int REFERENCES p, b int REFERENCES p1); CREATE TABLE u (a int REFERENCES p)"#;
    drop_a_partition_that_is_referred_to: r#"CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5);
        CREATE TABLE t (a int REFERENCES p)"#
        => "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE t (a int REFERENCES p)";
    drop_all_with_circles: r#"
        CREATE TABLE p (a int, b int, PRIMARY KEY (a)) PARTITION BY LIST (a); CREATE TABLE q (a int PRIMARY KEY) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1);
        ALTER TABLE p ADD FOREIGN KEY (b) REFERENCES q; ALTER TABLE q ADD FOREIGN KEY (a) REFERENCES p;
        ALTER TABLE p1 ADD FOREIGN KEY (b) REFERENCES q1; ALTER TABLE q1 ADD FOREIGN KEY (a) REFERENCES p1;"# => "";
    drop_all_with_circles_of_partitions: r#"
        CREATE TABLE p (a int, b int, PRIMARY KEY (a), UNIQUE (a, b)) PARTITION BY LIST (a); CREATE TABLE q (a int, b int, PRIMARY KEY (a)) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1);
        ALTER TABLE q ADD FOREIGN KEY (a) REFERENCES p; ALTER TABLE q1 ADD FOREIGN KEY (a, b) REFERENCES p2 (a, b);
        ALTER TABLE p1 ADD FOREIGN KEY (a) REFERENCES q1; ALTER TABLE p ADD FOREIGN KEY (b) REFERENCES p;"# => "";
    detach: r#"CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE p (a int NOT NULL REFERENCES r, b int DEFAULT 1, CONSTRAINT c CHECK (b > 0), UNIQUE (a)) PARTITION BY LIST (a);
        CREATE INDEX i ON p (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"#
        => r#"CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE p (a int NOT NULL REFERENCES r, b int DEFAULT 1, CONSTRAINT c CHECK (b > 0), UNIQUE (a)) PARTITION BY LIST (a);
        CREATE INDEX i ON p (b); CREATE TABLE p1 (a int, b bigint, extra int)"#;
    detach_while_the_parent_changes: r#"CREATE TABLE p (a int, b int, CONSTRAINT c CHECK (b > 0)) PARTITION BY LIST (a);
        CREATE INDEX i ON p (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"#
        => r#"CREATE TABLE p (a int, b text, d int) PARTITION BY LIST (a); CREATE TABLE p1 (a int, b int, CONSTRAINT c CHECK (b > 0)); CREATE INDEX p1_b_idx ON p1 (b)"#;
    drop_the_parent_and_keep_the_partition: r#"CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (6)"#
        => "CREATE TABLE p1 (a int PRIMARY KEY)";
    another_key: r#"CREATE TABLE p (a int, b int, c int, CONSTRAINT c CHECK (b > 0)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5); CREATE INDEX i ON p (a)"#
        => r#"CREATE TABLE p (a int, b int, c int, CONSTRAINT c CHECK (b > 0)) PARTITION BY LIST (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5); CREATE INDEX i ON p (a)"#;
    type_of_the_key: r#"CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5); CREATE INDEX i ON p (a)"#
        => r#"CREATE TABLE p (a bigint) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('5'); CREATE INDEX i ON p (a)"#;
    another_key_under_foreign_keys: r#"CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5);
        CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES p)"#
        => r#"CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)) PARTITION BY LIST (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5);
        CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES p)"#;
    plain_to_partitioned: "CREATE TABLE p (a int PRIMARY KEY, b int); CREATE TABLE p1 (a int NOT NULL, b int); CREATE TABLE t (a int REFERENCES p)"
        => r#"CREATE TABLE p (a int PRIMARY KEY, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE t (a int REFERENCES p)"#;
    key_of_a_sub_partition: r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (a);
        CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1)"#
        => r#"CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
        CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1)"#;
    identity: "CREATE TABLE p (a int, id bigint GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (a)" => r#"
        CREATE TABLE p (a int, id bigint GENERATED BY DEFAULT AS IDENTITY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE TABLE p2 PARTITION OF p (a NOT NULL) FOR VALUES IN (2)"#;
    in_schemas: "CREATE SCHEMA s; CREATE TABLE s.p (a int) PARTITION BY LIST (a)" => r#"
        CREATE SCHEMA s; CREATE SCHEMA "T"; CREATE TABLE s.p (a int PRIMARY KEY) PARTITION BY LIST (a);
        CREATE TABLE "T"."P 1" PARTITION OF s.p FOR VALUES IN (1); CREATE INDEX i ON s.p (a)"#;
}

#[test]
fn a_new_key_keeps_the_partitions() {
    let operations = check(
        "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); INSERT INTO p VALUES (1, 2)",
        "CREATE TABLE p (a int, b int) PARTITION BY LIST (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (2)",
    );
    let drops = operations
        .iter()
        .filter(|operation| matches!(operation, Operation::Table(TableOperation::Drop { .. })));
    assert_eq!(drops.count(), 1, "{operations:#?}");
}
