//! Columns.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Field, Ident, Path, Type};

use super::Text;
use crate::attr::column::ColumnAttr;
use crate::context::Context;

/// A field of a table's struct.
pub(crate) struct Column {
    pub(crate) field: Ident,
    pub(crate) ty: Type,
    pub(crate) name: Text,
    /// The SQL type, where the field says it itself.
    pub(crate) sql_type: Option<Text>,
    pub(crate) primary_key: Option<Span>,
    pub(crate) identity: Option<Identity>,
    pub(crate) default: Option<Text>,
    pub(crate) unique: Option<Span>,
    pub(crate) references: Option<Reference>,
    pub(crate) on_delete: Option<Action>,
    pub(crate) on_update: Option<Action>,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) check: Option<Text>,
    pub(crate) generated: Option<Text>,
    pub(crate) collation: Option<Text>,
}

/// `identity`.
pub(crate) struct Identity {
    pub(crate) kind: IdentityKind,
    pub(crate) span: Span,
}

#[derive(Clone, Copy)]
pub(crate) enum IdentityKind {
    Always,
    ByDefault,
}

/// `references(table::column)`.
pub(crate) struct Reference {
    /// The struct of the referenced table.
    pub(crate) table: Path,
    /// Its field.
    pub(crate) column: Ident,
}

/// `on_delete`, `on_update`.
#[derive(Clone, Copy)]
pub(crate) struct Action {
    /// The action as the manifest spells it.
    pub(crate) kind: &'static str,
    pub(crate) span: Span,
}

impl Action {
    /// Every action, as SQL and as the manifest spells it.
    pub(crate) const ALL: &[(&str, &str)] = &[
        ("cascade", "cascade"),
        ("restrict", "restrict"),
        ("set null", SET_NULL),
        ("set default", "set_default"),
        ("no action", "no_action"),
    ];

    /// True for `SET NULL`.
    pub(crate) fn sets_null(self) -> bool {
        self.kind == SET_NULL
    }
}

const SET_NULL: &str = "set_null";

impl Column {
    /// Reads a field of the struct `table`.
    pub(super) fn parse(context: &Context, table: &Ident, field: &Field) -> Option<Self> {
        let ident = field.ident.clone()?;
        let mut attr = ColumnAttr::parse(context, &field.attrs);
        // `Self` means nothing where the tokens go.
        if let Some(reference) = attr.references.as_mut().filter(|reference| reference.table.is_ident("Self"))
        {
            reference.table = table.clone().into();
        }
        let own_name = Text { value: ident.unraw().to_string(), span: ident.span() };
        Some(Self {
            ty: field.ty.clone(),
            name: attr.name.unwrap_or(own_name),
            field: ident,
            sql_type: attr.sql_type,
            primary_key: attr.primary_key,
            identity: attr.identity,
            default: attr.default,
            unique: attr.unique,
            references: attr.references,
            on_delete: attr.on_delete,
            on_update: attr.on_update,
            comment: attr.comment,
            renamed_from: attr.renamed_from,
            check: attr.check,
            generated: attr.generated,
            collation: attr.collation,
        })
    }
}
