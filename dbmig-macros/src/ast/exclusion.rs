//! Exclusion constraints.

use proc_macro2::Span;
use syn::Ident;

use super::{Deferral, IndexKey, Physical, Text};

/// An exclusion constraint.
pub(crate) struct Exclusion {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    pub(crate) method: Option<Text>,
    pub(crate) elements: Vec<ExclusionElement>,
    /// Fields.
    pub(crate) include: Vec<Ident>,
    pub(crate) predicate: Option<Text>,
    pub(crate) deferral: Deferral,
    pub(crate) physical: Physical,
    pub(crate) comment: Option<Text>,
    pub(crate) index_comment: Option<Text>,
}

/// What no two rows may agree in.
pub(crate) struct ExclusionElement {
    pub(crate) key: IndexKey,
    /// The operator after `WITH`.
    pub(crate) operator: Text,
}
