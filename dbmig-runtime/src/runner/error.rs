//! Why a run failed, and what to do next.

use std::fmt;
use std::time::Duration;

use super::{
    Action, Address, ConnectError, Contention, DestructiveRevision, EditedRevision, Foreign, Holder,
    MissingRight, ServerError, SkippedRevision, SqlFailure, StatementPlace, UnknownRevision, UrlError,
};
use crate::catalog::NameError;
use crate::{connect, op, revision};

/// The result of the runner's parts.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why a run failed. [`Display`](fmt::Display) says what failed and what to do next; [`Error::what`] and
/// [`Error::next_step`] give the two apart.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The URL can't be used.
    Url(UrlError),
    /// The schema or one of dbmig's own tables has a name that PostgreSQL could not keep.
    Name(NameError),
    /// No connection could be made.
    Connect(Box<ConnectError>),
    /// The server takes no writes.
    ReadOnly {
        /// The server.
        address: Address,
        /// True for a standby, false for `default_transaction_read_only`.
        standby: bool,
    },
    /// The server is older than any that dbmig knows.
    TooOld {
        /// The server.
        address: Address,
        /// Its `server_version_num`.
        version: i32,
    },
    /// The two connections of a run reached two servers, so that a lock on one keeps nobody out of the other.
    OtherServer {
        /// What was asked.
        address: Address,
    },
    /// Between us and the server is a pooler that hands each transaction to another session.
    Pooler {
        /// The pooler.
        address: Address,
    },
    /// The role lacks rights that the run needs; nothing was run.
    Rights {
        /// The role.
        role: String,
        /// All that is missing.
        missing: Vec<MissingRight>,
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
        /// What stood in its way, where others did.
        contention: Option<Box<Contention>>,
    },
    /// Something else has the name of one of dbmig's own tables.
    ForeignTable {
        /// Its name, quoted and qualified.
        table: String,
        /// Why it isn't dbmig's.
        reason: Foreign,
    },
    /// The version table has a row without a revision, so nobody can tell where the database is.
    NullVersion {
        /// The table, quoted and qualified.
        table: String,
    },
    /// The version table is gone or empty, and yet the history table says that revisions were applied.
    NoVersions {
        /// The table, quoted and qualified.
        table: String,
    },
    /// The sequence of the history table is behind its rows, and the role may not set it; nothing was run.
    HistoryBehind {
        /// The table, quoted and qualified.
        history: String,
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
    /// The code has revisions that are not applied.
    Behind {
        /// The server.
        address: Address,
        /// Those revisions, in the order in which they would be applied.
        pending: Vec<String>,
    },
    /// What would be done is not what was planned; nothing was run.
    PlanChanged {
        /// What is different.
        change: String,
    },
    /// The schema could not be read, to be compared with a plan's.
    SchemaUnread {
        /// Why.
        reason: String,
    },
    /// Revisions were edited after they were applied.
    Edited {
        /// Those revisions.
        revisions: Vec<EditedRevision>,
    },
    /// Revisions were put below ones that are applied, and never ran here; nothing was run.
    Skipped {
        /// Those revisions.
        revisions: Vec<SkippedRevision>,
    },
    /// Revisions delete data, and nobody has confirmed that; nothing was run.
    Destructive {
        /// Those revisions.
        revisions: Vec<DestructiveRevision>,
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
    /// A statement runs only outside a transaction, and one transaction for all was asked for; nothing was run.
    NotTogether {
        /// The statement.
        statement: Box<StatementPlace>,
    },
    /// A `COPY` reads from or writes to the client; nothing was run.
    Copy {
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
    /// There is an index of the name that a statement would give to another one; it was not run.
    OtherIndex {
        /// The statement.
        statement: Box<StatementPlace>,
        /// The index that is there, as PostgreSQL prints it.
        definition: String,
        /// The statement would build the same.
        is_same: bool,
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
    /// A statement can't be run in batches, or not with these rows.
    Batches {
        /// The statement.
        statement: Box<StatementPlace>,
        /// Why not.
        reason: String,
        /// What to do instead.
        advice: &'static str,
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

impl Error {
    /// An error of a query on dbmig's own tables or on the catalog.
    pub(super) fn own(what: &str, error: postgres::Error) -> Self {
        let server = error.as_db_error().map(|error| Box::new(ServerError::from(error)));
        let source = if server.is_some() { None } else { Some(error) };
        Self::Own { what: what.to_owned(), server, source, contention: None }
    }

    /// A short, stable name of the kind of error, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Url(_) => "url",
            Self::Name(_) => "name",
            Self::Connect(_) => "connect",
            Self::ReadOnly { .. } => "read_only",
            Self::Rights { .. } => "rights",
            Self::TooOld { .. } => "too_old",
            Self::OtherServer { .. } => "other_server",
            Self::Pooler { .. } => "pooler",
            Self::Locked { .. } => "locked",
            Self::LockLost => "lock_lost",
            Self::Own { .. } => "own_tables",
            Self::ForeignTable { .. } => "foreign_table",
            Self::NullVersion { .. } => "null_version",
            Self::NoVersions { .. } => "no_versions",
            Self::HistoryBehind { .. } => "history_behind",
            Self::Graph(_) => "graph",
            Self::Target(_) => "target",
            Self::Ahead { .. } => "ahead",
            Self::Behind { .. } => "behind",
            Self::PlanChanged { .. } => "plan_changed",
            Self::SchemaUnread { .. } => "schema_unread",
            Self::Edited { .. } => "edited",
            Self::Skipped { .. } => "skipped",
            Self::Destructive { .. } => "destructive",
            Self::Directive { .. } => "directive",
            Self::TransactionControl { .. } => "transaction_control",
            Self::SeveralStatements { .. } => "several_statements",
            Self::NotTogether { .. } => "not_together",
            Self::Copy { .. } => "copy",
            Self::Sql(_) => "sql",
            Self::TransactionEnded { .. } => "transaction_ended",
            Self::OtherIndex { .. } => "other_index",
            Self::HalfApplied { .. } => "half_applied",
            Self::EditedHalfApplied { .. } => "edited_half_applied",
            Self::Undecided { .. } => "undecided",
            Self::OrphanRuns { .. } => "orphan_runs",
            Self::Batches { .. } => "batches",
            Self::ChangedMeanwhile { .. } => "changed_meanwhile",
            Self::Disconnected { .. } => "disconnected",
            Self::CommitUnknown { .. } => "commit_unknown",
            Self::Interrupted => "interrupted",
        }
    }

    /// True if the database may hold what is not recorded.
    pub(super) fn leaves_doubt(&self) -> bool {
        matches!(self, Self::TransactionEnded { .. } | Self::CommitUnknown { .. } | Self::Undecided { .. })
    }

    /// True if the command line has to be another.
    pub fn is_usage(&self) -> bool {
        match self {
            Self::Directive { source: op::Error::MissingArgument { .. }, .. } => true,
            Self::Target(error) => error.is_about_words(),
            _ => false,
        }
    }

    /// True if nothing was tried because it would not have been safe.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::ReadOnly { .. }
                | Self::Rights { .. }
                | Self::TooOld { .. }
                | Self::OtherServer { .. }
                | Self::Pooler { .. }
                | Self::Ahead { .. }
                | Self::Edited { .. }
                | Self::PlanChanged { .. }
                | Self::Skipped { .. }
                | Self::Destructive { .. }
                | Self::TransactionControl { .. }
                | Self::SeveralStatements { .. }
                | Self::NotTogether { .. }
                | Self::Copy { .. }
                | Self::ForeignTable { .. }
                | Self::NullVersion { .. }
                | Self::NoVersions { .. }
                | Self::HistoryBehind { .. }
                | Self::HalfApplied { .. }
                | Self::EditedHalfApplied { .. }
                | Self::Undecided { .. }
                | Self::Directive { source: op::Error::Irreversible { .. }, .. }
        )
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

impl From<connect::Error> for Error {
    fn from(error: connect::Error) -> Self {
        match error {
            connect::Error::Url(error) => Self::Url(error),
            connect::Error::Connect(error) => Self::Connect(error),
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
