//! Revisions as a graph: ids, targets, and the walks between them. Pure: no file, no database, no operation.
//!
//! A [`Graph`] is made of [`Node`]s in file order and is sound by construction: [`Graph::new`] reports everything
//! that is wrong with a history at once. A [`Target`] is what a person types (`head`, `+1`, `ab12`, `users@head`).
//! [`Graph::upgrade`] and [`Graph::downgrade`] turn the version rows of a database and a target into [`Step`]s; each
//! step carries the [`RowChange`] that goes with it, so that whoever executes it does no arithmetic on heads.
//!
//! Two kinds of edges: *parents* (`revises`) make the branches that a person sees, *dependencies* (`depends_on`) only
//! demand that something is applied before. The version rows are the applied revisions that no other applied
//! revision needs, by either kind of edge.

mod declaration;
mod downgrade;
mod error;
mod graph;
mod history;
mod id;
mod implied;
mod lineage;
mod lines;
mod message;
mod node;
mod order;
mod resolve;
mod rows;
mod similar;
mod soundness;
mod stamp;
mod step;
mod target;
mod upgrade;

pub use declaration::Revision;
pub use error::Error;
pub use graph::Graph;
pub use id::{MAX_ID_BYTES, MIN_PREFIX, is_valid_id};
pub use node::Node;
pub use similar::similar;
pub use step::{Direction, RowChange, Step};
pub use target::{Anchor, Range, Target};

/// The result of everything that reads a target or walks a graph.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
