//! The runner: applies a database's revisions.
//!
//! [`Runner`] is what a service or a command line calls. A run takes the lock (`lock`), reads what is recorded
//! (`own_tables`, `history`, `ledger`), asks the graph for the steps (`run`), makes them ready (`prepared`) and
//! executes them (`execute`, `alone`, `commit`, `record`), again where others were in the way (`attempts`), and goes on after what was
//! broken off (`broken_off`). Meanwhile another thread looks who is in the way, and how far a statement is (`watch`).
//!
//! This room prints nothing, reads no environment and never exits: it emits [`Event`]s and returns [`Report`]s.

mod action;
mod alone;
mod apply;
mod attempts;
mod background;
mod batches;
mod blocker;
mod broken_off;
mod cancel;
mod checks;
mod code;
mod commit;
mod connect;
mod contention;
mod current;
mod database;
mod destructive;
mod details;
mod duplicates;
mod error;
mod event;
mod execute;
mod failure;
mod fill;
mod findings;
mod fingerprint;
mod history;
mod history_sequence;
mod index_definition;
mod ladder;
mod ledger;
mod limits;
mod lock;
mod look;
mod message;
mod mismatch;
mod noted;
mod offline;
mod options;
mod own_shape;
mod own_tables;
mod plan;
mod postcondition;
mod prepared;
pub(crate) mod random;
mod recognized;
mod record;
mod repair;
mod report;
mod rights;
mod rights_of_operation;
mod run;
#[expect(clippy::module_inception, reason = "the room is named for its main item")]
mod runner;
mod script;
mod server_progress;
mod session;
mod show;
mod stamp;
mod start_up;
mod statements;
mod stepper;
mod time;
mod together;
mod told;
#[cfg_attr(not(feature = "tracing"), path = "untraced.rs")]
mod trace;
mod transaction_mode;
mod watch;

pub use crate::connect::{Address, ConnectError, ConnectReason, ServerError, UrlError, with_database};
pub use action::Action;
pub use apply::{ApplyError, Misplaced, Part, Refused, apply, check_query};
pub use background::Background;
pub use batches::{BatchResult, BatchTransaction};
pub use blocker::Blocker;
pub use cancel::Canceller;
pub use code::{BranchPoint, RevisionInfo};
pub use connect::connect;
pub use contention::Contention;
pub use current::{Current, HalfDoneBatches, HalfDoneRevision, HistoryLine, Recorded};
pub use database::Database;
pub use destructive::DestructiveRevision;
pub use error::{Error, Result};
pub use event::Event;
pub use failure::{SqlFailure, StatementPlace};
pub use fill::{Filled, Unfilled, fill};
pub use findings::Finding;
pub use fingerprint::Fingerprint;
pub use history::{HistoryEntry, LogFilter, Outcome};
pub use lock::Holder;
pub use mismatch::{EditedRevision, SkippedRevision, UnknownRevision};
pub use offline::Offline;
pub use options::{Options, ResumeAs};
pub use own_shape::Foreign;
pub use own_tables::{find_own_tables, own_table_names, own_tables, recorded_revisions};
pub use plan::{Plan, PlannedHazard, PlannedRevision, PlannedTransaction};
pub use repair::Repairs;
pub use report::{Applied, Failure, Report, place};
pub use rights::MissingRight;
pub(crate) use run::graph;
pub use runner::Runner;
pub(crate) use runner::on_own_thread;
pub use script::Script;
pub use server_progress::ServerProgress;
pub use show::{Shown, ShownStatement, ShownStatements};
pub use start_up::{IfAhead, IfLocked, NotRun};
pub(crate) use stepper::Stepper;
pub use time::format_utc;
pub use transaction_mode::TransactionMode;
