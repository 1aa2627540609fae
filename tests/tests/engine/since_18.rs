//! What came with PostgreSQL 18: virtual columns, constraints that nobody enforces, keys over periods.

use crate::check::check_since;

macro_rules! since_18 {
    ($($name:ident: $old:literal => $new:literal;)*) => {$(
        #[test]
        fn $name() {
            check_since(18, $old, $new);
        }
    )*};
}

since_18! {
    virtual_columns_of_a_new_table: "" => "CREATE TABLE t (a int, s text, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, c text COLLATE \"C\" GENERATED ALWAYS AS (upper(s)) NOT NULL, d int GENERATED ALWAYS AS (a) STORED); COMMENT ON COLUMN t.b IS 'x'";
    virtual_column_comes: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, c int GENERATED ALWAYS AS (a * 2) STORED)";
    virtual_without_its_word: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)" => "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1))";
    virtual_becomes_plain: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)" => "CREATE TABLE t (a int, b int DEFAULT 1)";
    virtual_over_a_column_that_changes: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, CHECK (b > 0)); CREATE VIEW v AS SELECT b FROM t"
        => "CREATE TABLE t (a bigint, b bigint GENERATED ALWAYS AS (a + 1) VIRTUAL, CHECK (b > 0)); CREATE VIEW v AS SELECT b FROM t";
    virtual_type_changes: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL); CREATE VIEW v AS SELECT b FROM t" => "CREATE TABLE t (a int, b bigint GENERATED ALWAYS AS (a + 1) VIRTUAL); CREATE VIEW v AS SELECT b FROM t";
    virtual_source_goes: "CREATE TABLE t (a int, c int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)" => "CREATE TABLE t (c int, b int GENERATED ALWAYS AS (c + 1) VIRTUAL)";
    virtual_in_partitions: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE TABLE p (a int, b int, c int GENERATED ALWAYS AS (b + 1) VIRTUAL) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)";
    virtual_expression_in_partitions: "CREATE TABLE p (a int, c int GENERATED ALWAYS AS (a + 1) VIRTUAL) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE TABLE p (a int, c int GENERATED ALWAYS AS (a + 2) VIRTUAL) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    virtual_of_a_partition_of_its_own: "CREATE TABLE p (a int, c int GENERATED ALWAYS AS (a + 1) VIRTUAL) PARTITION BY LIST (a)"
        => "CREATE TABLE p (a int, c int GENERATED ALWAYS AS (a + 1) VIRTUAL) PARTITION BY LIST (a); CREATE TABLE p1 (a int, c int GENERATED ALWAYS AS (a + 5) VIRTUAL); ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1)";
    virtual_in_children: "CREATE TABLE p (a int, c int GENERATED ALWAYS AS (a + 1) VIRTUAL); CREATE TABLE d (x int) INHERITS (p)" => "CREATE TABLE p (a int, c int GENERATED ALWAYS AS (a + 2) VIRTUAL); CREATE TABLE d (x int, y int GENERATED ALWAYS AS (x) VIRTUAL) INHERITS (p)";
    virtual_under_statistics_and_policies: "CREATE TABLE t (a int, c int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL); CREATE POLICY o ON t USING (b > 0)"
        => "CREATE TABLE t (a int, c int, b int GENERATED ALWAYS AS (a + 2) VIRTUAL); CREATE POLICY o ON t USING (b > 0)";
    not_enforced_check: "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))" => "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)";
    not_enforced_check_of_a_new_table: "" => "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED, CONSTRAINT d CHECK (a > 1) NO INHERIT NOT ENFORCED); COMMENT ON CONSTRAINT c ON t IS 'x'";
    not_enforced_check_that_changes: "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)" => "CREATE TABLE t (a bigint, CONSTRAINT d CHECK (a > 0) NOT ENFORCED)";
    not_enforced_check_of_partitions: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    not_enforced_check_of_a_partition_that_leaves: "CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED) PARTITION BY LIST (a); CREATE TABLE p1 (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)";
    not_enforced_check_of_children: "CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0)); CREATE TABLE d (x int) INHERITS (p)" => "CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED); CREATE TABLE d (x int) INHERITS (p)";
    not_enforced_foreign_key: "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t)" => "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t NOT ENFORCED); COMMENT ON CONSTRAINT f ON t IS 'x'";
    not_enforced_foreign_key_comes: "CREATE TABLE t (a int PRIMARY KEY)" => "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t NOT ENFORCED); CREATE TABLE u (b int REFERENCES t ON DELETE CASCADE NOT ENFORCED)";
    not_enforced_foreign_key_that_changes: "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t NOT ENFORCED)" => "CREATE TABLE t (a bigint PRIMARY KEY, b bigint CONSTRAINT g REFERENCES t ON DELETE CASCADE DEFERRABLE NOT ENFORCED)";
    not_enforced_foreign_key_of_partitions: "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE p (a int CONSTRAINT f REFERENCES t) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE p (a int CONSTRAINT f REFERENCES t NOT ENFORCED) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    not_enforced_foreign_key_to_partitions: "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE t (a int)"
        => "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE t (a int CONSTRAINT f REFERENCES p NOT ENFORCED)";
    not_valid_foreign_key_of_partitions: "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); ALTER TABLE p ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t NOT VALID";
    not_valid_foreign_key_of_partitions_becomes_valid: "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); ALTER TABLE p ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t NOT VALID"
        => "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE p (a int CONSTRAINT f REFERENCES t) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    key_over_periods: "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b))" => "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); COMMENT ON CONSTRAINT t_pkey ON t IS 'x'";
    unique_over_periods: "CREATE TABLE t (a int4range, b daterange)" => "CREATE TABLE t (a int4range, b daterange, CONSTRAINT u UNIQUE (a, b WITHOUT OVERLAPS) DEFERRABLE INITIALLY DEFERRED)";
    key_over_multiranges: "" => "CREATE TABLE t (a int4range, b datemultirange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b datemultirange, FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b))";
    key_over_periods_of_another_type: "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b daterange, CONSTRAINT f FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b))"
        => "CREATE TABLE t (a int8range, b tsrange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int8range, b tsrange, CONSTRAINT f FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b))";
    key_over_periods_in_partitions: "CREATE TABLE p (a int4range, b daterange) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)')"
        => "CREATE TABLE p (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)')";
    partition_of_a_key_over_periods: "CREATE TABLE p (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)) PARTITION BY LIST (a)"
        => "CREATE TABLE p (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)'); CREATE TABLE p2 PARTITION OF p DEFAULT; CREATE INDEX i ON p2 (a)";
    partition_that_leaves_a_key_over_periods: "CREATE TABLE p (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)')"
        => "CREATE TABLE p (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)) PARTITION BY LIST (a); CREATE TABLE p1 (a int4range, b daterange)";
    reference_over_periods: "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b daterange)"
        => "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b daterange, CONSTRAINT f FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b) DEFERRABLE)";
    reference_over_periods_not_enforced: "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b daterange, CONSTRAINT f FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b))"
        => "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b daterange, CONSTRAINT f FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b) NOT ENFORCED)";
    reference_over_periods_loses_them: "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b daterange, CONSTRAINT f FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b))"
        => "CREATE TABLE t (a int4range, b daterange, PRIMARY KEY (a, b)); CREATE TABLE u (a int4range, b daterange, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t (a, b))";
    publication_of_computed_columns: "CREATE TABLE t (a int PRIMARY KEY, b int GENERATED ALWAYS AS (a) STORED); CREATE PUBLICATION p FOR TABLE t" => "CREATE TABLE t (a int PRIMARY KEY, b int GENERATED ALWAYS AS (a) STORED); CREATE PUBLICATION p FOR TABLE t WITH (publish_generated_columns = stored)";
}

/// What came with 17 and 16.
#[test]
fn what_came_before() {
    let part = "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    check_since(
        17,
        part,
        "CREATE TABLE p (a int, b int, id bigint GENERATED ALWAYS AS IDENTITY, CONSTRAINT x EXCLUDE (a WITH =, b WITH =)) PARTITION BY LIST (a); \
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); COMMENT ON SEQUENCE p_id_seq IS 'x'",
    );
    check_since(
        17,
        "CREATE COLLATION c (PROVIDER = builtin, LOCALE = 'C')",
        "CREATE COLLATION c (PROVIDER = builtin, LOCALE = 'C.UTF-8')",
    );
    check_since(
        17,
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER e ON login EXECUTE FUNCTION f(); ALTER EVENT TRIGGER e DISABLE",
    );
}
