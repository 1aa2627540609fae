//! Structs that borrow.

#![deny(warnings)]

use std::borrow::Cow;

use dbmig_runtime::{SqlType, Table};

#[derive(SqlType)]
struct Title(#[expect(dead_code)] String);

#[derive(Table)]
#[db("users")]
#[unique(columns(title, code))]
#[expect(dead_code)]
struct Org<'a, 'b: 'a> {
    #[column(primary_key)]
    id: i64,
    title: &'a str,
    code: Cow<'b, [u8]>,
    all: Vec<&'a Title>,
    #[column(type = "jsonb")]
    raw: Option<&'b std::cell::Cell<&'a str>>,
}

#[derive(Table)]
#[db("users")]
#[foreign_key(columns(title, code), references(Org(title, code)))]
#[expect(dead_code)]
struct Member<'a> {
    #[column(references(Org::id))]
    org: i64,
    #[column(unique, references(Self::title))]
    title: &'a str,
    code: &'a [u8],
}

fn main() {
    assert_eq!((Org::NAME, Member::COLUMN.title), ("org", "title"));
}
