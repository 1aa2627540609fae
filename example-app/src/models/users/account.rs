//! Accounts.

use dbmig_runtime::{SqlType, Table};

/// The id of an [`Account`].
#[derive(Clone, Copy, Debug, SqlType)]
pub struct AccountId(pub i64);

/// Somebody who can sign in.
#[derive(Table)]
#[db("users")]
#[table(comment = "people who can sign in")]
#[index(columns(created_at desc), where = "deleted_at IS NULL")]
#[check(name = "account_email_has_at", expr = "position('@' in email) > 1")]
pub struct Account {
    #[column(primary_key, identity)]
    pub id: AccountId,
    #[column(type = "varchar(320)", unique)]
    pub email: String,
    #[column(renamed_from = "name", comment = "how colleagues see it")]
    pub display_name: String,
    #[column(default = "'{}'")]
    pub languages: Vec<String>,
    #[column(default = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}
