//! Keys and checks.

use proc_macro2::Span;
use syn::Ident;

use super::{Column, Text};

/// A primary key or unique constraint.
pub(crate) struct Key {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    /// Fields, in key order.
    pub(crate) columns: Vec<Ident>,
    pub(crate) nulls_not_distinct: bool,
    pub(crate) comment: Option<Text>,
}

impl Key {
    /// The key that a field says it is.
    pub(super) fn of(column: &Column, span: Span) -> Self {
        Self {
            span,
            name: None,
            columns: vec![column.field.clone()],
            nulls_not_distinct: false,
            comment: None,
        }
    }
}

/// A check constraint.
pub(crate) struct Check {
    pub(crate) name: Option<Text>,
    /// The SQL name of the column it stands on.
    pub(crate) column: Option<String>,
    pub(crate) expression: Text,
    pub(crate) comment: Option<Text>,
}

impl Check {
    /// The check of a field.
    pub(super) fn of(column: &Column) -> Option<Self> {
        let expression = column.check.clone()?;
        Some(Self { name: None, column: Some(column.name.value.clone()), expression, comment: None })
    }
}
