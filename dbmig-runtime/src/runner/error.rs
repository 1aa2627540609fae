//! Why a run failed, and what to do next.

use std::fmt;
use std::time::Duration;

use super::{Action, Address, ConnectError, Holder, ServerError, SqlFailure, StatementPlace, UrlError};
use crate::{op, revision};

/// The result of the runner's parts.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why a run failed. [`Display`](fmt::Display) says what failed and what to do next; [`Error::what`] and
/// [`Error::next_step`] give the two apart.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The URL can't be used.
    Url(UrlError),
    /// No connection could be made.
    Connect(Box<ConnectError>),
    /// The server takes no writes.
    ReadOnly {
        /// The server.
        address: Address,
        /// True for a standby, false for `default_transaction_read_only`.
        standby: bool,
    },
    /// Between us and the server is a pooler that hands each transaction to another session.
    Pooler {
        /// The pooler.
        address: Address,
    },
    /// Another runner held the lock for the whole time that we were told to wait.
    Locked {
        /// How long we waited.
        waited: Duration,
        /// Who holds the lock, where the server tells.
        holder: Option<Holder>,
    },
    /// The session that held the lock is gone.
    LockLost,
    /// One of dbmig's own tables could not be read or written.
    Own {
        /// What was being done.
        what: String,
        /// PostgreSQL's answer, if it answered.
        server: Option<Box<ServerError>>,
        /// The driver's error, where the server didn't answer.
        source: Option<postgres::Error>,
    },
    /// The revisions don't make a history; nothing was run.
    Graph(Vec<revision::Error>),
    /// The target names no place in the history, or none that can be reached.
    Target(revision::Error),
    /// The database is at revisions that this code doesn't have.
    Ahead {
        /// Those revisions.
        unknown: Vec<UnknownRevision>,
    },
    /// Revisions were edited after they were applied.
    Edited {
        /// Those revisions.
        revisions: Vec<EditedRevision>,
    },
    /// A revision's own code refused.
    Directive {
        /// The revision.
        revision: String,
        /// Its file.
        file: String,
        /// Which of its functions.
        action: Action,
        /// What it said.
        source: op::Error,
    },
    /// A statement begins or ends a transaction; nothing was run.
    TransactionControl {
        /// The statement.
        statement: Box<StatementPlace>,
        /// The word that does it.
        word: String,
    },
    /// A text that runs outside a transaction holds several statements; nothing was run.
    SeveralStatements {
        /// The statement.
        statement: Box<StatementPlace>,
    },
    /// PostgreSQL refused a statement.
    Sql(Box<SqlFailure>),
    /// A statement ended the revision's transaction behind our back.
    TransactionEnded {
        /// The statement.
        statement: Box<StatementPlace>,
    },
    /// A revision is half applied, and what was asked for is not its completion.
    HalfApplied {
        /// The revision.
        revision: String,
        /// What was half done with it.
        action: Action,
        /// How many of its statements are done.
        done: usize,
    },
    /// A revision was edited while it was half applied.
    EditedHalfApplied {
        /// The revision.
        revision: String,
        /// Its file.
        file: String,
        /// The first statement, from 1, that is not the one that was run.
        number: usize,
    },
    /// A run ended during a statement outside a transaction, and the catalog doesn't tell whether it took effect.
    Undecided {
        /// The statement.
        statement: Box<StatementPlace>,
    },
    /// A statement of an earlier run goes on in the server.
    OrphanRuns {
        /// The process id of its backend.
        pid: i32,
        /// How long we waited.
        waited: Duration,
    },
    /// The version rows are not what they were when the run began.
    ChangedMeanwhile {
        /// The revision that was being recorded.
        revision: String,
    },
    /// The connection broke during a revision; what was not committed is rolled back.
    Disconnected {
        /// The revision.
        revision: String,
        /// The driver's error.
        source: postgres::Error,
    },
    /// The connection broke during `COMMIT`, and the server could not be asked whether it took effect.
    CommitUnknown {
        /// The revision.
        revision: String,
        /// The driver's error.
        source: postgres::Error,
    },
    /// The run was asked to stop.
    Interrupted,
}

