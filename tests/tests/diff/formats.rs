//! What is printed, and the exit codes.

use serde_json::Value;

use super::{diff, loaded};

const OLD: &str = "CREATE TABLE a (id int, gone text); CREATE TABLE b (id int)";
const NEW: &str =
    "CREATE TABLE a (id bigint, came int); CREATE TABLE c (id int, x int); CREATE INDEX i ON c (id)";

#[test]
fn nothing_is_printed_where_nothing_differs() {
    let (one, other) = (loaded(OLD), loaded(OLD));
    for format in ["sql", "rust", "json", "summary"] {
        let run = diff(&one, &other, &["--format", format, "--exit-code"]).exits(0);
        assert_eq!(run.stdout(), "", "{format}");
        assert_eq!(run.stderr(), "", "{format}");
    }
    let same = diff(&one, &one, &[]).exits(0).says("the same database");
    assert_eq!(same.stdout(), "");
}

#[test]
fn differences_are_an_exit_code_where_it_is_asked_for() {
    let (from, to) = (loaded(OLD), loaded(NEW));
    diff(&from, &to, &[]).exits(0);
    diff(&from, &to, &["--exit-code"]).exits(3);
    diff(&from, &to, &["--exit-code", "--exclude", "*"]).exits(0);
}

#[test]
fn a_line_a_change_for_people() {
    let (from, to) = (loaded(OLD), loaded(NEW));
    let summary = diff(&from, &to, &["--format", "summary"]).exits(0).stdout();
    let changes: Vec<&str> = summary.lines().filter(|line| !line.starts_with('!')).collect();
    assert_eq!(
        changes,
        [
            "- drop table b",
            "+ add table c",
            "+ add index i on c (id)",
            "- drop column a.gone",
            "+ add column a.came integer",
            "~ change type of column a.id from integer to bigint",
        ]
    );
    assert!(summary.contains("! H16: "), "{summary}");
}

#[test]
fn what_belongs_to_a_table_stands_with_it() {
    let from = loaded("CREATE TABLE a (id int); CREATE TABLE b (id int)");
    let to = loaded(
        "CREATE TABLE a (id int, x int); CREATE TABLE b (id int, x int); CREATE POLICY p ON a; \
         CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING; CREATE VIEW c AS SELECT 1 AS one; \
         GRANT SELECT ON a TO PUBLIC",
    );
    let summary = diff(&from, &to, &["--format", "summary"]).exits(0).stdout();
    let tables: Vec<char> = summary
        .lines()
        .filter(|line| !line.starts_with('!'))
        .map(|line| {
            if line.contains("a.") || line.contains("table a") {
                'a'
            } else if line.contains("b.") {
                'b'
            } else {
                'c'
            }
        })
        .collect();
    assert_eq!(tables, ['a', 'a', 'a', 'a', 'b', 'c'], "{summary}");
}

#[test]
fn directives_for_a_revision() {
    let (from, to) = (loaded(OLD), loaded(NEW));
    let source = diff(&from, &to, &["--format", "rust"]).exits(0).stdout();
    let (upgrade, downgrade) = source.split_once("pub fn downgrade(op: &mut Op) -> Result<()> {").unwrap();
    assert!(upgrade.starts_with("pub fn upgrade(op: &mut Op) -> Result<()> {"), "{source}");
    assert!(
        upgrade.contains(r#"op.drop_table("b")"#) && downgrade.contains(r#"op.drop_table("c")"#),
        "{source}"
    );
}

#[test]
fn one_document_for_programs() {
    let (from, to) = (loaded(OLD), loaded(NEW));
    let text = diff(&from, &to, &["--format", "json"]).exits(0).stdout();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["version"], 1);
    assert!(document["from"].as_str().unwrap().ends_with(from.name()), "{text}");
    assert!(document["to"].as_str().unwrap().ends_with(to.name()), "{text}");
    assert_eq!(document["changes"][0]["sign"], "-");
    assert_eq!(document["changes"][0]["text"], "drop table b");
    let statements = document["statements"].as_array().unwrap();
    assert!(statements.iter().all(|statement| statement["transactional"] == true), "{text}");
    let operations = document["operations"].as_array().unwrap().len();
    for with_index in ["statements", "hazards"] {
        for value in document[with_index].as_array().unwrap() {
            assert!(usize::try_from(value["operation"].as_u64().unwrap()).unwrap() < operations, "{text}");
        }
    }
    assert!(document["hazards"].as_array().unwrap().iter().any(|hazard| hazard["code"] == "H16"), "{text}");
}

#[test]
fn the_way_back() {
    let (from, to) = (loaded(OLD), loaded(NEW));
    let back = diff(&from, &to, &["--reverse"]).exits(0).stdout();
    assert_eq!(back, diff(&to, &from, &[]).exits(0).stdout());
}
