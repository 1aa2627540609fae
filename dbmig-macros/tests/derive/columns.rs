//! `#[column(…)]`.

use dbmig_runtime::Table;
use dbmig_runtime::catalog::{GeneratedKind, IdentityKind, ObjectName};

use super::table;

#[derive(Table)]
#[db("users")]
#[table(name = "Column's", schema = "app")]
struct Columns {
    #[column(identity = "always")]
    a: i16,
    #[column(identity = "by_default", name = "B b")]
    b: i32,
    #[column(default = -7)]
    int: i64,
    #[column(default = 1_000.5)]
    float: f64,
    #[column(default = false)]
    boolean: bool,
    #[column(default = "'it''s'", comment = "says \"hi\"\n")]
    string: String,
    #[column(generated = "int * 2")]
    generated: i64,
    #[column(collation = "C")]
    collated: String,
    #[column(check = "checked > 0")]
    checked: i64,
    r#type: String,
}

#[test]
fn everything_a_column_can_say() {
    let table = table::<Columns>();
    assert_eq!(table.name, ObjectName::in_schema("app", "Column's"));
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let expected =
        ["a", "B b", "int", "float", "boolean", "string", "generated", "collated", "checked", "type"];
    assert_eq!(names, expected);
    let kinds: Vec<_> = table.columns.iter().filter_map(|column| column.identity.as_ref()).collect();
    assert_eq!((kinds[0].kind, kinds[1].kind), (IdentityKind::Always, IdentityKind::ByDefault));
    let defaults: Vec<_> = table.columns.iter().filter_map(|column| column.default.as_deref()).collect();
    assert_eq!(defaults, ["-7", "1000.5", "false", "'it''s'"]);
    let column = |name| table.column(name).expect("a column");
    assert_eq!(column("string").comment.as_deref(), Some("says \"hi\"\n"));
    let generated = column("generated").generated.as_ref().expect("a generated column");
    assert_eq!((generated.expression.as_str(), generated.kind), ("int * 2", GeneratedKind::Stored));
    assert_eq!(column("collated").collation, Some("C".into()));
    let check = &table.checks[0];
    assert_eq!((check.name.as_str(), check.expression.as_str()), ("Column's_checked_check", "checked > 0"));
}
