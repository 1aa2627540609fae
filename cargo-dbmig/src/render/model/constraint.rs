//! Keys, foreign keys, checks and exclusion constraints as attributes of the struct.

use dbmig_runtime::catalog::{
    Action, Check, Exclusion, ForeignKey, Match, PrimaryKey, Table, Unique, default_name,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, Named};
use super::entry::Entries;
use super::index::{column, key};
use super::names::ident;
use crate::render::literal::text;

/// A constraint's name, where PostgreSQL would choose another.
pub(super) fn name<'n>(table: &Named<'_>, columns: &[String], label: &str, name: &'n str) -> Option<&'n str> {
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    (default_name(&table.table.name.name, &columns, label) != name).then_some(name)
}

pub(super) fn primary_key(table: &Named<'_>, of: &PrimaryKey) -> TokenStream {
    key_of("primary_key", table, name(table, &[], "pkey", &of.name), &of.clone().into())
}

pub(super) fn unique(table: &Named<'_>, of: &Unique) -> TokenStream {
    let named = index_columns(of.columns.iter().chain(&of.include));
    key_of("unique", table, name(table, &named, "key", &of.name), of)
}

fn key_of(attribute: &str, table: &Named<'_>, name: Option<&str>, of: &Unique) -> TokenStream {
    let mut entries = Entries::default();
    fields(&mut entries, "columns", table, &of.columns);
    entries.text("name", name);
    entries.flag("without_overlaps", of.without_overlaps);
    entries.flag("nulls_not_distinct", of.nulls_not_distinct);
    fields(&mut entries, "include", table, &of.include);
    deferral(&mut entries, of.deferrable, of.initially_deferred);
    entries.with(&of.storage);
    entries.text("tablespace", of.tablespace.as_deref());
    entries.text("comment", of.comment.as_deref());
    entries.text("index_comment", of.index_comment.as_deref());
    entries.attribute(attribute)
}

/// The columns of an index as they stand in its name: one that is there already gets a number
/// (`ChooseIndexColumnNames` in the server).
pub(super) fn index_columns<'a>(columns: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for column in columns {
        let numbered = (1..).map(|number| format!("{column}{number}"));
        let mut candidates = std::iter::once(column.clone()).chain(numbered);
        names.extend(candidates.find(|name| !names.contains(name)));
    }
    names
}

/// The column whose field says a check: the one that PostgreSQL has named it after.
pub(super) fn checked_column<'t>(table: &'t Table, of: &Check) -> Option<&'t str> {
    let names = table.columns.iter().filter(|column| !column.inherited).map(|column| column.name.as_str());
    names.into_iter().find(|column| default_name(&table.name.name, &[column], "check") == of.name)
}

/// A check of a field or a domain: `check = "…"`, or `check(name = "…", expr = "…")`.
pub(super) fn inline_check(entries: &mut Entries, name: Option<&str>, of: &Check) {
    if name.is_none() && *of == Check::new(&*of.name, &*of.expression) {
        entries.text("check", Some(&of.expression));
    } else {
        entries.push(check_entries(name, of).group("check"));
    }
}

pub(super) fn check(of: &Check) -> TokenStream {
    check_entries(Some(&of.name), of).attribute("check")
}

fn check_entries(name: Option<&str>, of: &Check) -> Entries {
    let mut entries = Entries::default();
    entries.text("name", name);
    entries.text("expr", Some(&of.expression));
    entries.flag("no_inherit", of.no_inherit);
    entries.flag("not_valid", of.not_valid);
    entries.flag("not_enforced", of.not_enforced);
    entries.text("comment", of.comment.as_deref());
    entries
}

pub(super) fn exclusion(table: &Named<'_>, of: &Exclusion) -> TokenStream {
    let mut entries = Entries::default();
    let columns: Option<Vec<String>> = of.elements.iter().map(|element| column(&element.key)).collect();
    let columns = columns.map(|columns| index_columns(columns.iter().chain(&of.include)));
    entries.text("name", columns.map_or(Some(&*of.name), |columns| name(table, &columns, "excl", &of.name)));
    entries.text("using", Some(&*of.method).filter(|method| *method != "gist"));
    let elements = of.elements.iter().map(|element| {
        let (key, operator) = (key(table, &element.key, None), text(&element.operator));
        quote!(#key with #operator)
    });
    entries.push(quote!(elements(#(#elements),*)));
    fields(&mut entries, "include", table, &of.include);
    entries.text("where", of.predicate.as_deref());
    deferral(&mut entries, of.deferrable, of.initially_deferred);
    entries.with(&of.storage);
    entries.text("tablespace", of.tablespace.as_deref());
    entries.text("comment", of.comment.as_deref());
    entries.text("index_comment", of.index_comment.as_deref());
    entries.attribute("exclude")
}

/// A foreign key that a field can't say: of several columns, or with more to say of it.
pub(super) fn foreign_key(context: &Context<'_>, table: &Named<'_>, of: &ForeignKey) -> Option<TokenStream> {
    let target = context.tables.get(&of.references)?;
    let mut entries = Entries::default();
    fields(&mut entries, "columns", table, &of.columns);
    let (rust, referenced) = (referenced(table, target), target.fields(&of.referenced_columns));
    entries.push(quote!(references(#rust(#(#referenced),*))));
    entries.text("name", name(table, &of.columns, "fkey", &of.name));
    entries.flag("period", of.period);
    foreign_key_options(&mut entries, of);
    fields(&mut entries, "on_delete_columns", table, &of.on_delete_columns);
    entries.text("comment", of.comment.as_deref());
    Some(entries.attribute("foreign_key"))
}

/// The struct of a referenced table.
pub(super) fn referenced(table: &Named<'_>, target: &Named<'_>) -> TokenStream {
    if table.table.name == target.table.name {
        return quote!(Self);
    }
    let rust = ident(&target.rust);
    quote!(#rust)
}

/// What a field's foreign key says as well.
pub(super) fn foreign_key_options(entries: &mut Entries, of: &ForeignKey) {
    entries.text("on_delete", action(of.on_delete));
    entries.text("on_update", action(of.on_update));
    entries.text("match", (of.match_type == Match::Full).then_some("full"));
    deferral(entries, of.deferrable, of.initially_deferred);
    entries.flag("not_valid", of.not_valid);
    entries.flag("not_enforced", of.not_enforced);
}

fn action(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("restrict"),
        Action::Cascade => Some("cascade"),
        Action::SetNull => Some("set null"),
        Action::SetDefault => Some("set default"),
    }
}

fn deferral(entries: &mut Entries, deferrable: bool, initially_deferred: bool) {
    entries.flag("deferrable", deferrable && !initially_deferred);
    entries.flag("initially_deferred", initially_deferred);
}

/// `key(a, b)`.
pub(super) fn fields(entries: &mut Entries, key: &str, table: &Named<'_>, columns: &[String]) {
    if !columns.is_empty() {
        let (key, fields) = (ident(key), table.fields(columns));
        entries.push(quote!(#key(#(#fields),*)));
    }
}
