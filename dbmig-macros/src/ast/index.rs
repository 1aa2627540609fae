//! Indexes.

use proc_macro2::Span;
use syn::Ident;

use super::{Physical, Text};

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
    pub(crate) physical: Physical,
    pub(crate) comment: Option<Text>,
}

/// One key of an index.
pub(crate) struct IndexKey {
    pub(crate) part: KeyPart,
    pub(crate) collation: Option<Text>,
    /// With its parameters, as SQL.
    pub(crate) operator_class: Option<Text>,
    pub(crate) descending: bool,
    pub(crate) nulls_first: Option<bool>,
    pub(crate) statistics: Option<i32>,
}

/// What a key is made of.
pub(crate) enum KeyPart {
    Field(Ident),
    Expression(Text),
}

impl Index {
    /// The fields, if the index allows each combination of them in one row only, of all rows.
    pub(super) fn unique_fields(&self) -> Option<Vec<&Ident>> {
        let fields = self.keys.iter().map(IndexKey::field).collect::<Option<Vec<&Ident>>>()?;
        (self.unique && self.predicate.is_none()).then_some(fields)
    }
}

impl IndexKey {
    /// The field, unless the key is an expression.
    pub(crate) fn field(&self) -> Option<&Ident> {
        match &self.part {
            KeyPart::Field(field) => Some(field),
            KeyPart::Expression(_) => None,
        }
    }
}
