//! `#[column(…)]`.

use proc_macro2::Span;
use syn::{Attribute, Lit, Path};

use super::constraint::inline_check;
use super::entry::text;
use super::{Entry, entries, set};
use crate::ast::{Check, ForeignKeyOptions, Given, Identity, IdentityKind, NotNull, Reference, Text};
use crate::context::Context;

const KEYS: &[&str] = &[
    "name",
    "type",
    "primary_key",
    "identity",
    "default",
    "unique",
    "references",
    "foreign_key",
    "on_delete",
    "on_update",
    "match",
    "deferrable",
    "initially_deferred",
    "not_valid",
    "not_enforced",
    "comment",
    "renamed_from",
    "check",
    "not_null",
    "generated",
    "virtual",
    "collation",
    "storage",
    "compression",
    "statistics",
    "with",
];

/// What `#[column(…)]` says.
#[derive(Default)]
pub(crate) struct ColumnAttr {
    pub(crate) name: Option<Text>,
    /// The SQL type, where the field says it itself.
    pub(crate) sql_type: Option<Text>,
    pub(crate) primary_key: Option<Given>,
    pub(crate) identity: Option<Identity>,
    pub(crate) default: Option<Text>,
    pub(crate) unique: Option<Given>,
    pub(crate) references: Option<Reference>,
    /// The foreign key's name.
    pub(crate) foreign_key: Option<Text>,
    pub(crate) foreign_key_options: ForeignKeyOptions,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) checks: Vec<Check>,
    pub(crate) not_null: Option<NotNull>,
    pub(crate) generated: Option<Text>,
    pub(crate) is_virtual: Option<Span>,
    pub(crate) collation: Option<Text>,
    pub(crate) storage: Option<(&'static str, Span)>,
    pub(crate) compression: Option<(&'static str, Span)>,
    pub(crate) statistics: Option<i32>,
    /// Each as `name=value`.
    pub(crate) parameters: Option<Vec<Text>>,
}

impl ColumnAttr {
    pub(crate) fn parse(context: &Context, attributes: &[Attribute]) -> Self {
        let mut attr = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("column")) {
            for entry in entries(context, attribute) {
                attr.entry(context, &entry);
            }
        }
        attr
    }

    fn entry(&mut self, context: &Context, entry: &Entry) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut self.name, key, entry.text(context)),
            "type" => set(context, &mut self.sql_type, key, entry.text(context)),
            "primary_key" => set(context, &mut self.primary_key, key, given(context, entry)),
            "identity" => set(context, &mut self.identity, key, identity(context, entry)),
            "default" => set(context, &mut self.default, key, entry.sql(context)),
            "unique" => set(context, &mut self.unique, key, given(context, entry)),
            "references" => set(context, &mut self.references, key, reference(context, entry)),
            "foreign_key" => set(context, &mut self.foreign_key, key, entry.text(context)),
            "comment" => set(context, &mut self.comment, key, entry.text(context)),
            "renamed_from" => set(context, &mut self.renamed_from, key, entry.text(context)),
            "check" => self.checks.extend(inline_check(context, entry)),
            "not_null" => set(context, &mut self.not_null, key, not_null(context, entry)),
            "generated" => set(context, &mut self.generated, key, entry.text(context)),
            "virtual" => set(context, &mut self.is_virtual, key, entry.flag(context)),
            "collation" => set(context, &mut self.collation, key, entry.text(context)),
            "storage" => set(context, &mut self.storage, key, storage(context, entry)),
            "compression" => set(context, &mut self.compression, key, compression(context, entry)),
            "statistics" => set(context, &mut self.statistics, key, entry.small_number(context)),
            "with" => set(context, &mut self.parameters, key, entry.parameters(context)),
            _ if self.foreign_key_options.entry(context, entry) => {}
            _ => entry.unknown(context, "column", KEYS),
        }
    }
}

/// `key`, or `key = "name"`.
pub(super) fn given(context: &Context, entry: &Entry) -> Option<Given> {
    let span = entry.span();
    if entry.is_flag() {
        return Some(Given { span, name: None });
    }
    let Some(Lit::Str(literal)) = entry.literal() else {
        let key = &entry.key;
        let message = format!("`{key}` stands alone, or with a name for the constraint: `{key} = \"…\"`");
        context.error_at(entry.shown(), message);
        return None;
    };
    Some(Given { span, name: Some(text(context, &entry.key, &literal)?) })
}

