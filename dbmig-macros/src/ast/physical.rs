//! What several kinds of objects say alike.

use proc_macro2::Span;

use super::Text;

/// How a table or an index is kept on disk.
#[derive(Default)]
pub(crate) struct Physical {
    /// `WITH (…)`, each as `name=value`.
    pub(crate) parameters: Option<Vec<Text>>,
    pub(crate) tablespace: Option<Text>,
}

/// When a constraint is checked.
#[derive(Default)]
pub(crate) struct Deferral {
    pub(crate) deferrable: Option<Span>,
    pub(crate) initially_deferred: Option<Span>,
}

impl Deferral {
    /// True if the check can wait for the end of the transaction: what starts deferred can.
    pub(crate) fn is_deferrable(&self) -> bool {
        self.deferrable.is_some() || self.initially_deferred.is_some()
    }
}

/// Which rows a constraint is checked for.
#[derive(Default)]
pub(crate) struct Enforcement {
    pub(crate) not_valid: Option<Span>,
    pub(crate) not_enforced: Option<Span>,
}
