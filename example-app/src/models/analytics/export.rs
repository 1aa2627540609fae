use std::time::SystemTime;

use dbmig_runtime::{SqlType, Table};

use super::Event;

/// What an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SqlType)]
#[sql_type(schema = "report", rename_all = "UPPERCASE")]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON document a line.
    Ndjson,
}

/// A file of events that somebody asked for.
#[derive(Clone, Debug, Table)]
#[db("analytics")]
#[table(schema = "report")]
#[index(columns(requested_at desc nulls last), unique, where = "finished_at is null")]
pub struct Export {
    /// The key.
    #[column(primary_key, identity = "by_default")]
    pub id: i64,
    /// Of which kind.
    #[column(default = "'CSV'")]
    pub format: ExportFormat,
    /// The last event in it.
    #[column(references(Event::id), on_delete = "set null")]
    pub last_event_id: Option<i64>,
    /// How much of it is written, from 0 to 1.
    #[column(default = 0.0)]
    pub progress: f32,
    /// When it was asked for.
    #[column(default = "now()")]
    pub requested_at: SystemTime,
    /// When it was written.
    pub finished_at: Option<SystemTime>,
}
