//! Errors in words: what failed, and what to do next.

use std::collections::BTreeSet;

use super::contention::is_contention;
use super::{Action, Error, UnknownRevision};
use crate::catalog::{quote_identifier, quote_literal};
use crate::op;

/// The revision that has taken the place of what the database is at.
fn squashed(unknown: &[UnknownRevision]) -> Option<&str> {
    unknown.iter().find_map(|revision| revision.squashed_into.as_deref())
}

impl Error {
    /// What failed, in one line.
    pub fn what(&self) -> String {
        match self {
            Self::Url(error) => error.to_string(),
            Self::Name(error) => format!("the configured schema or version table can't be used: {error}"),
            Self::Connect(error) => error.to_string(),
            Self::ReadOnly { address, standby: true } => {
                format!("{address} is a standby, which takes no writes")
            }
            Self::ReadOnly { address, standby: false } => {
                format!("{address} takes no writes: default_transaction_read_only is on")
            }
            Self::Rights { role, missing } => {
                let named: Vec<String> = missing.iter().map(ToString::to_string).collect();
                format!("the role {} lacks {}; nothing was run", quote_identifier(role), named.join(", "))
            }
            Self::TooOld { address, version } => {
                format!("{address} is PostgreSQL {}, and dbmig knows 14 and newer", version / 10_000)
            }
            Self::OtherServer { address } => {
                format!("the two connections of the run to {address} reached two servers")
            }
            Self::Pooler { address } => {
                format!("{address} is a pooler in transaction or statement mode, where no lock can be held")
            }
            Self::Locked { waited, holder } => {
                let holder = holder.as_ref().map(|holder| format!(" held by {holder}")).unwrap_or_default();
                format!("another run has not finished: waited {} s for the lock{holder}", waited.as_secs())
            }
            Self::LockLost => {
                "the connection that held the lock is gone, so another run may have begun".to_owned()
            }
            Self::Own { what, server, contention, .. } => {
                let server = server.as_ref().map(|error| format!(": {error}")).unwrap_or_default();
                let contention = contention.as_ref().map(ToString::to_string).unwrap_or_default();
                format!("could not {what}{server}{contention}")
            }
            Self::ForeignTable { table, reason } => format!("{table} is not dbmig's table: {reason}"),
            Self::NullVersion { table } => format!("{table} has a row without a revision"),
            Self::NoVersions { table } => {
                format!("{table} is gone or empty, and the history table says that revisions were applied")
            }
            Self::HistoryBehind { history } => {
                format!(
                    "the sequence that numbers the rows of {history} is behind them, and this role may not set it"
                )
            }
            Self::Graph(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            Self::Target(error) => error.to_string(),
            Self::Ahead { unknown } => {
                let named: Vec<String> = unknown.iter().map(ToString::to_string).collect();
                format!("the database is at {}, which this code doesn't have", named.join(" and "))
            }
            Self::Behind { address, pending } => {
                let plural = if pending.len() == 1 { " is" } else { "s are" };
                let shown: Vec<&str> = pending.iter().take(5).map(String::as_str).collect();
                let more = if pending.len() > shown.len() { ", …" } else { "" };
                let shown = shown.join(", ");
                format!(
                    "{address} is behind this code: {} revision{plural} not applied ({shown}{more})",
                    pending.len()
                )
            }
            Self::PlanChanged { change } => {
                format!("this is not what was planned: {change}; nothing was run")
            }
            Self::SchemaUnread { reason } => {
                format!("the schema can't be compared with the plan's: {reason}")
            }
            Self::Edited { revisions } => {
                let named: Vec<String> = revisions.iter().map(ToString::to_string).collect();
                format!("edited after being applied: {}", named.join("; "))
            }
            Self::Skipped { revisions } => {
                let named: Vec<String> = revisions.iter().map(ToString::to_string).collect();
                named.join("; ")
            }
            Self::Destructive { revisions } => {
                let named: Vec<String> = revisions.iter().map(ToString::to_string).collect();
                format!("this would delete data, and nobody has confirmed that: {}", named.join("; "))
            }
            Self::Directive { revision, file, action, source } => {
                format!("{action} of revision {revision} ({file}): {source}")
            }
            Self::TransactionControl { statement, word } => {
                format!("{statement} contains {word}; nothing was run")
            }
            Self::SeveralStatements { statement } => {
                format!(
                    "{statement} runs outside a transaction and holds several statements; nothing was run"
                )
            }
            Self::NotTogether { statement } => {
                format!(
                    "{statement} runs outside a transaction, and all were to be one transaction; nothing was run"
                )
            }
            Self::Copy { statement } => {
                format!("{statement} copies from or to the client; nothing was run")
            }
            Self::Sql(failure) => failure.to_string(),
            Self::TransactionEnded { statement } => {
                format!(
                    "{statement} ended the revision's transaction, so what it did before is committed unrecorded"
                )
            }
            Self::OtherIndex { statement, definition, is_same: false } => {
                format!(
                    "{statement} is to build an index, and there is another one of its name: {definition}"
                )
            }
            Self::OtherIndex { statement, definition, is_same: true } => {
                format!("{statement} is to build an index that is there already: {definition}")
            }
            Self::HalfApplied { revision, action, done } => {
                format!("the {action} of revision {revision} is half done ({done} of its statements)")
            }
            Self::EditedHalfApplied { revision, file, number } => format!(
                "revision {revision} ({file}) was edited while half applied: statement {number} is not the one that was run"
            ),
            Self::Undecided { statement } => {
                format!("a run ended during {statement}, and only you can tell whether it took effect")
            }
            Self::OrphanRuns { pid, waited } => format!(
                "a statement of an earlier run goes on in the server (process {pid}): waited {} s for it",
                waited.as_secs()
            ),
            Self::Batches { statement, reason, .. } => format!("{statement}: {reason}"),
            Self::ChangedMeanwhile { revision } => format!(
                "dbmig's tables were changed by someone else while revision {revision} ran; what was not committed \
                 is rolled back"
            ),
            Self::Disconnected { revision, .. } => {
                format!(
                    "the connection broke during revision {revision}; what was not committed is rolled back"
                )
            }
            Self::CommitUnknown { revision, .. } => format!(
                "the connection broke during the COMMIT of revision {revision}, and the server can't be asked"
            ),
            Self::Interrupted => "interrupted".to_owned(),
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> Option<String> {
        Some(match self {
            Self::Url(error) => error.next_step(),
            Self::Name(_) => "correct schema or version-table in [package.metadata.dbmig]".to_owned(),
            Self::Connect(error) => error.next_step(),
            Self::ReadOnly { standby: true, .. } => "give the URL of the primary".to_owned(),
            Self::ReadOnly { standby: false, .. } => {
                "connect as a role, or to a database, without default_transaction_read_only".to_owned()
            }
            Self::Rights { missing, .. } => {
                let grants: BTreeSet<&str> = missing.iter().map(|right| right.grant.as_str()).collect();
                let grants: Vec<&str> = grants.into_iter().collect();
                format!("let their owner or a superuser run: {}; or connect as the owner", grants.join("; "))
            }
            Self::TooOld { .. } => "upgrade the server first".to_owned(),
            Self::OtherServer { .. } => {
                "give each server as a host of its own (postgres://a,b/…), or the address of the primary".to_owned()
            }
            Self::Pooler { .. } => "give the URL of the server itself, or of a pool in session mode".to_owned(),
            Self::Locked { holder: Some(holder), .. } => {
                format!("wait for that run, raise --lock-wait, or end it with {}", holder.ending())
            }
            Self::Locked { holder: None, .. } => "wait for that run, or raise --lock-wait".to_owned(),
            Self::LockLost | Self::Disconnected { .. } | Self::Interrupted => {
                "run the same command again: it goes on after what is recorded".to_owned()
            }
            Self::Own { what, server: Some(error), .. }
                if error.sqlstate == "42501" && what.starts_with("read") =>
            {
                "grant the role the rights of the tables' owner (GRANT owner TO role), or connect as the owner".to_owned()
            }
            Self::Own { server: Some(error), .. } if error.sqlstate == "42501" => {
                "grant the role CREATE on the database, USAGE and CREATE on the schema and all rights on dbmig's tables, \
                 or connect as their owner"
                    .to_owned()
            }
            Self::Own { server: Some(error), contention, .. } if is_contention(&error.sqlstate) => {
                contention.as_deref().cloned().unwrap_or_default().next_step("run the command again")
            }
            // A role that may not look at the sequence of the history finds out by its key.
            Self::Own { server: Some(error), .. } if error.sqlstate == "23505" => {
                "where the rows of the history table were copied without its sequence, let its owner run SELECT \
                 setval(pg_get_serial_sequence('HISTORY', 'id'), max(id)) FROM HISTORY, and run the command again"
                    .to_owned()
            }
            Self::Own { server: Some(_), .. } => {
                "correct what the server says, and run the command again".to_owned()
            }
            Self::Own { .. } => "see that the server is up and that the tables are as dbmig made them, and run the \
                                 command again"
                .to_owned(),
            Self::ForeignTable { .. } => "rename or drop it if nobody needs it, or give another name as version-table in \
                                          [package.metadata.dbmig.databases.NAME]"
                .to_owned(),
            Self::NoVersions { .. } => {
                "restore the table, make it again as the history tells with repair --restore-versions, or record where the \
                 database really is: stamp TARGET"
                    .to_owned()
            }
            Self::HistoryBehind { history } => format!(
                "let its owner run SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {history}, and run the \
                 command again",
                quote_literal(history)
            ),
            Self::NullVersion { table } => {
                format!("DELETE FROM {table} WHERE revision IS NULL (repair --restore-versions), and see what current says")
            }
            Self::Graph(_) | Self::Target(_) => return None,
            Self::Ahead { unknown } if let Some(into) = squashed(unknown) => format!(
                "upgrade the database to {into} with the last version of the code that has the revisions below it, and then run this"
            ),
            Self::Ahead { .. } => "run the version of the code that has it, or restore its file; if it is undone by hand, run \
                                   repair --forget-unknown, or record where the database really is: stamp TARGET --purge"
                .to_owned(),
            Self::Behind { .. } => "run upgrade before this starts".to_owned(),
            Self::PlanChanged { .. } => "look at a new plan, and run that; drift shows what in the schema is not from revisions".to_owned(),
            Self::SchemaUnread { .. } => "see to it that the role may read the catalogs".to_owned(),
            Self::Edited { .. } => "restore the file and put the change into a new revision, or, if the database \
                                    already matches the edited file, run repair --accept-edited (or upgrade --accept-edited)"
                .to_owned(),
            Self::Skipped { revisions } => {
                let ids: Vec<String> = revisions.iter().map(|one| format!("--mark-applied {}", one.id)).collect();
                format!(
                    "put it on top of the history (let it revise the head, and give the one above its old parent back); or, if the \
                     database has what it does, run repair {}",
                    ids.join(" ")
                )
            }
            Self::Destructive { .. } => "nothing was run; if the data may go, run upgrade again with --allow-destructive, or confirm it in the \
                                         revision for every database: Revision::new(…).allow_destructive()"
                .to_owned(),
            Self::Directive { source: op::Error::Irreversible { .. }, .. } => {
                "restore a backup, or write the downgrade".to_owned()
            }
            Self::Directive { source: op::Error::MissingArgument { key, .. }, .. } => {
                format!("give it: -x {key}=VALUE; nothing was run")
            }
            Self::Directive { .. } => "correct the revision and run the command again; nothing was run".to_owned(),
            Self::TransactionControl { .. } => "remove it: each revision is a transaction already, and \
                                                op.execute_outside_transaction ends it where that is needed"
                .to_owned(),
            Self::SeveralStatements { .. } => {
                "give each statement an op.execute_outside_transaction of its own".to_owned()
            }
            Self::NotTogether { statement } => {
                let up_to = match statement.action {
                    Action::Downgrade => format!("downgrade {}", statement.revision),
                    _ => format!("upgrade {}-1", statement.revision),
                };
                format!("run it with --transaction each, or go only so far with all: {up_to}")
            }
            Self::Copy { .. } => "write the rows as INSERT … VALUES, or COPY from a file on the server".to_owned(),
            Self::Sql(failure) => failure.next_step(),
            Self::TransactionEnded { .. } => "look what is in the database, undo it by hand, take COMMIT and ROLLBACK \
                                              out of the revision, and run the command again"
                .to_owned(),
            Self::OtherIndex { statement, is_same: false, .. } => format!(
                "drop or rename the one that is there, or give the new one another name, and run {} again",
                statement.action
            ),
            Self::OtherIndex { statement, is_same: true, .. } => format!(
                "no run of dbmig built it: drop it, or take it out of the revision, and run {} again",
                statement.action
            ),
            Self::HalfApplied { revision, action, .. } => {
                let verb = match action {
                    Action::Downgrade => format!("downgrade {revision}@-1"),
                    _ => format!("upgrade {revision}"),
                };
                format!(
                    "finish it first: {verb}, with code that has the revision; or undo by hand what was done, and \
                     forget it with stamp TARGET --purge"
                )
            }
            Self::EditedHalfApplied { .. } => "restore the file and finish the run; or undo by hand what was done, and \
                                               forget it with repair --forget-half-done"
                .to_owned(),
            Self::Undecided { .. } => "look in the database; then run the command again with --resume-as done if it \
                                       took effect, or --resume-as run if it did not"
                .to_owned(),
            Self::OrphanRuns { pid, .. } => format!(
                "wait for it, or end it with SELECT pg_terminate_backend({pid}); then run the command again"
            ),
            Self::Batches { advice, .. } => (*advice).to_owned(),
            Self::ChangedMeanwhile { .. } => "see what current says, and run the command again".to_owned(),
            Self::CommitUnknown { .. } => {
                "when the server is back, see what current says, and run the command again".to_owned()
            }
        })
    }
}
