//! Names that need care pass through exactly.

use dbmig_runtime::Table;
use dbmig_runtime::catalog::ObjectName;

use super::{declared, table};

#[derive(Table)]
#[db("users")]
#[table(name = "se\"lect \\ '🦀' \u{1}", schema = "a.b", comment = "\u{7f}\\u0000\r\n\t\"")]
#[primary_key(columns(id), name = "\"")]
#[index(columns(id), name = "\\")]
struct Hostile {
    #[column(name = " ")]
    id: i64,
    größe: i64,
    #[column(name = "a\"b", references(Self::id), check = "\"a\"\"b\" <> E'\\n'")]
    b: i64,
    #[column(name = "é234567890123456789012345678901234567890123456789012345678901")]
    long: i64,
}

#[test]
fn names_are_exact() {
    let table = table::<Hostile>();
    assert_eq!(table.name, ObjectName::in_schema("a.b", "se\"lect \\ '🦀' \u{1}"));
    assert_eq!(table.comment.as_deref(), Some("\u{7f}\\u0000\r\n\t\""));
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names[..3], [" ", "größe", "a\"b"]);
    assert_eq!(names[3].len(), 62);
    assert_eq!(table.primary_key.as_ref().map(|key| key.name.as_str()), Some("\""));
    assert_eq!(
        (table.indexes[0].name.as_str(), table.foreign_keys[0].referenced_columns[0].as_str()),
        ("\\", " ")
    );
    assert_eq!(table.checks[0].expression, "\"a\"\"b\" <> E'\\n'");
    assert!(declared(&[Hostile::manifest()]).catalog.namespaces.contains_key("a.b"));
}
