//! A part of the database.

use super::{diff, loaded};

#[test]
fn privileges_and_owners() {
    let table = "CREATE TABLE t (id int)";
    let (from, to) = (loaded(table), loaded(table));
    let role = format!("dbmig_owner_{}", from.name());
    let mut admin = to.connect();
    let rights = format!("CREATE ROLE {role}; GRANT SELECT ON t TO PUBLIC; ALTER TABLE t OWNER TO {role}");
    admin.batch_execute(&rights).unwrap();
    let script = |flags: &[&str]| diff(&from, &to, flags).exits(0).stdout();
    let (owner, grant) = ("OWNER TO", "GRANT SELECT");
    for (flags, has_owner, has_grant) in [
        (&[] as &[_], false, true),
        (&["--privileges", "off"], false, false),
        (&["--owners"], true, true),
        (&["--owners", "--privileges=off"], true, false),
    ] {
        let script = script(flags);
        assert_eq!((script.contains(owner), script.contains(grant)), (has_owner, has_grant), "{script}");
    }
    admin.batch_execute(&format!("DROP TABLE t; DROP ROLE {role}")).unwrap();
}

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
