//! `COMMIT`, and what to believe when the connection breaks during it.

use std::ops::Range;
use std::time::Duration;

use postgres::error::{DbError, Severity};
use postgres::types::Type;

use super::execute::{Progress, moved};
use super::prepared::Prepared;
use super::run::Run;
use super::session::Session;
use super::{Error, Event, SqlFailure, StatementPlace, ledger};

impl Run<'_> {
    /// Commits the transaction that ran `range`. If the connection breaks meanwhile, the database is asked.
    pub(super) fn commit(
        &mut self,
        prepared: &Prepared,
        range: Range<usize>,
        progress: &Progress,
        records: bool,
    ) -> Result<(), Error> {
        let Err(error) = self.work.client.batch_execute("COMMIT") else { return Ok(()) };
        match error.as_db_error().filter(|error| !ends_connection(error)) {
            Some(server) => {
                let number = range.end;
                let statement =
                    StatementPlace { number, sql: "COMMIT".to_owned(), ..prepared.place(range.end) };
                let committed = progress.done();
                Err(Error::Sql(Box::new(SqlFailure {
                    statement,
                    server: server.into(),
                    committed,
                    may_have_left: false,
                    contention: None,
                    rows: None,
                    duplicates: Vec::new(),
                })))
            }
            None => self.ask_after_commit(prepared, range, records, error),
        }
    }

    /// Connects again and looks whether the transaction left its rows.
    fn ask_after_commit(
        &mut self,
        prepared: &Prepared,
        range: Range<usize>,
        records: bool,
        error: postgres::Error,
    ) -> Result<(), Error> {
        let revision = prepared.id().to_owned();
        (self.emit)(Event::AskingAfterCommit { revision: revision.clone() });
        for attempt in 0..ATTEMPTS {
            std::thread::sleep(PAUSE * attempt);
            let Ok(session) = self.reconnect() else { continue };
            let Some(session) = session else { continue };
            self.work = session;
            self.setting.watch(&self.work);
            // It may break again: then what became of the transaction is still open.
            let Ok(is_committed) = self.is_committed(prepared, &range, records) else { continue };
            return match is_committed {
                // With a single connection the lock went with it: it is taken again before the next step.
                true => Ok(()),
                false => Err(Error::Disconnected { revision, source: error }),
            };
        }
        Err(Error::CommitUnknown { revision, source: error })
    }

    /// A new session, once the old one's backend is gone: until then it may still commit. One that hears nothing of its client is ended,
    /// unless it is at work.
    fn reconnect(&mut self) -> Result<Option<Session>, Error> {
        let mut session = self.setting.open()?;
        session.set_up()?;
        let old = session
            .client
            .query_typed_opt(OLD, &[(&self.work.pid, Type::INT4), (&self.work.since, Type::TEXT)])
            .map_err(|error| Error::own("look for the earlier session", error))?;
        // A standby may not have the transaction yet.
        Ok((old.is_none() && !session.standby).then_some(session))
    }

    fn is_committed(
        &mut self,
        prepared: &Prepared,
        range: &Range<usize>,
        records: bool,
    ) -> Result<bool, Error> {
        let (client, tables) = (&mut self.work.client, &self.setting.tables);
        if records {
            return Ok(tables.heads(client)? == moved(&self.heads, &prepared.rows));
        }
        let half_done = ledger::read(client, tables)?;
        let last = range.end.saturating_sub(1);
        Ok(half_done
            .iter()
            .any(|half| half.revision == prepared.id() && half.rows.get(&last).is_some_and(|row| row.done)))
    }
}

/// By when it began, too: a number may be another backend's by now, and a pooler may have handed the same one back, rolled back.
const OLD: &str = "\
    SELECT CASE WHEN state LIKE 'idle%' THEN pg_catalog.pg_terminate_backend(pid) END FROM pg_catalog.pg_stat_activity \
    WHERE pid = $1 AND extract(epoch FROM backend_start)::text = $2 AND pid <> pg_catalog.pg_backend_pid()";

const ATTEMPTS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(300);

/// Class 57P: shutdown, crash, termination by an administrator. Class 08: connection failures. Whatever else ends the
/// session with its answer leaves open what became of the transaction too.
fn ends_connection(error: &DbError) -> bool {
    let sqlstate = error.code().code();
    let is_fatal = matches!(error.parsed_severity(), Some(Severity::Fatal | Severity::Panic));
    is_fatal || sqlstate.starts_with("57P") || sqlstate.starts_with("08")
}
