//! What macro output names, and nobody else: no part of the public interface.

pub use super::agreement::{Agrees, Array, Broken, Custom, Enum, IdentityType, identity, markers};
pub use super::bytes::{Bytes, Join, Parts, to_vec};
pub use super::database::same_database;
pub use super::frame::{Frame, frame};
pub use super::nullability::{Nullability, NullabilityOfAny, null_word};
pub use super::reference::{As, BrokenColumn, Key, Plain};
pub use super::{ArrayElement, SqlType, Table};
