//! `#[foreign_key(…)]` on the struct, and what `#[column(…)]` says of one.

use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Path, Token};

use super::constraint::span;
use super::{Entry, each, entries, incomplete, set};
use crate::ast::{Action, ForeignKey, ForeignKeyOptions};
use crate::context::Context;

const KEYS: &[&str] = &[
    "columns",
    "references",
    "name",
    "on_delete",
    "on_delete_columns",
    "on_update",
    "match",
    "period",
    "deferrable",
    "initially_deferred",
    "not_valid",
    "not_enforced",
    "comment",
];
const EXAMPLE: &str = "#[foreign_key(columns(a, b), references(Table(x, y)))]";

/// The foreign keys of the struct `table`.
pub(crate) fn foreign_keys(context: &Context, attributes: &[Attribute], table: &Ident) -> Vec<ForeignKey> {
    each(context, attributes, "foreign_key", |context, attribute| foreign_key(context, attribute, table))
}

fn foreign_key(context: &Context, attribute: &Attribute, table: &Ident) -> Option<ForeignKey> {
    let (mut columns, mut references, mut name, mut comment) = (None, None, None, None);
    let mut options = ForeignKeyOptions::default();
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "columns" => set(context, &mut columns, key, entry.fields(context)),
            "references" => set(context, &mut references, key, references_of(context, &entry)),
            "name" => set(context, &mut name, key, entry.text(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            "period" => set(context, &mut options.period, key, entry.flag(context)),
            "on_delete_columns" => {
                set(context, &mut options.on_delete_columns, key, entry.fields(context));
            }
            _ if options.entry(context, &entry) => {}
            _ => entry.unknown(context, "foreign_key", KEYS),
        }
    }
    let (Some(columns), Some((path, fields))) = (columns, references) else {
        let message = format!("a foreign key needs its columns and those it references: `{EXAMPLE}`");
        incomplete(context, before, attribute, &message);
        return None;
    };
    let table = if path.is_ident("Self") { table.clone().into() } else { path };
    Some(ForeignKey { span: span(attribute), name, columns, table, fields, options, comment })
}

/// `references(path::Table(x, y))`.
fn references_of(context: &Context, entry: &Entry) -> Option<(Path, Vec<Ident>)> {
    let group = entry.group(context, "Table(x, y)")?;
    let parser = |input: ParseStream<'_>| {
        let path = Path::parse_mod_style(input)?;
        let fields;
        syn::parenthesized!(fields in input);
        let fields = Punctuated::<Ident, Token![,]>::parse_terminated_with(&fields, Ident::parse_any)?;
        Ok((path, fields.into_iter().collect::<Vec<Ident>>()))
    };
    match parser.parse2(group.stream()) {
        Ok((path, fields)) if !fields.is_empty() => Some((path, fields)),
        _ => {
            let advice = "`references` takes a table's struct and fields of it: `references(Table(x, y))`";
            context.error_at(group.stream(), advice);
            None
        }
    }
}

impl ForeignKeyOptions {
    /// Takes an entry that a column's foreign key has too; false if it is about something else.
    pub(crate) fn entry(&mut self, context: &Context, entry: &Entry) -> bool {
        let key = &entry.key;
        match key.to_string().as_str() {
            "on_delete" => set(context, &mut self.on_delete, key, action(context, entry)),
            "on_update" => set(context, &mut self.on_update, key, action(context, entry)),
            "match" => {
                let choices = [("simple", false), ("full", true)];
                set(context, &mut self.match_full, key, entry.choice(context, &choices));
            }
            _ => return self.deferral.entry(context, entry) || self.enforcement.entry(context, entry),
        }
        true
    }
}

fn action(context: &Context, entry: &Entry) -> Option<Action> {
    entry.choice(context, Action::ALL).map(|(kind, span)| Action { kind, span })
}
