//! Organisations.

use dbmig_runtime::{SqlType, Table};

/// The id of an [`Organisation`].
#[derive(Clone, Copy, Debug, SqlType)]
pub struct OrgId(pub i64);

/// A group of accounts that works together.
#[derive(Table)]
#[db("users")]
#[table(comment = "a group of accounts that works together")]
#[check(name = "organisation_slug_form", expr = "slug ~ '^[a-z][a-z0-9-]*$'")]
pub struct Organisation {
    #[column(primary_key, identity)]
    pub id: OrgId,
    #[column(type = "varchar(40)", unique, comment = "as it stands in addresses")]
    pub slug: String,
    pub name: String,
    #[column(default = "'{}'")]
    pub settings: serde_json::Value,
    #[column(default = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
}
