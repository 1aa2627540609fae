//! Options of constraints and of the indexes behind them.

use dbmig_runtime::op::{ConstraintOperation, IndexOperation, Operation};

use crate::check::{cases, check, check_since};

cases! {
    primary_key_deferrable: "CREATE TABLE t (a int PRIMARY KEY)" => "CREATE TABLE t (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)";
    primary_key_storage: "CREATE TABLE t (a int PRIMARY KEY)" => "CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor = 60))";
    unique_storage: "CREATE TABLE t (a int UNIQUE WITH (fillfactor = 60, deduplicate_items = off))"
        => "CREATE TABLE t (a int UNIQUE WITH (fillfactor = 70))";
    unique_storage_of_a_new_table: "" => "CREATE TABLE t (a int UNIQUE WITH (fillfactor = 60) DEFERRABLE, b int PRIMARY KEY WITH (fillfactor = 50))";
    comments_of_indexes: "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT u UNIQUE, CONSTRAINT x EXCLUDE (b WITH =))" => r#"
        CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT u UNIQUE, CONSTRAINT x EXCLUDE (b WITH =)); COMMENT ON INDEX t_pkey IS 'p';
        COMMENT ON CONSTRAINT u ON t IS 'constraint'; COMMENT ON INDEX u IS 'index'; COMMENT ON INDEX x IS 'x'"#;
    comments_of_indexes_of_a_new_table: "" => r#"
        CREATE TABLE t (a int PRIMARY KEY, CONSTRAINT x EXCLUDE (a WITH =)); COMMENT ON INDEX t_pkey IS 'p'; COMMENT ON INDEX x IS 'x'"#;
    foreign_key_match_full: "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t)"
        => "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t MATCH FULL)";
    foreign_key_not_valid_and_deferrable: "CREATE TABLE t (a int PRIMARY KEY, b int); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES t NOT VALID"
        => "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t DEFERRABLE INITIALLY DEFERRED)";
}

#[test]
fn a_foreign_key_becomes_deferrable_in_place() {
    let table =
        |options| format!("CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t {options})");
    let all = ["", "DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"];
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let operations = check(&table(all[one]), &table(all[other]));
        let alter =
            matches!(operations.as_slice(), [Operation::Constraint(ConstraintOperation::Alter { .. })]);
        assert!(alter, "{operations:#?}");
    }
}

#[test]
fn storage_of_a_key_changes_in_place_under_foreign_keys() {
    let operations = check(
        "CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES t)",
        "CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor = 60), b int REFERENCES t)",
    );
    assert!(
        matches!(operations.as_slice(), [Operation::Index(IndexOperation::Alter { .. })]),
        "{operations:#?}"
    );
}

#[test]
fn foreign_key_that_sets_some_columns() {
    let table = |action| {
        format!(
            "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); \
             CREATE TABLE b (x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a ON UPDATE CASCADE ON DELETE {action})"
        )
    };
    check_since(15, &table("SET NULL"), &table("SET NULL (y)"));
    check_since(15, &table("SET DEFAULT (x)"), &table("SET NULL (x)"));
    check_since(15, "", &table("SET DEFAULT (y)"));
}

#[test]
fn not_enforced() {
    let table = |options| {
        format!(
            "CREATE TABLE t (a int PRIMARY KEY CONSTRAINT c CHECK (a > 0) {options}, b int CONSTRAINT f REFERENCES t {options})"
        )
    };
    check_since(18, &table(""), &table("NOT ENFORCED"));
    check_since(18, "", &table("NOT ENFORCED"));
    check_since(
        18,
        &table("NOT ENFORCED"),
        "CREATE TABLE t (a int PRIMARY KEY, b int); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES t NOT VALID,
         ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
    );
}

#[test]
fn periods() {
    let keys = "CREATE TABLE a (x int4range, during daterange, PRIMARY KEY (x, during WITHOUT OVERLAPS))";
    check_since(18, "CREATE TABLE a (x int4range, during daterange)", keys);
    check_since(
        18,
        "CREATE TABLE a (x int4range, during daterange, CONSTRAINT a_pkey PRIMARY KEY (x, during))",
        keys,
    );
    check_since(
        18,
        &format!(
            "{keys}; CREATE TABLE b (x int4range, during daterange, UNIQUE (x, during WITHOUT OVERLAPS))"
        ),
        &format!(
            "{keys}; CREATE TABLE b (x int4range, during daterange, FOREIGN KEY (x, PERIOD during) REFERENCES a (x, PERIOD during))"
        ),
    );
}
