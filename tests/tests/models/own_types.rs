//! Enum types, domains and composite types come along with the columns that have them.

use dbmig_runtime::{SqlType, Table};

use super::same;

#[derive(SqlType)]
#[sql_type(comment = "how it goes")]
enum Mood {
    Fine,
    #[sql_type(label = "so so")]
    Middling,
}

#[derive(SqlType)]
#[sql_type(
    domain,
    name = "email",
    type = "varchar(320)",
    collation = "C",
    not_null,
    default = "'a@b'",
    check = "VALUE LIKE '%@%'",
    check(name = "short", expr = "length(VALUE) < 100", comment = "fits"),
    comment = "where to write"
)]
struct Email(String);

#[derive(SqlType)]
#[sql_type(domain, schema = "app")]
struct Score(Option<i32>);

#[derive(SqlType)]
#[sql_type(composite, schema = "app", comment = "where it is")]
struct Address {
    #[sql_type(collation = "C", comment = "and number")]
    street: String,
    #[sql_type(name = "post code", type = "varchar(10)")]
    code: Option<u64>,
    lines: Vec<String>,
    contact: Email,
    mood: Option<Mood>,
}

#[derive(Table)]
#[db("users")]
struct Person {
    #[column(unique)]
    email: Email,
    score: Score,
    scores: Vec<Score>,
    home: Option<Address>,
    others: Vec<Address>,
    mood: Mood,
    #[column(references(Person::email))]
    friend: Option<Email>,
}

#[test]
fn types_come_before_tables() {
    same(
        &[Person::manifest()],
        "CREATE SCHEMA app;
         CREATE TYPE mood AS ENUM ('fine', 'so so');
         COMMENT ON TYPE mood IS 'how it goes';
         CREATE DOMAIN email AS varchar(320) COLLATE \"C\" DEFAULT 'a@b' NOT NULL CHECK (VALUE LIKE '%@%')
           CONSTRAINT short CHECK (length(VALUE) < 100);
         COMMENT ON DOMAIN email IS 'where to write';
         COMMENT ON CONSTRAINT short ON DOMAIN email IS 'fits';
         CREATE DOMAIN app.score AS int;
         CREATE TYPE app.address AS (street text COLLATE \"C\", \"post code\" varchar(10), lines text[], contact email, mood mood);
         COMMENT ON TYPE app.address IS 'where it is';
         COMMENT ON COLUMN app.address.street IS 'and number';
         CREATE TABLE person (email email NOT NULL UNIQUE, score app.score, scores app.score[] NOT NULL, home app.address,
           others app.address[] NOT NULL, mood mood NOT NULL, friend email REFERENCES person (email));",
    );
}
