//! Foreign keys.

use proc_macro2::Span;
use syn::{Ident, Path};

use super::{Column, Deferral, Enforcement, Text};

/// A foreign key, of a field or of the struct.
pub(crate) struct ForeignKey {
    pub(crate) span: Span,
    pub(crate) name: Option<Text>,
    /// Fields of this struct.
    pub(crate) columns: Vec<Ident>,
    /// The struct of the referenced table.
    pub(crate) table: Path,
    /// Its fields, one for each of `columns`.
    pub(crate) fields: Vec<Ident>,
    pub(crate) options: ForeignKeyOptions,
    pub(crate) comment: Option<Text>,
}

/// What a foreign key says beside its columns.
#[derive(Default)]
pub(crate) struct ForeignKeyOptions {
    pub(crate) on_delete: Option<Action>,
    pub(crate) on_delete_columns: Option<Vec<Ident>>,
    pub(crate) on_update: Option<Action>,
    /// `MATCH`, true for `FULL`.
    pub(crate) match_full: Option<(bool, Span)>,
    pub(crate) period: Option<Span>,
    pub(crate) deferral: Deferral,
    pub(crate) enforcement: Enforcement,
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
    pub(crate) const ALL: &[(&str, &'static str)] = &[
        ("cascade", "cascade"),
        ("restrict", "restrict"),
        ("set null", SET_NULL),
        ("set default", SET_DEFAULT),
        ("no action", "no_action"),
    ];

    /// True for `SET NULL`.
    pub(crate) fn sets_null(self) -> bool {
        self.kind == SET_NULL
    }

    /// True for `SET NULL` and `SET DEFAULT`.
    pub(crate) fn sets(self) -> bool {
        matches!(self.kind, SET_NULL | SET_DEFAULT)
    }
}

const SET_NULL: &str = "set_null";
const SET_DEFAULT: &str = "set_default";

impl ForeignKeyOptions {
    /// What was said, by its entry.
    pub(crate) fn given(&self) -> impl Iterator<Item = (&'static str, Span)> {
        let Self { on_delete, on_delete_columns, on_update, match_full, period, deferral, enforcement } =
            self;
        let columns = on_delete_columns.as_ref().and_then(|columns| columns.first()).map(Ident::span);
        let all = [
            ("on_delete", on_delete.map(|action| action.span)),
            ("on_delete_columns", columns),
            ("on_update", on_update.map(|action| action.span)),
            ("match", match_full.map(|(_, span)| span)),
            ("period", *period),
            ("deferrable", deferral.deferrable),
            ("initially_deferred", deferral.initially_deferred),
            ("not_valid", enforcement.not_valid),
            ("not_enforced", enforcement.not_enforced),
        ];
        all.into_iter().filter_map(|(key, span)| Some((key, span?)))
    }
}

impl ForeignKey {
    /// The foreign key that a field says it is.
    pub(super) fn of(column: &mut Column) -> Option<Self> {
        let reference = column.attr.references.take()?;
        Some(Self {
            span: column.field.span(),
            name: column.attr.foreign_key.take(),
            columns: vec![column.field.clone()],
            table: reference.table,
            fields: vec![reference.column],
            options: std::mem::take(&mut column.attr.foreign_key_options),
            comment: None,
        })
    }
}
