//! The runner: applies a database's revisions.
//!
//! [`Runner`] is what a service or a command line calls. A run takes the lock (`lock`), reads what is recorded
//! (`own_tables`, `history`, `ledger`), asks the graph for the steps (`run`), makes them ready (`prepared`) and
//! executes them (`execute`, `alone`, `commit`, `record`).
//!
//! This room prints nothing, reads no environment and never exits: it emits [`Event`]s and returns [`Report`]s.

mod action;
mod address;
mod alone;
mod apply;
mod cancel;
mod checks;
mod code;
mod commit;
mod connect;
mod current;
mod database;
mod database_url;
mod destructive;
mod details;
mod error;
mod event;
mod execute;
mod failure;
mod fill;
mod history;
mod ledger;
mod lock;
mod message;
mod offline;
mod options;
mod own_tables;
mod plan;
mod postcondition;
mod prepared;
pub(crate) mod random;
mod record;
mod report;
mod run;
#[expect(clippy::module_inception, reason = "the room is named for its main item")]
mod runner;
mod script;
mod server_error;
mod session;
mod show;
mod stamp;
mod statements;
mod stepper;
mod time;
mod together;
mod transaction_mode;

pub use action::Action;
pub use address::{Address, UrlError};
pub use apply::{ApplyError, Misplaced, Part, Refused, apply, check_query};
pub use cancel::Canceller;
pub use code::{BranchPoint, RevisionInfo};
pub use connect::{ConnectError, ConnectReason, connect};
pub use current::{Current, HalfDoneRevision, HistoryLine, Recorded};
pub use database::Database;
pub use database_url::with_database;
pub use destructive::DestructiveRevision;
pub use error::{EditedRevision, Error, Result, UnknownRevision};
pub use event::Event;
pub use failure::{SqlFailure, StatementPlace};
pub use fill::{Filled, Unfilled, fill};
pub use history::HistoryEntry;
pub use lock::Holder;
pub use offline::Offline;
pub use options::{Options, ResumeAs};
pub use own_tables::{find_own_tables, own_table_names, own_tables, recorded_revisions};
pub use plan::{Plan, PlannedHazard, PlannedRevision, PlannedTransaction};
pub use report::{Applied, Failure, Report, place};
pub(crate) use run::graph;
pub use runner::Runner;
pub(crate) use runner::on_own_thread;
pub use script::Script;
pub use server_error::ServerError;
pub use show::{Shown, ShownStatement, ShownStatements};
pub(crate) use stepper::Stepper;
pub use time::format_utc;
pub use transaction_mode::TransactionMode;
