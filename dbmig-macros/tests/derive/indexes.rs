//! Indexes.

use dbmig_runtime::Table;
use dbmig_runtime::catalog::{Index, IndexKey, KeyPart, NullsOrder, SortOrder};

use super::table;

#[derive(Table)]
#[db("users")]
#[index(columns(a, b desc nulls last, a asc nulls last, b desc nulls first, b nulls first))]
#[index(name = "n", columns("lower(b)" collate "C" text_pattern_ops desc, b "gin_trgm_ops(siglen=32)"), unique)]
#[index(columns(a), include(b, r#type), using = "gist", where = "a > 0", comment = "c")]
#[index(columns(r#type), unique, nulls_not_distinct)]
struct Item {
    #[column(name = "A")]
    a: i64,
    b: String,
    r#type: i64,
}

fn key(part: KeyPart) -> IndexKey {
    IndexKey::new(part)
}

fn column(name: &str) -> IndexKey {
    key(KeyPart::Column(name.to_owned()))
}

#[test]
fn orders() {
    let table = table::<Item>();
    let descending = |nulls| IndexKey { order: SortOrder::Descending, nulls, ..column("b") };
    let expected = Index {
        keys: vec![
            column("A"),
            descending(Some(NullsOrder::Last)),
            column("A"),
            descending(None),
            IndexKey { nulls: Some(NullsOrder::First), ..column("b") },
        ],
        ..Index::new("item_A_b_A1_b1_b2_idx")
    };
    assert_eq!(*index(&table, "item_A_b_A1_b1_b2_idx"), expected);
}

#[test]
fn expressions_collations_and_operator_classes() {
    let table = table::<Item>();
    let expression = IndexKey {
        collation: Some("C".into()),
        operator_class: Some("text_pattern_ops".to_owned()),
        order: SortOrder::Descending,
        ..key(KeyPart::Expression("lower(b)".to_owned()))
    };
    let trigram = IndexKey { operator_class: Some("gin_trgm_ops(siglen=32)".to_owned()), ..column("b") };
    let expected = Index { unique: true, keys: vec![expression, trigram], ..Index::new("n") };
    assert_eq!(*index(&table, "n"), expected);
}

#[test]
fn everything_else() {
    let table = table::<Item>();
    let expected = Index {
        method: "gist".to_owned(),
        keys: vec![column("A")],
        include: vec!["b".to_owned(), "type".to_owned()],
        predicate: Some("a > 0".to_owned()),
        comment: Some("c".to_owned()),
        ..Index::new("item_A_b_type_idx")
    };
    assert_eq!(*index(&table, "item_A_b_type_idx"), expected);
    let unique = index(&table, "item_type_idx");
    assert!(unique.unique && unique.nulls_not_distinct);
}

fn index<'a>(table: &'a dbmig_runtime::catalog::Table, name: &str) -> &'a Index {
    let names: Vec<&str> = table.indexes.iter().map(|index| index.name.as_str()).collect();
    table
        .indexes
        .iter()
        .find(|index| index.name == name)
        .unwrap_or_else(|| panic!("{name} is none of {names:?}"))
}
