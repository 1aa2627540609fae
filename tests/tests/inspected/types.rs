//! Types of a database's own, and the Rust types of columns.

use super::writes;

pub(super) const DOMAINS: &str = r#"CREATE SCHEMA app;
    CREATE TYPE mood AS ENUM ('in-love', 'fine');
    CREATE DOMAIN email AS varchar(320) COLLATE "C" DEFAULT 'a@b' NOT NULL CHECK (VALUE ~ '@')
      CONSTRAINT short CHECK (length(VALUE) < 100);
    COMMENT ON DOMAIN email IS 'where to write';
    COMMENT ON CONSTRAINT short ON DOMAIN email IS 'fits';
    ALTER DOMAIN email ADD CONSTRAINT later CHECK (VALUE <> '') NOT VALID;
    CREATE DOMAIN app.work_email AS email;
    CREATE DOMAIN moods AS mood[] CHECK (cardinality(VALUE) < 3);
    CREATE DOMAIN "Unused" AS int;
    CREATE TABLE person (email email, work app.work_email NOT NULL, others email[] NOT NULL, moods moods, mood mood);"#;

#[test]
fn domains_are_newtypes() {
    writes(
        DOMAINS,
        &[
            (
                "person",
                "use super::{Email, Mood, Moods, WorkEmail};
                 pub struct Person {
                     pub email: Option<Email>,
                     pub work: WorkEmail,
                     pub others: Vec<Email>,
                     pub moods: Option<Moods>,
                     pub mood: Option<Mood>,
                 }",
            ),
            (
                "types",
                r#"#[sql_type(rename_all = "kebab-case")]
                 pub enum Mood { InLove, Fine }
                 #[sql_type(
                     domain, type = "varchar(320)", collation = "C", default = "'a@b'", not_null,
                     check = "(VALUE)::text ~ '@'::text",
                     check(name = "later", expr = "(VALUE)::text <> ''::text", not_valid),
                     check(name = "short", expr = "length((VALUE)::text) < 100", comment = "fits"),
                     comment = "where to write"
                 )]
                 pub struct Email(pub String);
                 #[sql_type(domain, check = "cardinality(VALUE) < 3")]
                 pub struct Moods(pub Vec<Mood>);
                 #[sql_type(domain, schema = "app", default = "'a@b'")]
                 pub struct WorkEmail(pub Email);"#,
            ),
        ],
        r#"CREATE DOMAIN "Unused" AS integer"#,
    );
}

pub(super) const COMPOSITES: &str = r#"CREATE TYPE mood AS ENUM ('Fine');
    CREATE TYPE point3 AS (x float8, y float8, z float8);
    CREATE TYPE address AS (street text COLLATE "C", "post code" varchar(10), lines text[], mood mood, at point3, since timestamptz);
    COMMENT ON TYPE address IS 'where it is';
    COMMENT ON COLUMN address.street IS 'and number';
    CREATE DOMAIN located AS address CHECK ((VALUE).street <> '');
    CREATE TABLE person (home address NOT NULL, others address[], located located);"#;

#[test]
fn composite_types_are_structs() {
    writes(
        COMPOSITES,
        &[
            (
                "person",
                r#"use super::{Address, Located};
                   pub struct Person {
                       pub home: Address,
                       pub others: Option<Vec<Address>>,
                       pub located: Option<Located>,
                   }"#,
            ),
            (
                "types",
                r#"#[sql_type(rename_all = "PascalCase")]
                   pub enum Mood { Fine }
                   #[sql_type(domain, check = "(VALUE).street <> ''::text")]
                   pub struct Located(pub Address);
                   #[sql_type(composite, comment = "where it is")]
                   pub struct Address {
                       #[sql_type(collation = "C", comment = "and number")]
                       pub street: Option<String>,
                       #[sql_type(name = "post code", type = "varchar(10)")]
                       pub post_code: Option<String>,
                       pub lines: Option<Vec<String>>,
                       pub mood: Option<Mood>,
                       pub at: Option<Point3>,
                       pub since: Option<chrono::DateTime<chrono::Utc>>,
                   }
                   #[sql_type(composite)]
                   pub struct Point3 {
                       pub x: Option<f64>,
                       pub y: Option<f64>,
                       pub z: Option<f64>,
                   }"#,
            ),
        ],
        r#""#,
    );
}

pub(super) const COLUMNS: &str = r#"CREATE TABLE kind (a int4range, b interval NOT NULL, c json, d varchar(20), e numeric(10,2), f bit(3), g "char", h point[],
      i timestamp(3), j inet, k varchar, l uuid, m tstzrange, n xml, o char(2) DEFAULT 'x', p bigint DEFAULT -1, q oid);"#;

#[test]
fn columns_have_their_rust_types() {
    writes(
        COLUMNS,
        &[(
            "kind",
            r#"use dbmig_runtime::{Table, types};
                   pub struct Kind {
                       pub a: Option<types::Range<i32>>,
                       pub b: types::Interval,
                       #[column(type = "json")]
                       pub c: Option<serde_json::Value>,
                       #[column(type = "varchar(20)")]
                       pub d: Option<String>,
                       #[column(type = "numeric(10,2)")]
                       pub e: Option<String>,
                       #[column(type = "bit(3)")]
                       pub f: Option<types::BitString>,
                       pub g: Option<types::Char>,
                       pub h: Option<Vec<types::Point>>,
                       #[column(type = "timestamp(3)")]
                       pub i: Option<chrono::NaiveDateTime>,
                       pub j: Option<std::net::IpAddr>,
                       #[column(type = "varchar")]
                       pub k: Option<String>,
                       #[column(type = "uuid")]
                       pub l: Option<String>,
                       pub m: Option<types::Range<chrono::DateTime<chrono::Utc>>>,
                       pub n: Option<types::Xml>,
                       #[column(type = "char(2)", default = "'x'")]
                       pub o: Option<String>,
                       #[column(default = "-1")]
                       pub p: Option<i64>,
                       pub q: Option<types::Oid>,
                   }"#,
        )],
        r#""#,
    );
}

pub(super) const EXTENSIONS: &str = r#"CREATE SCHEMA extensions;
    CREATE EXTENSION citext SCHEMA extensions;
    CREATE EXTENSION ltree;
    CREATE DOMAIN nick AS extensions.citext;
    CREATE TABLE person (email extensions.citext NOT NULL UNIQUE, path ltree, nicks nick[]);
    CREATE TABLE friend (email extensions.citext REFERENCES person (email));"#;

#[test]
fn types_of_extensions() {
    writes(
        EXTENSIONS,
        &[
            (
                "friend",
                r#"use super::Person;
                use dbmig_runtime::{Table, types};
                pub struct Friend {
                    #[column(type = "extensions.citext", references(Person::email))]
                    pub email: Option<types::CiText>,
                }"#,
            ),
            (
                "person",
                r#"use super::Nick;
                use dbmig_runtime::{Table, types};
                pub struct Person {
                    #[column(type = "extensions.citext", unique)]
                    pub email: types::CiText,
                    pub path: Option<types::LTree>,
                    pub nicks: Option<Vec<Nick>>,
                }"#,
            ),
            (
                "types",
                r#"use dbmig_runtime::{SqlType, types};
                #[sql_type(domain, type = "extensions.citext")]
                pub struct Nick(pub types::CiText);"#,
            ),
        ],
        "CREATE SCHEMA extensions",
    );
}
