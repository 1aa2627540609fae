//! Proofs of a history: every revision up, down and up again on a scratch database. And databases for tests.
//!
//! [`prove`] is what a test of a migrations package calls, and what `cargo dbmig test` runs. The catalog that PostgreSQL shows
//! after each step says whether it landed where it should: nothing is compared as text that a person wrote. Where a revision meets tables,
//! it is proven with rows in them, too ([`RowProof`]), on a second database.
//!
//! [`fresh`] gives each of a project's other tests a database of its own with all revisions applied.
//!
//! A [`ScratchDatabase`] is created for it and dropped afterwards, also after a panic. Nothing else on the server is touched.

mod beside;
mod case;
mod compare;
mod course;
mod error;
mod event;
mod fitting;
mod fresh;
mod ground;
mod prove;
mod report;
mod role;
mod rows;
mod scratch;
mod stage;
mod stale;
mod template;
mod whole;

pub use case::{Case, Failure, Outcome, Step};
pub use error::Error;
pub use event::Event;
pub use fresh::{Fresh, FreshDatabase, fresh};
pub use ground::{Ground, Stopped};
pub use prove::{Prove, SCRATCH_URL, prove};
pub use report::Report;
pub use role::{create_roles, missing_roles};
pub use rows::{RowError, RowProof, Rows, Tried, touched};
pub use scratch::{ScratchDatabase, ScratchError, ScratchServer};
pub use stale::drop_stale;
