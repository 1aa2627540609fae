//! Comparing catalogs: renames, order, words.

use super::*;
use crate::catalog::{Check, Column, DataType, ForeignKey, Index, IndexKey, KeyPart, ObjectName};
use crate::op::{Op, foreign_key};

fn table(name: &str, columns: &[&str]) -> Table {
    let mut table = Table::new(name);
    table.columns = columns.iter().map(|name| Column::new(*name, DataType::new("integer"))).collect();
    table
}

fn catalog(tables: impl IntoIterator<Item = Table>) -> Catalog {
    let tables = tables.into_iter().map(|table| (table.name.clone(), table)).collect();
    Catalog { tables, ..Catalog::default() }
}

fn renames(table: Option<(&str, &str)>, column: Option<(&str, &str, &str)>) -> Renames {
    let mut renames = Renames::default();
    if let Some((old, new)) = table {
        renames.tables.insert(new.into(), old.into());
    }
    if let Some((table, old, new)) = column {
        renames.columns.insert((table.into(), new.to_owned()), old.to_owned());
    }
    renames
}

#[track_caller]
fn check(from: &Catalog, to: &Catalog, renames: &Renames, expected: &[&str]) -> Changes {
    let changes = diff(from, to, renames);
    let lines: Vec<String> =
        changes.summary().iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
    assert_eq!(lines, expected);
    assert_eq!(changes.is_empty(), expected.is_empty());
    assert_eq!(changes.reversed().reversed(), changes);
    changes
}

#[test]
fn equal_catalogs_have_no_changes() {
    let one = catalog([table("task", &["id", "title"])]);
    check(&one, &one, &Renames::default(), &[]);
}

#[test]
fn the_order_of_columns_is_no_change() {
    let (one, other) = (catalog([table("task", &["a", "b"])]), catalog([table("task", &["b", "a"])]));
    check(&one, &other, &Renames::default(), &[]);
}

#[test]
fn a_rename_takes_effect_once() {
    let (old, new) = (catalog([table("task", &["name"])]), catalog([table("task", &["title"])]));
    let declared = renames(None, Some(("task", "name", "title")));
    check(&old, &new, &declared, &["~ rename column task.name to title"]);
    check(&new, &new, &declared, &[]);
    check(&old, &old, &declared, &[]);
    check(&new, &old, &declared, &["- drop column task.title", "+ add column task.name integer"]);
}

#[test]
fn a_reversed_rename_is_a_rename() {
    let (old, new) = (catalog([table("job", &["name"])]), catalog([table("task", &["title"])]));
    let declared = renames(Some(("job", "task")), Some(("task", "name", "title")));
    let lines = ["~ rename table job to task", "~ rename column task.name to title"];
    let changes = check(&old, &new, &declared, &lines);
    let lines: Vec<String> = changes.reversed().summary().iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["rename table task to job", "rename column job.title to name"]);
}

#[test]
fn everything_over_a_renamed_column_follows() {
    let key = |target: &str, column: &str| -> ForeignKey {
        let mut op = Op::new();
        let key = foreign_key("fk").columns([column]).references(target, [column]);
        op.add_constraint("x", key).unwrap();
        match op.into_operations().pop().unwrap() {
            crate::op::Operation::Constraint(crate::op::ConstraintOperation::Add {
                constraint: crate::op::Constraint::ForeignKey(key),
                ..
            }) => key,
            other => panic!("{other:?}"),
        }
    };
    let build = |name: &str, column: &str| {
        let mut table = table(name, &[column]);
        table.foreign_keys.push(key(name, column));
        let expression = format!("({column} > 0) AND ({name}.* IS NOT NULL)");
        table.checks.push(Check::new("c", expression));
        let mut index = Index::new("i");
        index.keys.push(IndexKey::new(KeyPart::Column(column.to_owned())));
        index.keys.push(IndexKey::new(KeyPart::Expression(format!("{column} + 1"))));
        table.indexes.push(index);
        catalog([table])
    };
    let declared = renames(Some(("job", "task")), Some(("task", "name", "title")));
    let lines = ["~ rename table job to task", "~ rename column task.name to title"];
    check(&build("job", "name"), &build("task", "title"), &declared, &lines);
}

#[test]
fn each_property_of_a_column_is_a_line() {
    let (mut from, mut to) = (table("task", &["a"]), table("task", &["a"]));
    from.columns[0].default = Some("1".to_owned());
    to.columns[0].data_type = DataType::new("text");
    to.columns[0].nullable = false;
    to.columns[0].comment = Some("x".to_owned());
    check(
        &catalog([from]),
        &catalog([to]),
        &Renames::default(),
        &[
            "~ change type of column task.a from integer to text",
            "~ set not null on column task.a",
            "~ drop default of column task.a",
            "~ set comment of column task.a",
        ],
    );
}

#[test]
fn an_index_is_rebuilt_to_become_valid_only() {
    let build = |valid| {
        let mut table = table("task", &["a"]);
        table.indexes.push(Index { valid, ..Index::new("i") });
        catalog([table])
    };
    check(&build(false), &build(true), &Renames::default(), &["~ change index i of task to ()"]);
    assert!(diff(build(true), build(false), &Renames::default()).is_empty());
    assert!(diff(build(false), build(false), &Renames::default()).is_empty());
}

#[test]
fn enums_in_words() {
    let build = |name: &str, labels: &[&str]| {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        let value = EnumType { name: ObjectName::new(name), labels, comment: None };
        Catalog { enums: [(value.name.clone(), value)].into(), ..Catalog::default() }
    };
    let changed = ["- drop value 'a' of enum mood", "+ add value 'c' to enum mood"];
    check(&build("mood", &["a", "b"]), &build("mood", &["b", "c"]), &Renames::default(), &changed);
    let moved = ["~ reorder the values of enum mood"];
    check(&build("mood", &["a", "b"]), &build("mood", &["b", "a"]), &Renames::default(), &moved);
}
