//! Enum types.

use dbmig_runtime::catalog::{DataType, EnumType, ObjectName};
use dbmig_runtime::manifest::wire::{resolve, scan};
use dbmig_runtime::{SqlType, Table};

use super::declared;

#[derive(SqlType)]
enum PlainMood {
    VeryHappy,
    Sad2,
}

const ROLE: u32 = line!() + 5;

#[derive(SqlType)]
#[sql_type(name = "Role", schema = "app", rename_all = "SCREAMING-KEBAB-CASE", comment = "what one may do")]
#[sql_type(renamed_from = "old role")]
enum Role {
    SuperAdmin,
    #[sql_type(label = "it's 🦀", renamed_from = "crab")]
    Crab,
}

#[derive(Table)]
#[db("users")]
struct Moods {
    a: PlainMood,
    b: Option<Vec<Role>>,
    c: Role,
}

#[derive(Table)]
#[db("analytics")]
struct Elsewhere {
    a: PlainMood,
}

#[test]
fn an_enum_belongs_to_each_database_that_uses_it() {
    let section = [Moods::manifest(), Elsewhere::manifest()].concat();
    let databases = resolve(scan(&section).expect("whole")).expect("fitting");
    let names = |database: &str| databases[database].catalog.enums.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names("analytics"), ["plain_mood".into()]);
    assert_eq!(names("users"), ["plain_mood".into(), ("app", "Role").into()]);
}

#[test]
fn labels_names_and_hints() {
    let declared = declared(&[Moods::manifest()]);
    let mood = &declared.catalog.enums[&"plain_mood".into()];
    assert_eq!(mood.labels, ["very_happy", "sad2"]);
    let name = ObjectName::in_schema("app", "Role");
    let expected = EnumType {
        name: name.clone(),
        labels: vec!["SUPER-ADMIN".to_owned(), "it's 🦀".to_owned()],
        comment: Some("what one may do".to_owned()),
    };
    assert_eq!(declared.catalog.enums[&name], expected);
    assert_eq!(declared.renames.enums[&name], ObjectName::in_schema("app", "old role"));
    assert_eq!(declared.renames.enum_labels[&(name.clone(), "it's 🦀".to_owned())], "crab");
    assert!(declared.catalog.namespaces.contains_key("app"));
    assert_eq!(declared.places[&name].line, ROLE);
    let table = &declared.catalog.tables[&"moods".into()];
    let types: Vec<&DataType> = table.columns.iter().map(|column| &column.data_type).collect();
    assert_eq!(types, [&"plain_mood".into(), &r#"app."Role"[]"#.into(), &r#"app."Role""#.into()]);
}
