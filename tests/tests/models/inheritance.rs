//! Tables that inherit.

use dbmig_runtime::Table;

use super::same;

#[derive(Table)]
#[db("users")]
#[check(name = "named", expr = "name <> ''")]
struct Thing {
    #[column(identity)]
    id: i64,
    #[column(default = "'?'", comment = "what it is")]
    name: String,
}

#[derive(Table)]
#[db("users")]
#[table(schema = "store")]
struct Priced {
    price: Option<i32>,
}

/// Has all columns of its parents, and says only its own.
#[derive(Table)]
#[db("users")]
#[table(inherits(Thing, Priced))]
struct Good {
    weight: i32,
}

/// Says a column of its parent again.
#[derive(Table)]
#[db("users")]
#[table(inherits(Good))]
struct Cargo {
    weight: i32,
    #[column(default = "'cargo'")]
    name: String,
}

#[test]
fn children_have_the_columns_of_their_parents() {
    same(
        &[Cargo::manifest(), Good::manifest(), Priced::manifest(), Thing::manifest()],
        "CREATE SCHEMA store;
         CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text NOT NULL DEFAULT '?', CONSTRAINT named CHECK (name <> ''));
         COMMENT ON COLUMN thing.name IS 'what it is';
         CREATE TABLE store.priced (price int);
         CREATE TABLE good (weight int NOT NULL) INHERITS (thing, store.priced);
         CREATE TABLE cargo (weight int NOT NULL, name text NOT NULL DEFAULT 'cargo') INHERITS (good);",
    );
}

#[derive(Table)]
#[db("users")]
struct Root {
    x: Option<i32>,
    y: Option<i32>,
}

#[derive(Table)]
#[db("users")]
#[table(inherits(Root))]
struct Lax {
    z: Option<i32>,
}

#[derive(Table)]
#[db("users")]
#[table(inherits(Root))]
struct Strict {
    #[column(default = "5")]
    x: i32,
}

/// Has `x` of both.
#[derive(Table)]
#[db("users")]
#[table(inherits(Lax, Strict))]
struct Heir {
    own: i32,
}

#[test]
fn a_column_of_several_parents_is_as_strict_as_the_strictest() {
    same(
        &[Root::manifest(), Lax::manifest(), Strict::manifest(), Heir::manifest()],
        "CREATE TABLE root (x int, y int); CREATE TABLE lax (z int) INHERITS (root);
         CREATE TABLE strict (x int NOT NULL DEFAULT 5) INHERITS (root);
         CREATE TABLE heir (own int NOT NULL) INHERITS (lax, strict);",
    );
}
