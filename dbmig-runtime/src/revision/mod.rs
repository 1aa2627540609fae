//! Revisions as a graph: ids, parents, targets and walks. Pure: no file, no database, no operation.

mod declaration;

pub use declaration::Revision;