/// `not_null = "name"`, or `not_null(name = "…", no_inherit, not_valid, comment = "…")`.
fn not_null(context: &Context, entry: &Entry) -> Option<NotNull> {
    let (mut name, mut no_inherit, mut not_valid, mut comment) = (None, None, None, None);
    if entry.is_group() {
        for entry in entry.entries(context, "name = \"…\"")? {
            let key = &entry.key;
            match key.to_string().as_str() {
                "name" => set(context, &mut name, key, entry.text(context)),
                "no_inherit" => set(context, &mut no_inherit, key, entry.flag(context)),
                "not_valid" => set(context, &mut not_valid, key, entry.flag(context)),
                "comment" => set(context, &mut comment, key, entry.text(context)),
                _ => entry.unknown(context, "not_null", &["name", "no_inherit", "not_valid", "comment"]),
            }
        }
    } else if entry.is_flag() {
        let message =
            "a column is `NOT NULL` unless its field is an `Option`; `not_null = \"…\"` names the constraint";
        context.error_at(&entry.key, message);
        return None;
    } else {
        name = Some(entry.text(context)?);
    }
    let (no_inherit, not_valid) = (no_inherit.is_some(), not_valid.is_some());
    Some(NotNull { span: entry.span(), name, no_inherit, not_valid, comment })
}

/// `identity`, `identity = "by_default"`, or `identity(by_default, start = 1000)`.
fn identity(context: &Context, entry: &Entry) -> Option<Identity> {
    const KEYS: &[&str] = &[
        "always",
        "by_default",
        "start",
        "increment",
        "min",
        "max",
        "cache",
        "cycle",
        "sequence",
        "logged",
        "unlogged",
        "comment",
    ];
    const NUMBERS: &[&str] = &["start", "increment", "min", "max", "cache"];
    let span = entry.span();
    if entry.is_flag() {
        return Some(Identity::new(IdentityKind::Always, span));
    }
    if !entry.is_group() {
        let choices = [("always", IdentityKind::Always), ("by_default", IdentityKind::ByDefault)];
        return entry.choice(context, &choices).map(|(kind, _)| Identity::new(kind, span));
    }
    let (mut kind, mut cycle, mut sequence, mut logged, mut comment) = (None, None, None, None, None);
    let mut numbers: Vec<(&'static str, i64)> = Vec::new();
    for entry in entry.entries(context, "by_default, start = 1000")? {
        let key = &entry.key;
        match key.to_string().as_str() {
            "always" => set(context, &mut kind, key, entry.flag(context).map(|_| IdentityKind::Always)),
            "by_default" => {
                set(context, &mut kind, key, entry.flag(context).map(|_| IdentityKind::ByDefault))
            }
            "cycle" => set(context, &mut cycle, key, entry.flag(context)),
            "sequence" => set(context, &mut sequence, key, entry.text(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            "logged" => set(context, &mut logged, key, entry.flag(context).map(|_| true)),
            "unlogged" => set(context, &mut logged, key, entry.flag(context).map(|_| false)),
            word => match NUMBERS.iter().find(|name| **name == word) {
                Some(name) => {
                    let mut slot = numbers.iter().find(|(other, _)| other == name).map(|(_, number)| *number);
                    let again = slot.is_some();
                    set(context, &mut slot, key, entry.number(context));
                    numbers.extend(slot.filter(|_| !again).map(|number| (*name, number)));
                }
                None => entry.unknown(context, "identity", KEYS),
            },
        }
    }
    let kind = kind.unwrap_or(IdentityKind::Always);
    Some(Identity { numbers, cycle: cycle.is_some(), sequence, logged, comment, ..Identity::new(kind, span) })
}

fn storage(context: &Context, entry: &Entry) -> Option<(&'static str, Span)> {
    let words = ["plain", "external", "extended", "main"];
    entry.choice(context, &words.map(|word| (word, word)))
}

fn compression(context: &Context, entry: &Entry) -> Option<(&'static str, Span)> {
    entry.choice(context, &["pglz", "lz4"].map(|word| (word, word)))
}

fn reference(context: &Context, entry: &Entry) -> Option<Reference> {
    let group = entry.group(context, "Table::column")?;
    let advice = "`references` takes a table's struct and a field of it: `references(Table::column)`";
    let Ok(mut path) = syn::parse2::<Path>(group.stream()) else {
        context.error_at(group.stream(), advice);
        return None;
    };
    let column = path.segments.pop();
    let Some(column) = column.filter(|column| column.arguments.is_empty() && !path.segments.is_empty())
    else {
        context.error_at(group.stream(), advice);
        return None;
    };
    path.segments.pop_punct();
    Some(Reference { table: path, column: column.ident })
}
