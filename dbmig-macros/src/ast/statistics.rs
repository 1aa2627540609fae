//! Extended statistics.

use proc_macro2::Span;

use super::{IndexKey, Text};

/// Extended statistics of a table.
pub(crate) struct Statistics {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    /// Fields and expressions, nothing behind them.
    pub(crate) parts: Vec<IndexKey>,
    /// As the manifest spells them; all there are unless given.
    pub(crate) kinds: Option<Vec<&'static str>>,
    pub(crate) target: Option<i32>,
    pub(crate) comment: Option<Text>,
}