/// A recorded revision that the code doesn't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRevision {
    /// The id.
    pub id: String,
    /// The message in the history table.
    pub message: Option<String>,
    /// When it was applied, in UTC, by the history table.
    pub applied_at: Option<String>,
}

/// An applied revision whose checksum is not the recorded one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedRevision {
    /// The id.
    pub id: String,
    /// The file.
    pub file: String,
    /// The checksum in the history table.
    pub recorded: String,
    /// The checksum of the code.
    pub found: String,
    /// When it was applied, in UTC.
    pub applied_at: String,
}

impl Error {
    /// An error of a query on dbmig's own tables or on the catalog.
    pub(super) fn own(what: &str, error: postgres::Error) -> Self {
        let server = error.as_db_error().map(|error| Box::new(ServerError::from(error)));
        let source = if server.is_some() { None } else { Some(error) };
        Self::Own { what: what.to_owned(), server, source }
    }

    /// A short, stable name of the kind of error, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Url(_) => "url",
            Self::Connect(_) => "connect",
            Self::ReadOnly { .. } => "read_only",
            Self::Pooler { .. } => "pooler",
            Self::Locked { .. } => "locked",
            Self::LockLost => "lock_lost",
            Self::Own { .. } => "own_tables",
            Self::Graph(_) => "graph",
            Self::Target(_) => "target",
            Self::Ahead { .. } => "ahead",
            Self::Edited { .. } => "edited",
            Self::Directive { .. } => "directive",
            Self::TransactionControl { .. } => "transaction_control",
            Self::SeveralStatements { .. } => "several_statements",
            Self::Sql(_) => "sql",
            Self::TransactionEnded { .. } => "transaction_ended",
            Self::HalfApplied { .. } => "half_applied",
            Self::EditedHalfApplied { .. } => "edited_half_applied",
            Self::Undecided { .. } => "undecided",
            Self::OrphanRuns { .. } => "orphan_runs",
            Self::ChangedMeanwhile { .. } => "changed_meanwhile",
            Self::Disconnected { .. } => "disconnected",
            Self::CommitUnknown { .. } => "commit_unknown",
            Self::Interrupted => "interrupted",
        }
    }

    /// True if nothing was tried because it would not have been safe.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::ReadOnly { .. }
                | Self::Pooler { .. }
                | Self::Ahead { .. }
                | Self::Edited { .. }
                | Self::TransactionControl { .. }
                | Self::SeveralStatements { .. }
                | Self::HalfApplied { .. }
                | Self::EditedHalfApplied { .. }
                | Self::Undecided { .. }
        )
    }

    /// What failed, in one line.
    pub fn what(&self) -> String {
        match self {
            Self::Url(error) => error.to_string(),
            Self::Connect(error) => error.to_string(),
            Self::ReadOnly { address, standby: true } => {
                format!("{address} is a standby, which takes no writes")
            }
            Self::ReadOnly { address, standby: false } => {
                format!("{address} takes no writes: default_transaction_read_only is on")
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
            Self::Own { what, server, .. } => {
                let server = server.as_ref().map(|error| format!(": {error}")).unwrap_or_default();
                format!("could not {what}{server}")
            }
            Self::Graph(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            Self::Target(error) => error.to_string(),
            Self::Ahead { unknown } => {
                let named: Vec<String> = unknown.iter().map(ToString::to_string).collect();
                format!("the database is at {}, which this code doesn't have", named.join(" and "))
            }
            Self::Edited { revisions } => {
                let named: Vec<String> = revisions.iter().map(ToString::to_string).collect();
                format!("edited after being applied: {}", named.join("; "))
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
            Self::Sql(failure) => failure.to_string(),
            Self::TransactionEnded { statement } => {
                format!(
                    "{statement} ended the revision's transaction, so what it did before is committed unrecorded"
                )
            }
            Self::HalfApplied { revision, action, done } => {
                format!("the {action} of revision {revision} is half done ({done} statements)")
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
            Self::ChangedMeanwhile { revision } => format!(
                "the version table was changed by someone else while revision {revision} ran; it was rolled back"
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
            Self::Url(error) => error.next_step().to_owned(),
            Self::Connect(error) => error.next_step(),
            Self::ReadOnly { standby: true, .. } => "give the URL of the primary".to_owned(),
            Self::ReadOnly { standby: false, .. } => {
                "connect as a role, or to a database, without default_transaction_read_only".to_owned()
            }
            Self::Pooler { .. } => "give the URL of the server itself, or of a pool in session mode".to_owned(),
            Self::Locked { holder: Some(holder), .. } => format!(
                "wait for that run, raise --lock-wait, or end it with SELECT pg_terminate_backend({})",
                holder.pid
            ),
            Self::Locked { holder: None, .. } => "wait for that run, or raise --lock-wait".to_owned(),
            Self::LockLost | Self::Disconnected { .. } | Self::Interrupted => {
                "run the same command again: it goes on after what is recorded".to_owned()
            }
            Self::Own { server: Some(error), .. } if error.sqlstate == "42501" => {
                "grant the role CREATE on the database and USAGE and CREATE on the schema, or connect as its owner"
                    .to_owned()
            }
            Self::Own { .. } => return None,
            Self::Graph(_) | Self::Target(_) => return None,
            Self::Ahead { .. } => "run the version of the code that has it, restore its file, or record where the \
                                   database really is: stamp TARGET --purge"
                .to_owned(),
            Self::Edited { .. } => "restore the file and put the change into a new revision, or, if the database \
                                    already matches the edited file, run upgrade --accept-edited"
                .to_owned(),
            Self::Directive { source: op::Error::Irreversible { .. }, .. } => {
                "restore a backup, or write the downgrade".to_owned()
            }
            Self::Directive { .. } => "correct the revision and run the command again; nothing was run".to_owned(),
            Self::TransactionControl { .. } => "remove it: each revision is a transaction already, and \
                                                op.execute_outside_transaction ends it where that is needed"
                .to_owned(),
            Self::SeveralStatements { .. } => {
                "give each statement an op.execute_outside_transaction of its own".to_owned()
            }
            Self::Sql(failure) => failure.next_step(),
            Self::TransactionEnded { .. } => "look what is in the database, undo it by hand, take COMMIT and ROLLBACK \
                                              out of the revision, and run the command again"
                .to_owned(),
            Self::HalfApplied { revision, action: Action::Downgrade, .. } => {
                format!("finish it first: downgrade {revision}-1")
            }
            Self::HalfApplied { revision, .. } => format!("finish it first: upgrade {revision}"),
            Self::EditedHalfApplied { .. } => "restore the file and finish the run; or undo by hand what was done, and \
                                               forget it with stamp REVISION --purge (the revision that current shows)"
                .to_owned(),
            Self::Undecided { .. } => "look in the database; then run the command again with --resume-as done if it \
                                       took effect, or --resume-as run if it did not"
                .to_owned(),
            Self::OrphanRuns { pid, .. } => format!(
                "wait for it, or end it with SELECT pg_terminate_backend({pid}); then run the command again"
            ),
            Self::ChangedMeanwhile { .. } => "see what current says, and run the command again".to_owned(),
            Self::CommitUnknown { .. } => {
                "when the server is back, see what current says, and run the command again".to_owned()
            }
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what())?;
        match self.next_step() {
            Some(next) => write!(f, "; {next}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Connect(error) => error.source(),
            Self::Own { source: Some(source), .. }
            | Self::Disconnected { source, .. }
            | Self::CommitUnknown { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<UrlError> for Error {
    fn from(error: UrlError) -> Self {
        Self::Url(error)
    }
}

impl From<revision::Error> for Error {
    fn from(error: revision::Error) -> Self {
        Self::Target(error)
    }
}

impl fmt::Display for UnknownRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "revision {}", self.id)?;
        match (&self.message, &self.applied_at) {
            (Some(message), Some(at)) => write!(f, " ({message:?}, recorded {at})"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for EditedRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |checksum: &str| checksum.chars().take(12).collect::<String>();
        write!(
            f,
            "{} (revision {}, applied {}: checksum was {}, is {})",
            self.file,
            self.id,
            self.applied_at,
            short(&self.recorded),
            short(&self.found)
        )
    }
}
