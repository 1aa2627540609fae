use chrono::{DateTime, Utc};
use dbmig_runtime::{SqlType, Table};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
pub enum EventKind {
    /// A person signed in.
    SignedIn,
    /// A task was written down.
    TaskCreated,
    /// A task was done.
    TaskDone,
}

/// Something that happened.
#[derive(Clone, Debug, Table)]
#[db("analytics")]
#[table(comment = "what happened, as it happened")]
#[index(columns(occurred_at), using = "brin")]
#[index(columns(payload "jsonb_path_ops"), using = "gin")]
pub struct Event {
    /// The key.
    #[column(primary_key, identity)]
    pub id: i64,
    /// What.
    pub kind: EventKind,
    /// Who, as the database `users` knows them.
    pub account_id: Option<i64>,
    /// Everything else.
    #[column(default = "'{}'")]
    pub payload: serde_json::Value,
    /// When.
    #[column(default = "now()")]
    pub occurred_at: DateTime<Utc>,
}
