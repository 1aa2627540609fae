//! A batch whose rows go to a function of the revision.

use super::super::Error;
use super::super::session::OWN_AGAIN;
use super::code;
use super::cursor::Cursor;
use super::job::Each;
use super::transaction::{Done, Failed};
use super::walk::{Range, Walk};
use crate::catalog::{quote_identifier, quote_literal};

impl Walk<'_, '_> {
    /// Reads the rows, hands them over, and moves the cursor; the transaction is still open then.
    pub(super) fn hand_over(
        &mut self,
        each: &Each<'_>,
        range: &Range<'_>,
        next: &Cursor,
    ) -> Result<Done, Failed> {
        let mark = self.run.work.begin()?;
        let (settings, select) = (self.local_settings(), self.select(each, range));
        // The function may take its time.
        let settings = format!("{settings}; SET LOCAL idle_in_transaction_session_timeout = 0");
        self.run.work.client.batch_execute(&settings)?;
        let _watched = self.run.watch.statement(self.run.work.pid, self.prepared.id(), self.index + 1);
        let rows = self.run.work.client.query(&select, &[])?;
        let done = Done { rows: rows.len() as u64, ..Done::default() };
        if !rows.is_empty() {
            let (client, statements) = (&mut self.run.work.client, &mut self.statements);
            let result = code::call(each.function, &rows, client, statements);
            result.map_err(|error| self.function_failed(error, range))?;
            if self.run.work.current_mark()? != mark {
                let statement = Box::new(self.prepared.place(self.index));
                return Err(Failed::Run(Error::TransactionEnded { statement }));
            }
        }
        self.run.work.client.batch_execute(&OWN_AGAIN.join("; "))?;
        let cursor = Cursor { changed: next.changed + done.rows, ..next.clone() };
        let noted = self.run.work.client.query_typed_opt(&self.note_sql(&cursor), &[])?;
        self.noted = noted.and_then(|row| row.try_get(0).ok());
        Ok(done)
    }

    fn select(&self, each: &Each<'_>, range: &Range<'_>) -> String {
        let alias = &self.job.alias;
        let column = |column: &String| format!("{alias}.{}", quote_identifier(column));
        let columns: Vec<String> = each.operation.columns.iter().map(column).collect();
        let condition = self.job.condition.as_ref().map(|condition| format!(" AND ({condition})"));
        let order: Vec<String> = self.cursor.key.iter().map(column).collect();
        let order = if order.is_empty() { String::new() } else { format!(" ORDER BY {}", order.join(", ")) };
        format!(
            "{} SELECT {} FROM {} WHERE {}{}{order} FOR NO KEY UPDATE OF {alias}",
            self.tag,
            columns.join(", "),
            range.target,
            range.condition,
            condition.unwrap_or_default(),
        )
    }

    /// The cursor must be what this run wrote last, as for a batch in SQL.
    fn note_sql(&self, cursor: &Cursor) -> String {
        format!(
            "UPDATE {} SET at = pg_catalog.clock_timestamp(), cursor = {}::pg_catalog.jsonb WHERE {} RETURNING cursor::pg_catalog.text",
            self.run.setting.tables.ledger,
            quote_literal(&cursor.text()),
            self.own_row()
        )
    }

    /// What PostgreSQL refused is told as such; the rest in the function's own words.
    fn function_failed(&self, error: Box<dyn std::error::Error + Send + Sync>, range: &Range<'_>) -> Failed {
        match error.downcast::<postgres::Error>() {
            Ok(error) => Failed::Refused(*error),
            Err(error) => Failed::Run(self.refusal(
                format!("its function failed at the batch {}, {}, of which nothing stays: {error}", range.table, range.words),
                "correct the rows, or the revision, and run upgrade again: it goes on behind the last batch, with --accept-edited if \
                 the revision is another one now",
            )),
        }
    }
}
