//! What is declared, created on a scratch database: in whatever order works, and nothing is recorded.

use std::collections::BTreeSet;
use std::fmt;

use postgres::Client;

use super::ServerError;
use super::prepared::prepare;
use super::session::set_search_path;
use super::statements::pieces;
use crate::op::Operation;

/// Statements that run in their order where they can. Several parts run in whatever order works.
#[derive(Clone, Debug, Default)]
pub struct Part {
    statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
struct Statement {
    sql: String,
    /// In bytes, in the text that it comes from.
    start: usize,
    /// It holds for the statements after it.
    is_setting: bool,
}

impl Part {
    /// What an operation comes to.
    pub fn of_operation(operation: &Operation, default_schema: &str) -> Self {
        let statements = prepare(0, operation, default_schema).into_iter();
        let parts = statements.map(|prepared| Self::of_statement(prepared.sql));
        Self { statements: parts.flat_map(|part| part.statements).collect() }
    }

    /// One statement.
    pub fn of_statement(sql: String) -> Self {
        Self { statements: vec![Statement { sql, start: 0, is_setting: false }] }
    }

    /// The statements of a text.
    ///
    /// # Errors
    /// The first one that is no part of a schema: it writes rows, or ends the transaction.
    pub fn of_text(text: &str) -> Result<Self, Misplaced> {
        let statement = |piece: super::statements::Piece<'_>| {
            let word = piece.first_word();
            if let Some(reason) = why_misplaced(&word) {
                return Err(Misplaced { start: piece.start, word, reason });
            }
            let is_setting = matches!(word.as_str(), "SET" | "RESET");
            Ok(Statement { sql: piece.sql.to_owned(), start: piece.start, is_setting })
        };
        Ok(Self { statements: pieces(text).into_iter().map(statement).collect::<Result<_, _>>()? })
    }
}

fn why_misplaced(word: &str) -> Option<&'static str> {
    match word {
        "BEGIN" | "START" | "COMMIT" | "END" | "ROLLBACK" | "ABORT" | "SAVEPOINT" | "RELEASE" | "PREPARE" => {
            Some("all that is declared is created in one transaction: leave it out")
        }
        "INSERT" | "UPDATE" | "DELETE" | "MERGE" | "COPY" | "TRUNCATE" | "SELECT" | "WITH" | "VALUES" => {
            Some("it is about rows, which are no part of a schema: put it into a revision")
        }
        word if word.starts_with('\\') => Some("it is a command of psql, which PostgreSQL doesn't know"),
        _ => None,
    }
}

/// A statement that is no part of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Where it starts, in bytes.
    pub start: usize,
    /// Its first word.
    pub word: String,
    /// Why not, and what to do.
    pub reason: &'static str,
}

/// Checks that a text is one query, so that nothing else runs with the view that it is of.
///
/// # Errors
/// The first statement that has no place in it.
pub fn check_query(text: &str) -> Result<(), Misplaced> {
    for (index, piece) in pieces(text).into_iter().enumerate() {
        let word = piece.first_word();
        let reason = match (index, word.as_str()) {
            (0, "SELECT" | "WITH" | "VALUES" | "TABLE" | "(") => continue,
            (0, _) => "a view shows what a query gives, which begins with SELECT, VALUES, TABLE or WITH",
            _ => {
                "a view has one query; what else there is to say of it goes into other attributes or into `sql!`"
            }
        };
        return Err(Misplaced { start: piece.start, word, reason });
    }
    Ok(())
}

/// A statement that PostgreSQL refused, whatever came before it.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The index of its part.
    pub part: usize,
    /// The statement.
    pub sql: String,
    /// Where PostgreSQL found the mistake in the part's text, in bytes.
    pub at: usize,
    /// PostgreSQL's answer.
    pub server: ServerError,
}

impl Refused {
    /// True if what it needs isn't there, as where another statement that was refused would have created it.
    pub fn is_undefined(&self) -> bool {
        // undefined_table, undefined_column, undefined_function, undefined_object, invalid_schema_name,
        // invalid_foreign_key
        let codes = ["42P01", "42703", "42883", "42704", "3F000", "42830"];
        codes.contains(&self.server.sqlstate.as_str())
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, in: {}", self.server, self.sql.trim())
    }
}

/// Why what is declared was not created; nothing of it was.
#[derive(Debug)]
pub enum ApplyError {
    /// What PostgreSQL refused.
    Refused(Vec<Refused>),
    /// The connection broke.
    Connection(postgres::Error),
}

