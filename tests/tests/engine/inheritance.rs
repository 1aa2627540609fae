//! Tables that inherit.

use crate::check::{cases, check_renames};

cases! {
    child: "" => "CREATE TABLE p (a int NOT NULL, b text DEFAULT 'x', CHECK (a > 0)); CREATE TABLE c (d int) INHERITS (p)";
    two_parents: "" => "CREATE TABLE p (a int); CREATE TABLE q (a int, b int); CREATE TABLE c (d int) INHERITS (q, p); CREATE TABLE e () INHERITS (c)";
    merged_column: "" => "CREATE TABLE p (a int DEFAULT 1); CREATE TABLE c (a int DEFAULT 2, b int) INHERITS (p)";
    own_properties_of_inherited_columns: "CREATE TABLE p (a int DEFAULT 1, b int); CREATE TABLE c () INHERITS (p)" => r#"
        CREATE TABLE p (a int DEFAULT 1, b int); CREATE TABLE c () INHERITS (p); ALTER TABLE c ALTER a SET DEFAULT 2, ALTER b SET NOT NULL;
        COMMENT ON COLUMN c.a IS 'x'; CREATE TABLE d () INHERITS (p); ALTER TABLE d ALTER a DROP DEFAULT, ALTER b SET DEFAULT 3; COMMENT ON COLUMN d.b IS 'y'"#;
    columns_of_all: r#"CREATE TABLE p (a int, b int, gone int); CREATE TABLE c (own int) INHERITS (p); CREATE TABLE cc () INHERITS (c); CREATE INDEX ON c (b)"#
        => r#"CREATE TABLE p (a bigint, b text DEFAULT 'x', new int NOT NULL); CREATE TABLE c (own bigint) INHERITS (p); CREATE TABLE cc () INHERITS (c); CREATE INDEX ON c (b)"#;
    a_column_moves_to_the_child: "CREATE TABLE p (a int, b int); CREATE TABLE c () INHERITS (p)" => "CREATE TABLE p (a int); CREATE TABLE c (b int) INHERITS (p)";
    checks: r#"CREATE TABLE p (a int, CONSTRAINT x CHECK (a > 0), CONSTRAINT y CHECK (a > 1), CONSTRAINT z CHECK (a > 2) NO INHERIT); CREATE TABLE c () INHERITS (p)"#
        => r#"CREATE TABLE p (a int, CONSTRAINT x CHECK (a > 3), CONSTRAINT v CHECK (a > 1)); CREATE TABLE c (CONSTRAINT y CHECK (a > 9), CONSTRAINT z CHECK (a > 7)) INHERITS (p)"#;
    check_declared_in_both: "CREATE TABLE p (a int, CONSTRAINT x CHECK (a > 0)); CREATE TABLE c (CONSTRAINT x CHECK (a > 0)) INHERITS (p)"
        => "CREATE TABLE p (a int); CREATE TABLE c (CONSTRAINT x CHECK (a > 0)) INHERITS (p)";
    keys_are_not_inherited: "CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p)"
        => "CREATE TABLE p (a int UNIQUE, b int NOT NULL); CREATE TABLE c (PRIMARY KEY (b)) INHERITS (p); CREATE INDEX ON p (b)";
    inherit_and_cease: "CREATE TABLE p (a int); CREATE TABLE q (b int); CREATE TABLE c (x int) INHERITS (p)"
        => "CREATE TABLE p (a int); CREATE TABLE q (b int); CREATE TABLE c (x int) INHERITS (q)";
    plain_to_child: "CREATE TABLE p (a int); CREATE TABLE c (a int, b int)" => "CREATE TABLE p (a int); CREATE TABLE c (a int, b int) INHERITS (p)";
    another_order_of_parents: "CREATE TABLE p (a int); CREATE TABLE q (a int); CREATE TABLE c () INHERITS (p, q)"
        => "CREATE TABLE p (a int); CREATE TABLE q (a int); CREATE TABLE c () INHERITS (q, p)";
    drop_the_parent: "CREATE TABLE p (a int, CHECK (a > 0)); CREATE TABLE c () INHERITS (p)" => "CREATE TABLE c (a int)";
    drop_the_child: "CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p)" => "CREATE TABLE p (a text)";
    drop_all: "CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p); CREATE TABLE a () INHERITS (c, p)" => "";
    generated: "CREATE TABLE p (a int, g int GENERATED ALWAYS AS (a + 1) STORED); CREATE TABLE c () INHERITS (p)"
        => "CREATE TABLE p (a int, g int GENERATED ALWAYS AS (a + 2) STORED); CREATE TABLE c () INHERITS (p)";
    in_schemas: "" => r#"CREATE SCHEMA s; CREATE TABLE s."P" (a int); CREATE TABLE c () INHERITS (s."P"); CREATE TABLE s.d () INHERITS (c)"#;
}

#[test]
fn renames_reach_the_children() {
    let mut renames = dbmig_runtime::catalog::Renames::default();
    renames.tables.insert("parent".into(), "p".into());
    renames.columns.insert(("parent".into(), "title".to_owned()), "name".to_owned());
    check_renames(
        "CREATE TABLE p (name text); CREATE TABLE c (x int, CONSTRAINT l CHECK (name <> '')) INHERITS (p); CREATE INDEX i ON c (name)",
        "CREATE TABLE parent (title text); CREATE TABLE c (x int, CONSTRAINT l CHECK (title <> '')) INHERITS (parent); CREATE INDEX i ON c (title)",
        &renames,
    );
    check_renames(
        r#"CREATE TABLE p (name text, k int) PARTITION BY LIST (name); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('x'); CREATE INDEX i ON p (name)"#,
        r#"CREATE TABLE parent (title text, k int) PARTITION BY LIST (title); CREATE TABLE p1 PARTITION OF parent FOR VALUES IN ('x'); CREATE INDEX i ON parent (title);
           ALTER INDEX p1_title_idx RENAME TO p1_name_idx"#,
        &renames,
    );
}
