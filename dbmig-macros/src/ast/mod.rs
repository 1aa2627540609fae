//! What the attributes and fields of an item say, as values. `check` looks for mistakes in it, `expand` writes it down.

mod column;
mod constraint;
mod enum_type;
mod index;
mod sql_type;
mod table;

use proc_macro2::Span;

pub(crate) use column::{Action, Column, Identity, IdentityKind, Reference};
pub(crate) use constraint::{Check, Key};
pub(crate) use enum_type::{EnumType, Label};
pub(crate) use index::{Index, IndexKey, KeyPart};
pub(crate) use sql_type::SqlType;
pub(crate) use table::Table;

/// Text with its place.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}
