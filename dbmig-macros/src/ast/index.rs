//! Indexes.

use proc_macro2::Span;
use syn::Ident;

use super::Text;

/// An index of a table.
pub(crate) struct Index {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    pub(crate) keys: Vec<IndexKey>,
    pub(crate) unique: bool,
    pub(crate) predicate: Option<Text>,
    pub(crate) method: Option<Text>,
    /// Fields.
    pub(crate) include: Vec<Ident>,
    pub(crate) nulls_not_distinct: Option<Span>,
    pub(crate) comment: Option<Text>,
}

/// One key of an index.
pub(crate) struct IndexKey {
    pub(crate) part: KeyPart,
    pub(crate) collation: Option<Text>,
    pub(crate) operator_class: Option<String>,
    pub(crate) descending: bool,
    pub(crate) nulls_first: Option<bool>,
}

/// What a key is made of.
pub(crate) enum KeyPart {
    Field(Ident),
    Expression(Text),
}

impl Index {
    /// The field, if the index allows each value of one field in one row only, of all rows.
    pub(super) fn unique_field(&self) -> Option<&Ident> {
        match self.keys.as_slice() {
            [IndexKey { part: KeyPart::Field(field), .. }] if self.unique && self.predicate.is_none() => {
                Some(field)
            }
            _ => None,
        }
    }
}
