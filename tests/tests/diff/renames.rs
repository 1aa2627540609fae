//! What is renamed keeps its data.

use super::{diff, loaded, psql};

#[test]
fn renames_are_made_where_they_are_told() {
    let from = loaded(
        "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE \"Old.T\" (name text, m mood); INSERT INTO \"Old.T\" VALUES ('kept', 'a')",
    );
    let to = loaded("CREATE TYPE state AS ENUM ('a'); CREATE TABLE new (title text, m state)");
    let renames =
        ["--rename", "\"Old.T\"=new", "--rename", "\"Old.T\".name=title", "--rename", "type:mood=state"];
    let script = diff(&from, &to, &renames).exits(0).stdout();
    let output = psql(&from, &script);
    assert!(output.status.success(), "{script}");
    let row = from.connect().query_one("SELECT title, m::text FROM new", &[]).unwrap();
    assert_eq!((row.get::<_, &str>(0), row.get::<_, &str>(1)), ("kept", "a"));
    // The same command again: the renames have been made.
    assert_eq!(diff(&from, &to, &renames).exits(0).stdout(), "");
}

#[test]
fn a_sequence_goes_on_counting() {
    let from = loaded("CREATE SEQUENCE bill_no; SELECT nextval('bill_no'), nextval('bill_no')");
    let to = loaded("CREATE SEQUENCE invoice_no");
    diff(&from, &to, &["--rename", "sequence:bill=invoice_no"]).exits(2).says("near it: bill_no");
    let script = diff(&from, &to, &["--rename", "sequence:bill_no=invoice_no"]).exits(0).stdout();
    assert!(psql(&from, &script).status.success(), "{script}");
    let next: i64 = from.connect().query_one("SELECT nextval('invoice_no')", &[]).unwrap().get(0);
    assert_eq!(next, 3);
}

#[test]
fn a_rename_is_hinted_at_and_reversed() {
    let (from, to) = (loaded("CREATE TABLE t (name text)"), loaded("CREATE TABLE t (title text)"));
    diff(&from, &to, &[]).exits(0).says("--rename 'column:t.name=title'");
    let back = diff(&from, &to, &["--rename", "column:t.name=title", "--reverse"]).exits(0).stdout();
    assert!(back.contains("RENAME COLUMN title TO name"), "{back}");
}

#[test]
fn a_rename_of_nothing_is_an_error() {
    let (from, to) = (loaded("CREATE TABLE t (name text)"), loaded("CREATE TABLE t (title text)"));
    diff(&from, &to, &["--rename", "t.nam=title"]).exits(2).says("nam").says("near it: name");
    diff(&from, &to, &["--rename", "t.name=titel"]).exits(2).says("there is: title");
    diff(&from, &to, &["--rename", "t.name"]).exits(2).says("table.old=new");
}
