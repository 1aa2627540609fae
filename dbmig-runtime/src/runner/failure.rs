//! A statement of a revision, and its failure.

use std::fmt;

use serde::Serialize;

use super::contention::is_contention;
use super::{Action, Contention, ServerError};

/// A statement and its place in a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementPlace {
    /// The revision.
    pub revision: String,
    /// Its file.
    pub file: String,
    /// Which of its functions.
    pub action: Action,
    /// The statement's number, from 1.
    pub number: usize,
    /// How many statements there are.
    pub total: usize,
    /// The statement.
    pub sql: String,
}

/// A statement that PostgreSQL refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SqlFailure {
    /// The statement.
    pub statement: StatementPlace,
    /// PostgreSQL's answer.
    pub server: ServerError,
    /// How many of the revision's statements before it are committed; the others are rolled back.
    pub committed: usize,
    /// True if it ran outside a transaction and may have done something before it failed.
    pub may_have_left: bool,
    /// What stood in its way, where others did.
    pub contention: Option<Contention>,
    /// The rows of the batch that it was, if it ran in batches: those before it are committed.
    pub rows: Option<String>,
    /// Some of the values that keep a unique index from being built: `code = 1: 2 rows`.
    pub duplicates: Vec<String>,
}

impl fmt::Display for StatementPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "statement {} of {} in the {} of revision {} ({})",
            self.number, self.total, self.action, self.revision, self.file
        )
    }
}

impl fmt::Display for SqlFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows.as_ref().map(|rows| format!(" at the batch {rows}")).unwrap_or_default();
        write!(f, "{} failed{rows}: {}", self.statement, self.server)?;
        self.contention.as_ref().map_or(Ok(()), |contention| contention.fmt(f))
    }
}

impl StatementPlace {
    /// The statement with line numbers, and a mark under the character at `position`, from 1; long ones are cut.
    pub fn excerpt(&self, position: Option<u32>) -> Vec<String> {
        let marked = position.and_then(|position| line_and_column(&self.sql, position));
        let lines: Vec<&str> = self.sql.trim_end().lines().collect();
        let first = marked.map_or(0, |(line, _)| line.saturating_sub(EXCERPT_LINES));
        let mut excerpt = Vec::new();
        for (index, line) in lines.iter().enumerate().skip(first).take(EXCERPT_LINES) {
            excerpt.push(format!("{:>4} | {}", index + 1, clip(line)));
            if let Some((_, column)) = marked.filter(|(line, _)| *line == index + 1) {
                excerpt.push(format!("     | {}^", " ".repeat(column.saturating_sub(1).min(MAX_COLUMNS))));
            }
        }
        if lines.len() > first + EXCERPT_LINES {
            excerpt.push(format!("     | … ({} lines)", lines.len()));
        }
        excerpt
    }
}

impl SqlFailure {
    /// The statement's [`excerpt`](StatementPlace::excerpt), with a mark under the place that PostgreSQL names.
    pub fn excerpt(&self) -> Vec<String> {
        // The block is ours, and its message says it all.
        if self.is_preflight() {
            return Vec::new();
        }
        self.statement.excerpt(self.server.position)
    }

    /// What became of the revision.
    pub fn outcome(&self) -> String {
        let stays = "it ran outside a transaction, and what it did before it failed stays";
        if self.rows.is_some() {
            return "the batches before it are committed, and the next run goes on behind them".to_owned();
        }
        match self.committed {
            0 if self.may_have_left => stays.to_owned(),
            done if self.may_have_left => format!("{}; {stays}", self.recorded(done)),
            0 => format!("revision {} was rolled back", self.statement.revision),
            done => self.recorded(done),
        }
    }

    fn recorded(&self, done: usize) -> String {
        format!(
            "the first {done} of {} statements of revision {} are done and recorded in the ledger",
            self.statement.total, self.statement.revision
        )
    }

    /// True if a preflight stopped: PostgreSQL itself raises only the subclasses of the code.
    pub(super) fn is_preflight(&self) -> bool {
        self.server.sqlstate == "23000" && self.statement.sql.starts_with("DO ")
    }

    pub(super) fn next_step(&self) -> String {
        let again = format!("run {} again", self.statement.action);
        if let Some(hint) = self.server.hint.as_ref().filter(|_| self.is_preflight()) {
            return format!("{hint}, and {again}");
        }
        match self.server.sqlstate.as_str() {
            "42501" => format!("grant the role what it lacks, or connect as the owner, and {again}"),
            "23505" => format!("remove the duplicates, and {again}"),
            "23502" | "23503" | "23514" | "23P01" => {
                format!("correct the rows that don't fit, and {again}")
            }
            state if is_contention(state) => self.contention.clone().unwrap_or_default().next_step(&again),
            "57014" if self.server.hint.is_none() && !self.may_have_left => {
                format!("{again} with a longer --statement-timeout, or when the server has less to do")
            }
            "25P04" => format!("{again} with a longer --transaction-timeout, or split the revision"),
            "53100" => format!("make room on the server's disk, and {again}"),
            "53200" => format!("raise max_locks_per_transaction or split the revision, and {again}"),
            "57P01" | "57P02" | "57P03" => format!("{again} when the server is back"),
            "42P07" | "42P06" | "42701" | "42710" | "42723" if self.committed == 0 => format!(
                "if the database has all of it already, record that with stamp {}; or else correct {}, and {again}",
                self.statement.revision, self.statement.file
            ),
            _ if self.committed > 0 => {
                format!("correct {} from that statement on, and {again}", self.statement.file)
            }
            _ => format!("correct {}, and {again}", self.statement.file),
        }
    }
}

const EXCERPT_LINES: usize = 12;
const MAX_COLUMNS: usize = 160;

/// The line and column, from 1, of a place in characters, from 1.
fn line_and_column(sql: &str, position: u32) -> Option<(usize, usize)> {
    let before = usize::try_from(position).ok()?.checked_sub(1)?;
    let text: String = sql.chars().take(before).collect();
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some((line, column))
}

fn clip(line: &str) -> String {
    match line.char_indices().nth(MAX_COLUMNS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line)),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(sql: &str, position: Option<u32>) -> Vec<String> {
        let statement = StatementPlace {
            revision: "8c1f0e2a9b7d".to_owned(),
            file: "users/x.rs".to_owned(),
            action: Action::Upgrade,
            number: 1,
            total: 1,
            sql: sql.to_owned(),
        };
        let server = ServerError { position, ..ServerError::default() };
        SqlFailure {
            statement,
            server,
            committed: 0,
            may_have_left: false,
            contention: None,
            rows: None,
            duplicates: Vec::new(),
        }
        .excerpt()
    }

    #[test]
    fn the_excerpt_marks_the_place() {
        assert_eq!(
            excerpt("SELECT 1,\n  é, nope", Some(16)),
            ["   1 | SELECT 1,", "   2 |   é, nope", "     |      ^"]
        );
        assert_eq!(excerpt("SELECT 1\n", None), ["   1 | SELECT 1"]);
    }

    #[test]
    fn long_statements_are_cut_around_the_place() {
        let sql = (1..=40).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
        let place = sql.find("line 30").unwrap() as u32 + 1;
        let lines = excerpt(&sql, Some(place));
        assert!(lines.contains(&"  30 | line 30".to_owned()), "{lines:?}");
        assert_eq!(lines.last().unwrap(), "     | … (40 lines)");
        assert!(excerpt(&"x".repeat(1000), None).iter().all(|line| line.chars().count() < 180));
    }
}
