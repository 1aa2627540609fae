//! What a revision module imports: `use dbmig_runtime::migration::*;`.

pub use crate::catalog::{
    Action, IdentityKind, Match, ObjectName, ReplicaIdentity, RowSecurity, SequenceOptions, Storage,
};
pub use crate::op::*;
pub use crate::revision::Revision;
pub use crate::runner::{BatchResult, BatchTransaction, Database, Script, TransactionMode};
