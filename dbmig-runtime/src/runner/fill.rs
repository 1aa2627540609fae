//! Rows for the tables of a scratch database.

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Client, SimpleQueryMessage};

use super::ServerError;
use super::session::set_search_path;
use crate::catalog::ObjectName;
use crate::rows::{Filling, ROWS, Refusal, Search, TableFilling};

/// What came of filling tables.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// The rows that each table has now, those that were there before among them; a table without any is not listed.
    pub rows: BTreeMap<ObjectName, u64>,
    /// The tables that got no row, in the order in which they were tried.
    pub unfilled: Vec<Unfilled>,
}

/// A table that could not be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The table.
    pub table: ObjectName,
    /// PostgreSQL's reason.
    pub reason: String,
}

/// Puts rows into the tables of a database that nobody else needs, up to a few in each; a table that has as many already stays as it is.
///
/// The session's search path, time limit and triggers are as this leaves them; take a connection of its own.
///
/// # Errors
/// If the connection breaks. What PostgreSQL refuses is part of the result.
pub fn fill(client: &mut Client, filling: &Filling, default_schema: &str) -> Result<Filled, postgres::Error> {
    set_search_path(client, default_schema)?;
    // A trigger that waits for something waits in vain.
    client.batch_execute("SET statement_timeout = '10s'; SET client_min_messages = error")?;
    let mut filled = Filled::default();
    let mut values = Values::default();
    for table in &filling.tables {
        let mut filler = Filler { client, table, values: &mut values };
        let reason = filler.run()?;
        let count = filler.count()?;
        match reason {
            _ if count > 0 => drop(filled.rows.insert(table.table.clone(), count)),
            reason => filled
                .unfilled
                .push(Unfilled { reason: because(table, &filled, reason), table: table.table.clone() }),
        }
    }
    Ok(filled)
}

/// The reason, or the table that lies behind it.
fn because(table: &TableFilling, filled: &Filled, reason: Option<String>) -> String {
    let is_empty = |name: &&ObjectName| filled.unfilled.iter().any(|other| other.table == **name);
    match (table.references.iter().find(is_empty), reason) {
        (Some(other), _) => format!("it refers to {other}, which has no rows"),
        (None, Some(reason)) => reason,
        (None, None) => "no values are known for its columns".to_owned(),
    }
}

/// Which expressions are values, as the server said.
#[derive(Default)]
struct Values {
    known: BTreeSet<String>,
    refused: BTreeSet<String>,
}

/// Fills one table.
struct Filler<'a> {
    client: &'a mut Client,
    table: &'a TableFilling,
    values: &'a mut Values,
}

/// What PostgreSQL said to a row.
enum Answer {
    Taken,
    /// With the reason, and true if it lies in code rather than in a constraint.
    Refused(Refusal, String, bool),
}

impl Filler<'_> {
    /// Returns the last reason for which a row was refused.
    fn run(&mut self) -> Result<Option<String>, postgres::Error> {
        let before = usize::try_from(self.count()?).unwrap_or(ROWS);
        let wanted = ROWS.saturating_sub(before);
        if wanted == 0 {
            return Ok(None);
        }
        let (taken, reason, is_code) = self.rows(wanted)?;
        // A trigger is no constraint on the rows that are there.
        let off = "SET session_replication_role = replica";
        if taken > 0 || before > 0 || !is_code || self.client.batch_execute(off).is_err() {
            return Ok(reason);
        }
        let (_, again, _) = self.rows(wanted)?;
        self.client.batch_execute("RESET session_replication_role")?;
        Ok(again.or(reason))
    }

    /// Adds `wanted` rows if it can: how many it were, the last reason, and whether that lies in code.
    fn rows(&mut self, wanted: usize) -> Result<(usize, Option<String>, bool), postgres::Error> {
        let mut search = self.table.search();
        self.rule_out(&mut search)?;
        let (mut taken, mut last, mut is_code) = (0, None, false);
        while taken < wanted
            && let Some(sql) = search.next_insert()
        {
            match self.insert(&sql)? {
                Answer::Taken => {
                    search.accept();
                    taken += 1;
                }
                Answer::Refused(refusal, reason, code) => {
                    search.refuse(&refusal);
                    (last, is_code) = (Some(reason), code);
                }
            }
        }
        let hopeless =
            search.hopeless().map(|columns| format!("no value is known for {}", columns.join(", ")));
        Ok((taken, last.or(hopeless), is_code))
    }

    /// Asks which expressions are no values.
    fn rule_out(&mut self, search: &mut Search<'_>) -> Result<(), postgres::Error> {
        let unsure = search.unsure();
        let open: BTreeSet<&str> = unsure.iter().map(|(_, sql)| *sql).collect();
        let open: Vec<&str> = open
            .into_iter()
            .filter(|sql| !self.values.known.contains(*sql) && !self.values.refused.contains(*sql))
            .collect();
        for chunk in open.chunks(CHUNK) {
            self.ask(chunk)?;
        }
        for (place, _) in unsure.iter().filter(|(_, sql)| self.values.refused.contains(*sql)) {
            search.rule_out(*place);
        }
        Ok(())
    }

    /// Most of them are values: all are asked at once first, and halved where one isn't.
    fn ask(&mut self, open: &[&str]) -> Result<(), postgres::Error> {
        let sql = format!("SELECT {}", open.join(", "));
        match self.client.simple_query(&sql) {
            Ok(_) => self.values.known.extend(open.iter().map(|sql| (*sql).to_owned())),
            Err(error) if error.as_db_error().is_none() => return Err(error),
            Err(_) if open.len() == 1 => self.values.refused.extend(open.iter().map(|sql| (*sql).to_owned())),
            Err(_) => {
                let (left, right) = open.split_at(open.len() / 2);
                self.ask(left)?;
                self.ask(right)?;
            }
        }
        Ok(())
    }

    fn insert(&mut self, sql: &str) -> Result<Answer, postgres::Error> {
        match self.client.simple_query(sql) {
            Ok(messages) => {
                let count = messages.iter().find_map(|message| match message {
                    SimpleQueryMessage::CommandComplete(count) => Some(*count),
                    _ => None,
                });
                if count == Some(1) {
                    return Ok(Answer::Taken);
                }
                let reason = "a trigger or a rule takes new rows away".to_owned();
                Ok(Answer::Refused(Refusal::default(), reason, true))
            }
            Err(error) => {
                let Some(db) = error.as_db_error() else { return Err(error) };
                let server = ServerError::from(db);
                let constraint = db.constraint().map(str::to_owned);
                let is_check = server.sqlstate == "23514";
                let refusal = Refusal {
                    is_misplaced: is_check && constraint.is_none(),
                    column: db.column().map(str::to_owned).filter(|_| server.sqlstate == "23502"),
                    constraint,
                };
                let is_code = server.context.is_some() || !server.sqlstate.starts_with("23");
                Ok(Answer::Refused(refusal, server.to_string(), is_code))
            }
        }
    }

    /// The rows of the table itself, up to as many as it would get.
    fn count(&mut self) -> Result<u64, postgres::Error> {
        let table = &self.table.table;
        let sql = format!("SELECT 1 FROM ONLY {table} LIMIT {ROWS}");
        let messages = self.client.simple_query(&sql)?;
        Ok(messages.iter().filter(|message| matches!(message, SimpleQueryMessage::Row(_))).count() as u64)
    }
}

/// How many expressions are asked about at once.
const CHUNK: usize = 200;
