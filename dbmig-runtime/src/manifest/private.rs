//! What macro output names, and nobody else: no part of the public interface.

pub use super::bytes::{Bytes, Join, Parts, to_vec};
pub use super::frame::{Frame, frame};
pub use super::nullability::{Nullability, NullabilityOfAny, null_word};
pub use super::reference::{foreign_key, foreign_key_column, inherits};
pub use super::requirement::{identity, require};
pub use super::sql::Sql;
pub use super::{ArrayElement, SqlType, Table, View};
