//! What the compiler checks of a column's own type.

use super::message::Message;
use super::sql::Sql;

/// Stops the build with `message` unless `condition` holds.
///
/// # Panics
/// At compile time.
#[track_caller]
pub const fn require(condition: bool, message: &str) {
    if !condition {
        Message::new(&[message]).refuse();
    }
}

/// Stops the build where a column of the type `sql`, which is an `Option` if it is `nullable`, can't be an identity column.
///
/// # Panics
/// At compile time, with a message that names the type.
#[track_caller]
pub const fn identity(sql: Sql, nullable: bool) {
    require(!nullable, "an identity column can't be an `Option`");
    if !sql.counts() {
        let end = ": make the field `i16`, `i32`, `i64` or a newtype over one";
        Message::new(&["an identity column counts, it can't be ", sql.name, end]).refuse();
    }
}
