//! What the history table says of a revision that ran: its SQL, and why it failed.

use std::time::Duration;

use super::prepared::Prepared;
use super::record::{self, Note};
use super::run::Run;
use super::{Error, SqlFailure, limits};
use crate::catalog::masked;

impl Run<'_> {
    /// Writes down that a revision failed, as well as that can be done: what the caller is told is why it failed.
    pub(super) fn note_failure(&mut self, prepared: &Prepared, after: Duration, error: &Error) {
        self.work.limit(&limits::own(self.work.version));
        if self.work.client.is_closed() || self.work.reset().is_err() {
            return;
        }
        let (text, reason) = (text(prepared), reason(error));
        let Self { setting, work, .. } = self;
        let note = note(prepared, after, setting.options.client.as_deref(), &text);
        let _ = record::note(work, &setting.tables, &Note { error: Some(&reason), ..note });
    }
}

/// What the history says of a revision.
pub(super) fn note<'a>(
    prepared: &Prepared,
    duration: Duration,
    client: Option<&'a str>,
    text: &'a str,
) -> Note<'a> {
    Note {
        revision: prepared.id(),
        action: prepared.action,
        message: prepared.script.message,
        checksum: prepared.script.checksum,
        duration,
        client,
        sql: Some(text),
        error: None,
    }
}

/// The SQL of a revision as the history keeps it: without passwords, and no more of it than [`MAX_TEXT`].
pub(super) fn text(prepared: &Prepared) -> String {
    let mut text = String::new();
    for statement in &prepared.statements {
        if text.len() > MAX_TEXT {
            break;
        }
        if !text.is_empty() {
            text.push_str(";\n");
        }
        text.push_str(&masked(&statement.sql));
    }
    clipped(text, prepared.statements.iter().map(|statement| statement.sql.len()).sum())
}

/// In bytes. A revision may insert megabytes of rows, which are in its module and in their tables already.
const MAX_TEXT: usize = 256 * 1024;

fn clipped(mut text: String, total: usize) -> String {
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push_str(&format!("\n-- … the beginning of {total} bytes"));
    }
    text
}

/// In one line, without the statement, which may hold a password.
fn reason(error: &Error) -> String {
    match error {
        Error::Sql(failure) => {
            let SqlFailure { statement, server, .. } = &**failure;
            format!(
                "statement {} of {}: {}: {}",
                statement.number, statement.total, server.sqlstate, server.message
            )
        }
        error => error.what(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_clipped() {
        assert_eq!(clipped("SELECT 1".to_owned(), 8), "SELECT 1");
        let text = clipped("é".repeat(MAX_TEXT), 2 * MAX_TEXT);
        assert!(text.ends_with(&format!("é\n-- … the beginning of {} bytes", 2 * MAX_TEXT)));
        assert!(text.len() < MAX_TEXT + 100);
    }
}
