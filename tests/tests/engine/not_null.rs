//! Not-null constraints, which are objects since PostgreSQL 18.

use crate::check::{check_renames, check_since};

macro_rules! since_18 {
    ($($name:ident: $old:literal => $new:literal;)*) => {$(
        #[test]
        fn $name() {
            check_since(18, $old, $new);
        }
    )*};
}

since_18! {
    another_name: "CREATE TABLE t (a int NOT NULL)" => "CREATE TABLE t (a int CONSTRAINT given NOT NULL)";
    added_with_a_name: "CREATE TABLE t (a int, b int)" => "CREATE TABLE t (a int CONSTRAINT x NOT NULL, b int NOT NULL)";
    column_added_with_a_name: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int, b int CONSTRAINT x NOT NULL, c int CONSTRAINT y NOT NULL NO INHERIT)";
    not_valid: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT x NOT NULL a NOT VALID";
    not_valid_by_its_usual_name: "CREATE TABLE t (a int NOT NULL)" => "CREATE TABLE t (a int); ALTER TABLE t ADD NOT NULL a NOT VALID";
    not_valid_of_a_new_table: "" => "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT x NOT NULL a NOT VALID; COMMENT ON CONSTRAINT x ON t IS 'c'";
    not_valid_becomes_valid_and_renamed: "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT x NOT NULL a NOT VALID"
        => "CREATE TABLE t (a int CONSTRAINT y NOT NULL)";
    no_inherit: "CREATE TABLE t (a int NOT NULL)" => "CREATE TABLE t (a int NOT NULL NO INHERIT)";
    comment: "CREATE TABLE t (a int NOT NULL)" => "CREATE TABLE t (a int NOT NULL); COMMENT ON CONSTRAINT t_a_not_null ON t IS 'c'";
    names_that_change_places: "CREATE TABLE t (a int CONSTRAINT x NOT NULL, b int CONSTRAINT y NOT NULL)"
        => "CREATE TABLE t (a int CONSTRAINT z NOT NULL, b int CONSTRAINT x NOT NULL)";
    of_a_key: "CREATE TABLE t (a int PRIMARY KEY)" => "CREATE TABLE t (a int CONSTRAINT x NOT NULL PRIMARY KEY)";
    of_a_new_key: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int CONSTRAINT x NOT NULL PRIMARY KEY)";
    of_an_identity: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int CONSTRAINT x NOT NULL GENERATED ALWAYS AS IDENTITY)";
    of_a_partition_that_leaves: "CREATE TABLE p (a int NOT NULL, b int CONSTRAINT x NOT NULL) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"
        => "CREATE TABLE p (a int NOT NULL, b int CONSTRAINT x NOT NULL) PARTITION BY LIST (a); CREATE TABLE p1 (a int NOT NULL, b int NOT NULL)";
    of_a_partition_that_leaves_with_its_name: "CREATE TABLE p (a int CONSTRAINT x NOT NULL) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"
        => "CREATE TABLE p1 (a int CONSTRAINT x NOT NULL)";
    of_a_child_that_leaves: "CREATE TABLE p (a int NOT NULL, b int CONSTRAINT x NOT NULL); CREATE TABLE c (d int NOT NULL) INHERITS (p)"
        => "CREATE TABLE p (a int NOT NULL, b int CONSTRAINT x NOT NULL); CREATE TABLE c (a int NOT NULL, b int NOT NULL, d int NOT NULL)";
    of_a_child_without_its_parent: "CREATE TABLE p (a int NOT NULL, b int CONSTRAINT x NOT NULL); CREATE TABLE c (d int NOT NULL) INHERITS (p)"
        => "CREATE TABLE c (a int CONSTRAINT p_a_not_null NOT NULL, b int CONSTRAINT x NOT NULL, d int NOT NULL)";
    of_a_parent_that_gets_one: "CREATE TABLE p (a int, b int); CREATE TABLE c (d int) INHERITS (p)" => "CREATE TABLE p (a int NOT NULL, b int CONSTRAINT x NOT NULL); CREATE TABLE c (d int) INHERITS (p)";
    not_valid_of_a_parent: "CREATE TABLE p (a int); CREATE TABLE c (d int) INHERITS (p)" => "CREATE TABLE p (a int); CREATE TABLE c (d int) INHERITS (p); ALTER TABLE p ADD CONSTRAINT x NOT NULL a NOT VALID";
    not_valid_of_a_partitioned_table: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)"
        => "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5); ALTER TABLE p ADD CONSTRAINT x NOT NULL a NOT VALID";
    with_another_type: "CREATE TABLE t (a int)" => "CREATE TABLE t (a text DEFAULT 'x' CONSTRAINT x NOT NULL)";
}

/// What a partition has from its parent stays that.
#[test]
fn of_renamed_partitions() {
    let mut renames = dbmig_runtime::catalog::Renames::default();
    renames.tables.insert("q".into(), "p".into());
    renames.tables.insert("q1".into(), "p1".into());
    check_renames(
        "CREATE TABLE p (a int NOT NULL) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (5)",
        "CREATE TABLE q (a int CONSTRAINT p_a_not_null NOT NULL) PARTITION BY LIST (a); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (5)",
        &renames,
    );
}

/// PostgreSQL keeps the name of the constraint when table or column get another.
#[test]
fn of_a_renamed_column() {
    let mut renames = dbmig_runtime::catalog::Renames::default();
    renames.tables.insert("u".into(), "t".into());
    renames.columns.insert(("u".into(), "b".to_owned()), "a".to_owned());
    check_renames(
        "CREATE TABLE t (a int NOT NULL, c int PRIMARY KEY)",
        "CREATE TABLE u (b int NOT NULL, c int PRIMARY KEY)",
        &renames,
    );
}
