use std::net::IpAddr;

use chrono::{DateTime, Utc};
use dbmig_runtime::Table;
use uuid::Uuid;

use super::{Account, AccountId};

/// A browser that is signed in.
#[derive(Clone, Debug, Table)]
#[db("users")]
#[index(columns(account_id, expires_at desc nulls last))]
#[index(name = "session_token_hash", columns(token), using = "hash")]
pub struct Session {
    /// The key.
    #[column(primary_key, default = "gen_random_uuid()")]
    pub id: Uuid,
    /// Whose.
    #[column(references(Account::id), on_delete = "cascade")]
    pub account_id: AccountId,
    /// SHA-256 of the cookie.
    #[column(name = "token_sha256", check = "octet_length(token_sha256) = 32")]
    pub token: [u8; 32],
    /// Where from.
    pub address: Option<IpAddr>,
    /// What the browser says it is.
    pub user_agent: Option<Box<str>>,
    /// When it has to sign in again.
    #[column(default = "now() + interval '14 days'")]
    pub expires_at: Option<DateTime<Utc>>,
}
