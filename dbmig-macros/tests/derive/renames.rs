//! `renamed_from`.

use dbmig_runtime::Table;
use dbmig_runtime::catalog::ObjectName;

use super::declared;

#[derive(Table)]
#[db("users")]
#[table(schema = "app", name = "person", renamed_from = "user")]
struct Person {
    #[column(renamed_from = "e-mail", name = "mail")]
    email: String,
}

#[test]
fn hints_are_by_new_name() {
    let renames = declared(&[Person::manifest()]).renames;
    let name = ObjectName::in_schema("app", "person");
    assert_eq!(renames.tables[&name], ObjectName::in_schema("app", "user"));
    assert_eq!(renames.columns[&(name, "mail".to_owned())], "e-mail");
}
