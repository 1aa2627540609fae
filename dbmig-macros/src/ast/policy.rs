//! Row security policies.

use super::Text;

/// A policy of a table.
pub(crate) struct Policy {
    pub(crate) name: Text,
    /// `all`, or the one command that it is for.
    pub(crate) command: &'static str,
    /// None for everybody.
    pub(crate) roles: Vec<Text>,
    pub(crate) using: Option<Text>,
    pub(crate) check: Option<Text>,
    pub(crate) restrictive: bool,
    pub(crate) comment: Option<Text>,
}
