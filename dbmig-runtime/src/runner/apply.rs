//! Operations on a scratch database: they run, and nothing is recorded.

use std::fmt;

use postgres::Client;

use super::ServerError;
use super::prepared::{PreparedStatement, prepare};
use super::session::set_search_path;
use crate::op::Operation;

/// An operation that PostgreSQL refused.
#[derive(Debug)]
pub struct ApplyError {
    /// The operation's index in the list.
    pub operation: usize,
    /// The statement; empty if the session could not be set up.
    pub sql: String,
    /// PostgreSQL's answer, if it answered.
    pub server: Option<Box<ServerError>>,
    source: Option<postgres::Error>,
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sql = self.sql.trim();
        match &self.server {
            Some(server) => write!(f, "{server}, in: {sql}"),
            None => write!(f, "the connection broke, in: {sql}"),
        }
    }
}

impl std::error::Error for ApplyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// Runs `operations` on a scratch database, with names in `default_schema`: what may share a transaction shares one,
/// and no version, history or ledger is touched.
///
/// # Errors
/// The first operation that PostgreSQL refuses. What was committed before it stays.
pub fn apply_operations(
    client: &mut Client,
    operations: &[Operation],
    default_schema: &str,
) -> Result<(), ApplyError> {
    let failed = |operation, sql: &str, error: postgres::Error| {
        let server = error.as_db_error().map(|error| Box::new(ServerError::from(error)));
        let source = if server.is_some() { None } else { Some(error) };
        ApplyError { operation, sql: sql.to_owned(), server, source }
    };
    set_search_path(client, default_schema).map_err(|error| failed(0, "", error))?;
    let mut is_open = false;
    for (index, operation) in operations.iter().enumerate() {
        for PreparedStatement { sql, transactional, .. } in prepare(operation, default_schema) {
            let change = match (is_open, transactional) {
                (false, true) => "BEGIN",
                (true, false) => "COMMIT",
                _ => "",
            };
            is_open = transactional;
            let result = client.batch_execute(change).and_then(|()| client.batch_execute(&sql));
            if let Err(error) = result {
                // Outside a transaction this is a warning that nobody reads.
                let _ = client.batch_execute("ROLLBACK");
                return Err(failed(index, &sql, error));
            }
        }
    }
    let end = if is_open { "COMMIT" } else { "" };
    client.batch_execute(end).map_err(|error| failed(operations.len(), "COMMIT", error))
}
