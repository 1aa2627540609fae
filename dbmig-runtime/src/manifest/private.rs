//! What macro output names, and nobody else: no part of the public interface.

pub use super::document::{Body, Desc, Document, Part, Splice, frame};
pub use super::frame::Frame;
pub use super::nullability::{Nullability, NullabilityOfAny, null_word};
pub use super::reference::{foreign_key, foreign_key_column, inherits, reference};
pub use super::requirement::{identity, require};
pub use super::sql::Sql;
pub use super::table::Meta;
pub use super::{ArrayElement, SqlType, Table, View};
