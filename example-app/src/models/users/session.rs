//! How accounts prove who they are.

use dbmig_runtime::Table;

use super::{Account, AccountId};

/// A signed-in browser.
#[derive(Table)]
#[db("users")]
#[index(columns(account_id), using = "hash")]
pub struct Session {
    #[column(primary_key, default = "gen_random_uuid()")]
    pub id: uuid::Uuid,
    #[column(references(Account::id), on_delete = "cascade")]
    pub account_id: AccountId,
    pub address: Option<std::net::IpAddr>,
    pub expires_at: chrono::DateTime<chrono::Utc>,
}

/// A secret that a program signs in with.
#[derive(Table)]
#[db("users")]
#[unique(columns(account_id, label))]
pub struct ApiToken {
    #[column(primary_key, default = "gen_random_uuid()")]
    pub id: uuid::Uuid,
    #[column(references(Account::id), on_delete = "cascade")]
    pub account_id: AccountId,
    pub label: String,
    #[column(comment = "SHA-256 of the secret")]
    pub digest: Vec<u8>,
    pub last_used_on: Option<chrono::NaiveDate>,
}
