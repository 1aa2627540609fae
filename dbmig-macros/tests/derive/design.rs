//! The example that the project's documents show.

use dbmig_runtime::catalog::{Action, IdentityKind, KeyPart, SortOrder};
use dbmig_runtime::{SqlType, Table};

use super::declared;

#[derive(SqlType)]
struct OrgId(i64);

#[derive(Table)]
#[db("users")]
struct Org {
    #[column(primary_key, identity, name = "org key")]
    id: OrgId,
}

#[derive(Table)]
#[db("users")]
#[table(comment = "people who can sign in")]
#[index(columns(org_id, created_at desc), where = "deleted_at is null")]
#[check(name = "email_has_at", expr = "position('@' in email) > 1")]
pub(crate) struct User {
    #[column(primary_key, identity)]
    id: i64,
    #[column(type = "varchar(320)", unique)]
    email: String,
    #[column(references(Org::id), on_delete = "cascade")]
    org_id: i64,
    #[column(renamed_from = "title")]
    display_name: Option<String>, // Option = nullable
    #[column(default = "now()")]
    created_at: chrono::DateTime<chrono::Utc>,
}

#[test]
fn the_example_means_what_it_says() {
    let declared = declared(&[User::manifest(), Org::manifest()]);
    let user = &declared.catalog.tables[&"user".into()];
    assert_eq!(user.comment.as_deref(), Some("people who can sign in"));
    let columns: Vec<(&str, &str, bool)> =
        user.columns.iter().map(|c| (c.name.as_str(), c.data_type.as_sql(), c.nullable)).collect();
    assert_eq!(
        columns,
        [
            ("id", "bigint", false),
            ("email", "varchar(320)", false),
            ("org_id", "bigint", false),
            ("display_name", "text", true),
            ("created_at", "timestamp with time zone", false),
        ]
    );
    let identity = user.columns[0].identity.as_ref().map(|identity| identity.kind);
    assert_eq!(identity, Some(IdentityKind::Always));
    assert_eq!(user.columns[4].default.as_deref(), Some("now()"));
    assert_eq!(user.primary_key.as_ref().map(|key| key.name.as_str()), Some("user_pkey"));
    assert_eq!(user.uniques[0].name, "user_email_key");
    let key = &user.foreign_keys[0];
    assert_eq!((key.name.as_str(), key.on_delete), ("user_org_id_fkey", Action::Cascade));
    assert_eq!(
        (&key.references, key.referenced_columns.as_slice()),
        (&"org".into(), &["org key".to_owned()][..])
    );
    let index = &user.indexes[0];
    assert_eq!(index.name, "user_org_id_created_at_idx");
    assert_eq!(index.predicate.as_deref(), Some("deleted_at is null"));
    assert_eq!(index.keys[1].part, KeyPart::Column("created_at".to_owned()));
    assert_eq!((index.keys[0].order, index.keys[1].order), (SortOrder::Ascending, SortOrder::Descending));
    assert_eq!((user.checks[0].name.as_str(), user.checks.len()), ("email_has_at", 1));
    assert_eq!(user.checks[0].expression, "position('@' in email) > 1");
    assert_eq!(declared.renames.columns[&("user".into(), "display_name".to_owned())], "title");
}

#[test]
fn constants_say_the_names() {
    assert_eq!((User::DATABASE, User::SCHEMA, User::NAME), ("users", None, "user"));
    assert_eq!(User::COLUMNS, ["id", "email", "org_id", "display_name", "created_at"]);
    assert_eq!(Org::COLUMNS, ["org key"]);
}
