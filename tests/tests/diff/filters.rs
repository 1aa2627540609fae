//! A part of the database.

use super::{diff, loaded};

#[test]
fn only_what_was_asked_for() {
    let from = loaded("CREATE SCHEMA s; CREATE TABLE s.old (id int); CREATE TABLE keep (id int, a int)");
    let to = loaded(
        "CREATE SCHEMA r; CREATE TABLE r.new (id int); CREATE TABLE keep (id int); CREATE TABLE tmp_1 (id int); \
         CREATE VIEW tmp_v AS SELECT id FROM keep; CREATE INDEX tmp_i ON keep (id)",
    );
    let lines = |flags: &[&str]| {
        let summary = diff(&from, &to, &[&["--format", "summary"], flags].concat()).exits(0).stdout();
        summary.lines().filter(|line| !line.starts_with('!')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&["--schema", "r"]), ["+ add schema r", "+ add table r.new"]);
    assert_eq!(lines(&["--schema", "r", "--schema", "s", "--exclude", "*.new"]).len(), 3);
    assert_eq!(
        lines(&["--schema", "public", "--exclude", "tmp_*"]),
        ["- drop column keep.a", "+ add index tmp_i on keep (id)"]
    );
    assert_eq!(
        lines(&["--schema=public", "--exclude=table:tmp_*", "--exclude=index:*", "--exclude=column:keep.a"]),
        ["+ add view tmp_v"]
    );
    assert_eq!(lines(&["--exclude", "schema:[rs]", "--exclude", "public.*"]), [""; 0]);
}
