//! Schemas and tables.

use dbmig_runtime::op::{ConstraintOperation, Operation, TableOperation};

use crate::check::{cases, check};

cases! {
    nothing: "" => "";
    create_schema_with_table: "" => r#"
        CREATE SCHEMA audit; COMMENT ON SCHEMA audit IS 'it''s \ audited';
        CREATE TABLE audit.event (id bigint PRIMARY KEY);"#;
    schema_comment: "CREATE SCHEMA a" => "CREATE SCHEMA a; COMMENT ON SCHEMA a IS 'x'";
    move_everything_between_schemas: r#"
        CREATE SCHEMA a; CREATE TYPE a.mood AS ENUM ('x'); CREATE TABLE a.t (id int PRIMARY KEY, m a.mood);"#
        => r#"
        CREATE SCHEMA b; CREATE TYPE b.mood AS ENUM ('x'); CREATE TABLE b.t (id int PRIMARY KEY, m b.mood);"#;
    table_without_columns: "" => "CREATE TABLE t ()";
    table_with_everything: "" => r#"
        CREATE TABLE org (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
        CREATE TABLE "user" (
            id bigint GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5 CACHE 3) PRIMARY KEY,
            email varchar(320) NOT NULL UNIQUE,
            name text COLLATE "C",
            org uuid NOT NULL REFERENCES org ON DELETE CASCADE ON UPDATE SET NULL,
            price numeric(10,2) DEFAULT 0 CHECK (price >= 0),
            gross numeric GENERATED ALWAYS AS (price * 1.2) STORED,
            tags text[] NOT NULL DEFAULT '{}',
            created_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT "both" CHECK (email <> name)
        );
        CREATE INDEX ON "user" (lower(email), created_at DESC) WHERE name IS NOT NULL;
        COMMENT ON TABLE "user" IS 'people'; COMMENT ON COLUMN "user".name IS 'what they''re called';
        COMMENT ON CONSTRAINT "both" ON "user" IS 'c'; COMMENT ON INDEX user_lower_created_at_idx IS 'i';
        COMMENT ON CONSTRAINT user_pkey ON "user" IS 'p';"#;
    table_comment_set: "CREATE TABLE t ()" => "CREATE TABLE t (); COMMENT ON TABLE t IS 'x'";
    table_comment_changed: "CREATE TABLE t (); COMMENT ON TABLE t IS 'x'"
        => "CREATE TABLE t (); COMMENT ON TABLE t IS 'y'";
    drop_tables_that_refer: r#"
        CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
        CREATE TABLE c (b int REFERENCES b, a int REFERENCES a);"# => "";
    drop_a_table_that_a_kept_one_refers_to: r#"
        CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);"#
        => "CREATE TABLE b (id int PRIMARY KEY, a int)";
    self_reference: "" => "CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t)";
    self_reference_to_a_unique_index: "" => r#"
        CREATE TABLE t (id int, parent int); CREATE UNIQUE INDEX i ON t (id);
        ALTER TABLE t ADD FOREIGN KEY (parent) REFERENCES t (id);"#;
    new_table_refers_to_a_key_added_to_a_kept_one: "CREATE TABLE a (id int NOT NULL)" => r#"
        CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);"#;
    new_table_refers_to_a_retyped_key: "CREATE TABLE a (id int PRIMARY KEY)" => r#"
        CREATE TABLE a (id text PRIMARY KEY); CREATE TABLE b (a text REFERENCES a);"#;
    new_table_refers_to_a_unique_index_of_a_later_one: "" => r#"
        CREATE TABLE z (id int); CREATE UNIQUE INDEX zi ON z (id); CREATE TABLE a (z int REFERENCES z (id));"#;
    not_valid_constraints_of_a_new_table: "" => r#"
        CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int);
        ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES a NOT VALID;
        ALTER TABLE b ADD CONSTRAINT c CHECK (a > 0) NOT VALID;"#;
    an_index_takes_the_name_of_a_dropped_table: "CREATE TABLE a (x int); CREATE TABLE b (x int)"
        => "CREATE TABLE a (x int); CREATE INDEX b ON a (x)";
    a_type_takes_the_name_of_a_dropped_table: "CREATE TABLE mood (x int)"
        => "CREATE TYPE mood AS ENUM ('x')";
    hostile_names: "" => r#"
        CREATE SCHEMA "my ""schema"""; CREATE TYPE "my ""schema"""."Select" AS ENUM ('it''s', 'a\b', '', '🦀');
        CREATE TABLE "my ""schema"""."Robert'); DROP TABLE x;--" (
            "select" int PRIMARY KEY, "a.b" "my ""schema"""."Select" DEFAULT 'it''s', "🦀" text CHECK ("🦀" <> 'x"y'),
            "%s $1 \" text DEFAULT '$$ \ ''');
        CREATE INDEX "i ""x""" ON "my ""schema"""."Robert'); DROP TABLE x;--" ("a.b", lower("🦀"));
        COMMENT ON COLUMN "my ""schema"""."Robert'); DROP TABLE x;--"."🦀" IS '''); DROP TABLE x; \';"#;
    same_names_in_two_schemas: r#"
        CREATE SCHEMA a; CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE a.t (id int PRIMARY KEY);"# => r#"
        CREATE SCHEMA a; CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE a.t (id int PRIMARY KEY, x int UNIQUE,
            t bigint REFERENCES public.t);"#;
}

#[test]
fn tables_that_refer_to_each_other() {
    let new = r#"
        CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, c int);
        CREATE TABLE c (id int PRIMARY KEY, a int REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES c;"#;
    let operations = check("", new);
    let count =
        |wanted: fn(&Operation) -> bool| operations.iter().filter(|operation| wanted(operation)).count();
    assert_eq!(count(|operation| matches!(operation, Operation::Table(TableOperation::Create(_)))), 3);
    assert_eq!(
        count(|operation| matches!(operation, Operation::Constraint(ConstraintOperation::Add { .. }))),
        1
    );
}

#[test]
fn the_order_of_columns_is_no_difference() {
    assert!(check("CREATE TABLE t (a int, b text)", "CREATE TABLE t (b text, a int)").is_empty());
}
