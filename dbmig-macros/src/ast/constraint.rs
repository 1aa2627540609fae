//! Keys and checks.

use proc_macro2::Span;
use syn::Ident;

use super::{Column, Deferral, Enforcement, Physical, Text};

/// A primary key or unique constraint.
pub(crate) struct Key {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    /// Fields, in key order.
    pub(crate) columns: Vec<Ident>,
    /// Fields.
    pub(crate) include: Vec<Ident>,
    pub(crate) nulls_not_distinct: Option<Span>,
    pub(crate) without_overlaps: Option<Span>,
    pub(crate) deferral: Deferral,
    pub(crate) physical: Physical,
    pub(crate) comment: Option<Text>,
    pub(crate) index_comment: Option<Text>,
}

impl Key {
    /// A key without columns.
    pub(crate) fn new(span: Span) -> Self {
        Self {
            span,
            name: None,
            columns: Vec::new(),
            include: Vec::new(),
            nulls_not_distinct: None,
            without_overlaps: None,
            deferral: Deferral::default(),
            physical: Physical::default(),
            comment: None,
            index_comment: None,
        }
    }

    /// The key that a field says it is.
    pub(super) fn of(column: &Column, given: &Given) -> Self {
        Self { name: given.name.clone(), columns: vec![column.field.clone()], ..Self::new(given.span) }
    }

    /// True if PostgreSQL lets foreign keys reference it.
    pub(crate) fn can_be_referenced(&self) -> bool {
        !self.deferral.is_deferrable()
    }
}

/// What a field says in a word, maybe with a name: `unique`, `unique = "name"`.
pub(crate) struct Given {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
}

/// A check constraint.
pub(crate) struct Check {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    /// The SQL name of the column it stands on.
    pub(crate) column: Option<String>,
    pub(crate) expression: Text,
    pub(crate) no_inherit: bool,
    pub(crate) enforcement: Enforcement,
    pub(crate) comment: Option<Text>,
}

impl Check {
    /// The checks of a field.
    pub(super) fn of(column: &mut Column) -> Vec<Self> {
        let name = &column.name.value;
        let checks = std::mem::take(&mut column.attr.checks);
        checks.into_iter().map(|check| Self { column: Some(name.clone()), ..check }).collect()
    }
}
