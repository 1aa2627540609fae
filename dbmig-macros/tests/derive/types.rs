//! Rust types and their SQL types.

use std::borrow::Cow;
use std::sync::Arc;

use dbmig_runtime::{SqlType, Table};

use super::types;

type Alias = Option<Vec<Newtype>>;

#[derive(SqlType)]
struct Newtype(i32);

#[derive(SqlType)]
struct Named {
    value: Option<Newtype>,
}

#[derive(SqlType)]
#[sql_type(type = "varchar(20)")]
struct Code(u64);

struct Foreign;

#[derive(Table)]
#[db("users")]
struct Standard {
    a: bool,
    b: i16,
    c: i32,
    d: i64,
    e: f32,
    f: f64,
    g: String,
    h: Vec<u8>,
    i: std::net::IpAddr,
    j: std::time::SystemTime,
}

#[derive(Table)]
#[db("users")]
struct Wrapped {
    a: Option<Box<i64>>,
    b: Box<Option<i64>>,
    c: Arc<str>,
    d: Cow<'static, [u8]>,
    e: Vec<Option<i64>>,
    f: Option<Vec<Vec<u8>>>,
    g: [i16; 3],
    h: &'static str,
    i: Alias,
    j: Named,
    k: Vec<Code>,
}

#[derive(Table)]
#[db("users")]
struct Given {
    #[column(type = "cidr")]
    a: Foreign,
    #[column(type = "cidr[]")]
    b: Option<Foreign>,
    #[column(type = "numeric(10,2)")]
    c: std::option::Option<u64>,
    #[column(type = "\"My\"\"Type\"")]
    d: Alias,
}

#[derive(Table)]
#[db("users")]
struct Chrono {
    a: chrono::DateTime<chrono::Utc>,
    b: chrono::DateTime<chrono::FixedOffset>,
    c: chrono::NaiveDateTime,
    d: Option<chrono::NaiveDate>,
    e: Vec<chrono::NaiveTime>,
}

#[test]
fn types_of_std() {
    let expected = [
        "boolean",
        "smallint",
        "integer",
        "bigint",
        "real",
        "double precision",
        "text",
        "bytea",
        "inet",
        "timestamp with time zone",
    ];
    assert_eq!(types::<Standard>(), expected);
}

#[test]
fn wrappers_aliases_and_newtypes() {
    let expected = [
        "bigint null",
        "bigint null",
        "text",
        "bytea",
        "bigint[]",
        "bytea[] null",
        "smallint[]",
        "text",
        "integer[] null",
        "integer null",
        "varchar(20)[]",
    ];
    assert_eq!(types::<Wrapped>(), expected);
}

#[test]
fn given_types_keep_the_nullability_of_the_field() {
    assert_eq!(types::<Given>(), ["cidr", "cidr[] null", "numeric(10,2) null", "\"My\"\"Type\" null"]);
}

#[test]
fn types_of_other_crates() {
    let zoned = "timestamp with time zone";
    let expected = [zoned, zoned, "timestamp without time zone", "date null", "time without time zone[]"];
    assert_eq!(types::<Chrono>(), expected);
}
