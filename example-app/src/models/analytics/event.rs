//! Events.

use dbmig_runtime::{SqlType, Table};

/// What happened.
#[derive(Clone, Copy, Debug, SqlType)]
#[sql_type(rename_all = "kebab-case")]
pub enum EventKind {
    SignedUp,
    TaskCreated,
    TaskDone,
}

/// Something that happened. Accounts live in another database, so their ids are plain numbers here.
#[derive(Table)]
#[db("analytics")]
#[table(comment = "one row for everything that happened")]
#[index(columns(happened_at desc), include(kind))]
#[index(columns(account_id, kind))]
#[index(columns(payload), using = "gin")]
pub struct Event {
    #[column(primary_key, identity)]
    pub id: i64,
    pub kind: EventKind,
    #[column(comment = "account.id in the database users")]
    pub account_id: i64,
    #[column(default = "'{}'")]
    pub payload: serde_json::Value,
    #[column(default = "now()")]
    pub happened_at: chrono::DateTime<chrono::Utc>,
}
