//! Columns.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Field, Ident, Path, Type};

use super::{Kind, Text};
use crate::attr::column::ColumnAttr;
use crate::attr::doc_comment;
use crate::attr::view_column::view_column;
use crate::context::Context;

/// A field of a table's struct.
pub(crate) struct Column {
    pub(crate) field: Ident,
    pub(crate) ty: Type,
    pub(crate) name: Text,
    /// What `#[column(…)]` says. Its keys, checks and foreign key are the table's, which takes them out.
    pub(crate) attr: ColumnAttr,
}

/// `identity`.
pub(crate) struct Identity {
    pub(crate) kind: IdentityKind,
    pub(crate) span: Span,
    /// Options of the sequence, as the manifest names them.
    pub(crate) numbers: Vec<(&'static str, i64)>,
    pub(crate) cycle: bool,
    pub(crate) sequence: Option<Text>,
    /// `Some(false)` for an unlogged sequence.
    pub(crate) logged: Option<bool>,
    pub(crate) comment: Option<Text>,
}

#[derive(Clone, Copy)]
pub(crate) enum IdentityKind {
    Always,
    ByDefault,
}

impl Identity {
    /// An identity whose sequence has every default.
    pub(crate) fn new(kind: IdentityKind, span: Span) -> Self {
        Self { kind, span, numbers: Vec::new(), cycle: false, sequence: None, logged: None, comment: None }
    }
}

/// `references(table::column)`.
pub(crate) struct Reference {
    /// The struct of the referenced table.
    pub(crate) table: Path,
    /// Its field.
    pub(crate) column: Ident,
}

/// `not_null`: the constraint as an object.
pub(crate) struct NotNull {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    pub(crate) no_inherit: bool,
    pub(crate) not_valid: bool,
    pub(crate) comment: Option<Text>,
}

impl Column {
    /// Reads a field of the struct `table`.
    pub(super) fn parse(
        context: &Context,
        table: &Ident,
        field: &Field,
        doc_comments: bool,
        kind: Kind,
    ) -> Option<Self> {
        let ident = field.ident.clone()?;
        let mut attr = match kind {
            Kind::Table => ColumnAttr::parse(context, &field.attrs),
            Kind::View => view_column(context, &field.attrs),
        };
        // `Self` means nothing where the tokens go.
        if let Some(reference) = attr.references.as_mut().filter(|reference| reference.table.is_ident("Self"))
        {
            reference.table = table.clone().into();
        }
        if doc_comments && attr.comment.is_none() {
            attr.comment = doc_comment(context, &field.attrs);
        }
        let own_name = Text { value: ident.unraw().to_string(), span: ident.span() };
        let name = attr.name.take().unwrap_or(own_name);
        Some(Self { ty: field.ty.clone(), name, field: ident, attr })
    }
}
