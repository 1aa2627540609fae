//! What the server said of a failed statement.

use postgres::error::{DbError, ErrorPosition};
use serde::Serialize;

use crate::catalog::masked_words;

/// PostgreSQL's answer to a statement that failed.
///
/// See <https://www.postgresql.org/docs/current/protocol-error-fields.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ServerError {
    /// The five-character code, such as `42P01`.
    pub sqlstate: String,
    /// The primary message.
    pub message: String,
    /// More about the problem.
    pub detail: Option<String>,
    /// What to do, in the server's words.
    pub hint: Option<String>,
    /// The place in the statement, in characters, from 1.
    pub position: Option<u32>,
    /// Where in functions and internal queries it happened.
    pub context: Option<String>,
}

impl From<&DbError> for ServerError {
    fn from(error: &DbError) -> Self {
        let position = match error.position() {
            Some(ErrorPosition::Original(position)) => Some(*position),
            _ => None,
        };
        Self {
            sqlstate: error.code().code().to_owned(),
            message: masked_words(error.message()),
            detail: error.detail().map(masked_words),
            hint: error.hint().map(masked_words),
            position,
            context: error.where_().map(masked_words),
        }
    }
}

impl std::fmt::Display for ServerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (SQLSTATE {})", self.message, self.sqlstate)
    }
}
