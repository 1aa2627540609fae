//! Keys and foreign keys.

use dbmig_runtime::Table;
use dbmig_runtime::catalog::{Action, ForeignKey};

use super::{declared, table};

#[derive(Table)]
#[db("users")]
#[primary_key(columns(b, a), name = "the key", comment = "both")]
#[unique(columns(c, a), nulls_not_distinct)]
#[unique(columns(c), name = "u", comment = "alone")]
#[check(name = "positive", expr = "\"A\" > 0", comment = "no debts")]
struct Pair {
    #[column(name = "A", check = "\"A\" < 9")]
    a: i64,
    #[column(unique)]
    b: i64,
    c: Option<i64>,
}

#[derive(Table)]
#[db("users")]
#[table(schema = "app")]
struct Tree {
    #[column(primary_key)]
    id: i64,
    #[column(references(Self::id), on_delete = "set null", on_update = "restrict")]
    parent: Option<i64>,
    #[column(references(Pair::c), on_delete = "SET DEFAULT", default = 0)]
    pair: i64,
}

#[test]
fn keys_of_several_columns() {
    let table = table::<Pair>();
    let key = table.primary_key.expect("a key");
    assert_eq!((key.name.as_str(), key.comment.as_deref()), ("the key", Some("both")));
    assert_eq!(key.columns, ["b", "A"]);
    let uniques: Vec<_> = table
        .uniques
        .iter()
        .map(|key| (key.name.as_str(), key.columns.len(), key.nulls_not_distinct))
        .collect();
    assert_eq!(uniques, [("pair_b_key", 1, false), ("pair_c_A_key", 2, true), ("u", 1, false)]);
    let checks: Vec<_> =
        table.checks.iter().map(|check| (check.name.as_str(), check.comment.as_deref())).collect();
    assert_eq!(checks, [("pair_A_check", None), ("positive", Some("no debts"))]);
}

#[test]
fn foreign_keys_across_schemas_and_to_itself() {
    let declared = declared(&[Tree::manifest(), Pair::manifest()]);
    let tree = &declared.catalog.tables[&("app", "tree").into()];
    let parts = |key: &ForeignKey| (key.references.to_string(), key.referenced_columns[0].clone());
    let [pair, parent] = tree.foreign_keys.as_slice() else { panic!("two foreign keys") };
    assert_eq!(parts(parent), ("app.tree".to_owned(), "id".to_owned()));
    assert_eq!((parent.on_delete, parent.on_update), (Action::SetNull, Action::Restrict));
    assert_eq!(parts(pair), ("pair".to_owned(), "c".to_owned()));
    assert_eq!((pair.on_delete, pair.on_update), (Action::SetDefault, Action::NoAction));
}
