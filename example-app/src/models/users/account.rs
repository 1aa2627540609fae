use chrono::{DateTime, Utc};
use dbmig_runtime::{SqlType, Table};

/// The key of an [`Account`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
pub struct AccountId(pub i64);

/// A person who can sign in.
#[derive(Clone, Debug, Table)]
#[db("users")]
#[table(comment = "people who can sign in")]
#[index(
    name = "account_email_key",
    columns("lower(email)"),
    unique,
    comment = "case doesn't tell people apart"
)]
#[index(columns(created_at desc), where = "deleted_at is null")]
#[check(name = "account_email_has_at", expr = "position('@' in email) > 1")]
pub struct Account {
    /// The key.
    #[column(primary_key, identity)]
    pub id: AccountId,
    /// Where mail goes.
    #[column(type = "varchar(320)")]
    pub email: String,
    /// What others see; without it, the address.
    pub display_name: Option<String>,
    /// Argon2 of the password; none for people who sign in elsewhere.
    #[column(comment = "argon2id")]
    pub password_hash: Option<Vec<u8>>,
    /// When the account was made.
    #[column(default = "now()")]
    pub created_at: DateTime<Utc>,
    /// When it was given up.
    pub deleted_at: Option<DateTime<Utc>>,
}
