//! `#[column(…)]`.

use proc_macro2::Span;
use syn::{Attribute, Path};

use super::entry::Value;
use super::{Entry, entries, set};
use crate::ast::{Action, Identity, IdentityKind, Reference, Text};
use crate::context::Context;

const KEYS: &[&str] = &[
    "name",
    "type",
    "primary_key",
    "identity",
    "default",
    "unique",
    "references",
    "on_delete",
    "on_update",
    "comment",
    "renamed_from",
    "check",
    "generated",
    "collation",
];

/// What `#[column(…)]` says.
#[derive(Default)]
pub(crate) struct ColumnAttr {
    pub(crate) name: Option<Text>,
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
            "primary_key" => set(context, &mut self.primary_key, key, entry.flag(context)),
            "identity" => set(context, &mut self.identity, key, identity(context, entry)),
            "default" => set(context, &mut self.default, key, entry.sql(context)),
            "unique" => set(context, &mut self.unique, key, entry.flag(context)),
            "references" => set(context, &mut self.references, key, reference(context, entry)),
            "on_delete" => set(context, &mut self.on_delete, key, action(context, entry)),
            "on_update" => set(context, &mut self.on_update, key, action(context, entry)),
            "comment" => set(context, &mut self.comment, key, entry.text(context)),
            "renamed_from" => set(context, &mut self.renamed_from, key, entry.text(context)),
            "check" => set(context, &mut self.check, key, entry.text(context)),
            "generated" => set(context, &mut self.generated, key, entry.text(context)),
            "collation" => set(context, &mut self.collation, key, entry.text(context)),
            _ => entry.unknown(context, "column", KEYS),
        }
    }
}

fn identity(context: &Context, entry: &Entry) -> Option<Identity> {
    let span = entry.span();
    if matches!(entry.value, Value::Flag) {
        return Some(Identity { kind: IdentityKind::Always, span });
    }
    let kind = match entry.text(context)?.value.as_str() {
        "always" => IdentityKind::Always,
        "by_default" => IdentityKind::ByDefault,
        _ => {
            context.error_at(entry.shown(), "`identity` is \"always\" or \"by_default\"");
            return None;
        }
    };
    Some(Identity { kind, span })
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

fn action(context: &Context, entry: &Entry) -> Option<Action> {
    let text = entry.text(context)?;
    let found = Action::ALL.iter().find(|(sql, _)| text.value.eq_ignore_ascii_case(sql));
    if found.is_none() {
        let message = "a foreign key's action is \"cascade\", \"restrict\", \"set null\", \"set default\" or \
                       \"no action\"";
        context.error_at(entry.shown(), message);
    }
    found.map(|(_, kind)| Action { kind, span: text.span })
}
