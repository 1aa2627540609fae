//! The last pass: what came in behind the batches.

use std::time::{Duration, Instant};

use super::super::ServerError;
use super::super::ledger;
use super::super::{Error, SqlFailure};
use super::cursor::Cursor;
use super::family::Member;
use super::job::Change;
use super::walk::{Walk, only};
use crate::sql::backfill;

/// What is left in a table.
#[derive(Clone, Copy, Default)]
struct Left {
    /// The rows that can be changed.
    rows: u64,
    /// Those that would be filled with a null.
    unfilled: u64,
    /// How long it took to look.
    spent: Duration,
}

impl Walk<'_, '_> {
    /// Looks what is left where rows that are changed are not found again, and changes it. Fails if nulls can't be filled.
    pub(super) fn rest(&mut self) -> Result<(), Error> {
        if self.job.once || self.comes_again() {
            return Ok(());
        }
        let mut unfilled = 0;
        for at in 0..self.members.len() {
            unfilled += self.rest_of(at)?;
        }
        match unfilled {
            0 => Ok(()),
            rows => Err(self.unfilled_error(rows)),
        }
    }

    /// True where a row that was changed would be changed once more.
    fn comes_again(&self) -> bool {
        self.cursor.still > 0 && !self.job.fills()
    }

    /// Changes what is left in a table, as often as makes sense; the rows that would be filled with a null.
    fn rest_of(&mut self, at: usize) -> Result<u64, Error> {
        let Some(member) = self.members.get(at).cloned() else { return Ok(0) };
        let settled = |cursor: &Cursor| cursor.changed.saturating_sub(cursor.still);
        let before = settled(&self.cursor);
        let mut left = self.left(&member)?;
        for _ in 0..ROUNDS {
            if left.rows == 0 {
                break;
            }
            self.round(at, &member, left)?;
            if self.comes_again() {
                return Ok(0);
            }
            left = self.left(&member)?;
        }
        // What others write meanwhile may be left; what nobody can change would be left for ever.
        match left.rows {
            0 => Ok(left.unfilled),
            rows if settled(&self.cursor) == before => Err(self.stuck_error(&member, rows)),
            _ => Ok(left.unfilled),
        }
    }

    /// Changes what is left: at once where it is little and found soon, so that no row stays locked for long.
    fn round(&mut self, at: usize, member: &Member, left: Left) -> Result<(), Error> {
        if left.rows > self.cursor.size.max(FEW) || left.spent > SOON {
            self.member(at, true)?;
            // It begins anew, if there is another round.
            self.cursor.table.clear();
            return Ok(());
        }
        let condition = match self.fillable() {
            Some(fillable) => fillable,
            None => "true".to_owned(),
        };
        let range = self.target(member, condition);
        loop {
            self.run.check_before_segment()?;
            let next = Cursor {
                rest: true,
                table: member.name.clone(),
                after: None,
                end: None,
                ..self.cursor.clone()
            };
            // Whoever is in the way is tried again for as long as the run may.
            if let Some(done) = self.batch(&range, next)? {
                return self.finished(member, done, false);
            }
        }
    }

    fn left(&mut self, member: &Member) -> Result<Left, Error> {
        let Change::Sql(fill) = self.job.change else { return Ok(Left::default()) };
        self.run.check_before_segment()?;
        let source = fill.from.as_ref().map(|source| format!(", {}", source.sql)).unwrap_or_default();
        let on = fill.from.as_ref().map(|source| format!(" AND ({})", source.on)).unwrap_or_default();
        let unfilled = backfill::unfilled(fill).unwrap_or_else(|| "false".to_owned());
        let fillable = backfill::fillable(fill).unwrap_or_else(|| "true".to_owned());
        let sql = format!(
            "{} SELECT pg_catalog.count(*) FILTER (WHERE {fillable}), \
             pg_catalog.count(*) FILTER (WHERE {unfilled}) FROM {}{source} WHERE ({}){on}",
            self.tag,
            only(member, &self.job.alias),
            self.job.condition.as_deref().unwrap_or("true"),
        );
        let began = Instant::now();
        let row = self.run.work.client.query_typed_one(&sql, &[]);
        let row = row.map_err(|error| self.query_failed(error))?;
        let number = |at| u64::try_from(row.get::<_, i64>(at)).unwrap_or_default();
        Ok(Left { rows: number(0), unfilled: number(1), spent: began.elapsed() })
    }

    fn fillable(&self) -> Option<String> {
        match self.job.change {
            Change::Sql(fill) => backfill::fillable(fill).map(|fillable| format!("({fillable})")),
            Change::Code(_) => None,
        }
    }

    fn stuck_error(&self, member: &Member, rows: u64) -> Error {
        let plural = if rows == 1 { "row" } else { "rows" };
        self.refusal(
            format!(
                "{rows} {plural} of {} stay as they are: something takes each change of them back",
                member.name
            ),
            "look for a trigger that leaves them out or writes the old value, and run upgrade again",
        )
    }

    fn unfilled_error(&self, rows: u64) -> Error {
        let message = match self.job.change {
            Change::Sql(fill) => backfill::unfilled_message(fill),
            Change::Code(_) => String::new(),
        };
        let plural = if rows == 1 { "row" } else { "rows" };
        let hint = "write an expression that has a value for every row, such as coalesce(...); what is filled stays filled";
        Error::Sql(Box::new(SqlFailure {
            server: ServerError {
                sqlstate: "23502".to_owned(),
                message: format!("{message} for {rows} {plural}"),
                hint: Some(hint.to_owned()),
                ..ServerError::default()
            },
            ..self.failure()
        }))
    }

    /// After a failure: where the statement itself is at fault, its author will write another one. What was done so far may be done
    /// again, so nothing is remembered of it.
    pub(super) fn clear_up(&mut self, error: Error) -> Error {
        let may_begin_anew = !self.job.once && (self.cursor.still == 0 || self.job.fills());
        let is_at_fault = matches!(&error, Error::Batches { .. })
            || matches!(&error, Error::Sql(failure) if !is_of_the_server(&failure.server.sqlstate));
        let did_nothing = self.recorded.is_none();
        if is_at_fault && (may_begin_anew || did_nothing) {
            let key = (self.prepared.id(), self.prepared.action);
            // Where this fails the row stays, and the next run goes on behind it.
            let _ = ledger::forget(&mut self.run.work.client, &self.run.setting.tables, key, self.index);
        }
        error
    }
}

/// Conflicts, resources, operators, faults of the system: the next run may go on.
fn is_of_the_server(sqlstate: &str) -> bool {
    ["08", "40", "53", "55", "57", "58", "XX"].iter().any(|class| sqlstate.starts_with(class))
}

/// As much as a batch takes.
const SOON: Duration = Duration::from_millis(500);
/// How often what came in meanwhile is looked for.
const ROUNDS: usize = 3;
/// As many rows are changed at once in any case.
const FEW: u64 = 1000;