/// Creates what `parts` say on a scratch database, in one transaction, with names in `default_schema`: a statement that fails is tried
/// again when others have run, the next one of its part after it only if nothing else can be done. No version, history or ledger is touched.
///
/// When nothing more succeeds, the statements that `help` returns are tried, and then the others again.
///
/// # Errors
/// [`ApplyError::Refused`] with the statements that fail when all others have run.
pub fn apply(
    client: &mut Client,
    parts: &[Part],
    default_schema: &str,
    help: impl Fn(&[Refused]) -> Vec<String>,
) -> Result<(), ApplyError> {
    let run = |client: &mut Client, sql: &str| client.batch_execute(sql).map_err(ApplyError::Connection);
    set_search_path(client, default_schema).map_err(ApplyError::Connection)?;
    let mut turns: Vec<Turn<'_>> =
        parts.iter().enumerate().map(|(index, part)| Turn::new(index, part)).collect();
    run(client, "BEGIN; SAVEPOINT dbmig")?;
    let mut overtaking = false;
    loop {
        let (mut refused, mut progress) = (Vec::new(), false);
        for turn in turns.iter_mut().filter(|turn| !turn.left.is_empty()) {
            progress |= turn.run(client, overtaking, &mut refused)?;
            if turn.part.statements.iter().any(|statement| statement.is_setting) {
                run(client, "RESET ALL; RESET SESSION AUTHORIZATION; RESET ROLE")?;
                set_search_path(client, default_schema).map_err(ApplyError::Connection)?;
                // Or the next refusal would bring the part's settings back.
                run(client, KEEP)?;
            }
        }
        if refused.is_empty() {
            return run(client, "COMMIT");
        }
        if !progress && overtaking {
            for sql in help(&refused) {
                progress |= attempt(client, &sql)?.is_none();
            }
            if !progress {
                run(client, "ROLLBACK")?;
                return Err(ApplyError::Refused(refused));
            }
        }
        overtaking = !progress;
    }
}

/// What ran stays, whatever is refused later.
const KEEP: &str = "RELEASE dbmig; SAVEPOINT dbmig";

/// Runs a statement, or leaves everything as it was. PostgreSQL's answer if it refuses.
fn attempt(client: &mut Client, sql: &str) -> Result<Option<ServerError>, ApplyError> {
    let (refusal, after) = match client.batch_execute(sql) {
        Ok(()) => (None, KEEP),
        Err(error) => match error.as_db_error().map(ServerError::from) {
            Some(server) => (Some(server), "ROLLBACK TO dbmig"),
            None => return Err(ApplyError::Connection(error)),
        },
    };
    client.batch_execute(after).map_err(ApplyError::Connection)?;
    Ok(refusal)
}

/// A part, and what is left of it.
struct Turn<'a> {
    index: usize,
    part: &'a Part,
    /// The statements that have not run, by their places.
    left: BTreeSet<usize>,
}

impl<'a> Turn<'a> {
    fn new(index: usize, part: &'a Part) -> Self {
        Self { index, part, left: (0..part.statements.len()).collect() }
    }

    /// Runs what can be run; true if a statement was. After one that was refused it goes on only when `overtaking`.
    fn run(
        &mut self,
        client: &mut Client,
        overtaking: bool,
        refused: &mut Vec<Refused>,
    ) -> Result<bool, ApplyError> {
        let mut progress = false;
        for (place, statement) in self.part.statements.iter().enumerate() {
            // A setting holds for all that follow it, whenever they run.
            if !statement.is_setting && !self.left.contains(&place) {
                continue;
            }
            match attempt(client, &statement.sql)? {
                None => progress |= self.left.remove(&place) && !statement.is_setting,
                Some(server) => {
                    refused.push(self.refusal(statement, server));
                    if !overtaking {
                        break;
                    }
                }
            }
        }
        Ok(progress)
    }

    fn refusal(&self, statement: &Statement, server: ServerError) -> Refused {
        let characters = server.position.unwrap_or(1).saturating_sub(1) as usize;
        let place = statement.sql.char_indices().nth(characters).map_or(0, |(at, _)| at);
        Refused { part: self.index, sql: statement.sql.clone(), at: statement.start + place, server }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_one() {
        let word = |text: &str| check_query(text).err().map(|misplaced| (misplaced.start, misplaced.word));
        for text in ["select 1;", "-- x\n(values (1)); -- y", "WITH RECURSIVE a AS (SELECT 1) TABLE a", ""] {
            assert_eq!(word(text), None, "{text}");
        }
        assert_eq!(word("select 1; drop table t"), Some((10, "DROP".to_owned())));
        assert_eq!(word(" create view v as select 1"), Some((1, "CREATE".to_owned())));
    }

    #[test]
    fn what_is_no_schema_is_misplaced() {
        let word = |text: &str| Part::of_text(text).err().map(|misplaced| (misplaced.start, misplaced.word));
        assert_eq!(word("create view v as select 1; comment on view v is 'x'"), None);
        assert_eq!(word("-- x\ninsert into t values (1)"), Some((5, "INSERT".to_owned())));
        assert_eq!(word("create table t (); commit"), Some((19, "COMMIT".to_owned())));
        assert_eq!(word("\\set x 1"), Some((0, "\\".to_owned())));
    }
}
