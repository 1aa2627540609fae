//! Columns as fields.

use dbmig_runtime::catalog::{
    Column, ForeignKey, GeneratedKind, Identity, IdentityKind, NotNull, Storage, Unique, default_name,
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::constraint::{checked_column, foreign_key_options, inline_check, name, referenced};
use super::context::{Context, Named};
use super::default::default;
use super::entry::{Entries, word};

/// The field of a column, with the constraints that stand on it.
pub(super) fn field<'a>(context: &Context<'a>, table: &Named<'_>, of: &'a Column) -> TokenStream {
    let field = table.field(&of.name);
    let ty = context.field_type(&of.data_type);
    let mut entries = Entries::default();
    entries.text("name", (field.unraw() != of.name).then_some(&*of.name));
    entries.text("type", ty.sql.as_deref());
    keys(&mut entries, table, &of.name);
    if let Some(of_column) = &of.identity {
        identity(&mut entries, of_column);
    }
    default(&mut entries, of.default.as_deref(), context.base_type(&of.data_type));
    if let Some(generated) = &of.generated {
        entries.text("generated", Some(&generated.expression));
        entries.flag("virtual", generated.kind == GeneratedKind::Virtual);
    }
    for key in table.table.foreign_keys.iter().filter(|key| is_on_field(key, &of.name)).take(1) {
        references(&mut entries, context, table, key);
    }
    for check in &table.table.checks {
        if checked_column(table.table, check) == Some(&of.name) {
            inline_check(&mut entries, None, check);
        }
    }
    entries.text("collation", of.collation.as_ref().map(|collation| collation.name.as_str()));
    entries.text("storage", of.storage.map(storage));
    entries.text("compression", of.compression.as_deref());
    entries.number("statistics", of.statistics.map(i64::from));
    entries.with(&of.options);
    if let Some(not_null) = &of.not_null {
        named_not_null(&mut entries, table, not_null);
    }
    let (doc, comment) = table.comments.of(of.comment.as_deref());
    entries.text("comment", comment);
    let attribute = entries.attribute("column");
    let ty = ty.tokens;
    let ty = if of.nullable { quote!(Option<#ty>) } else { ty };
    quote!(#doc #attribute pub #field: #ty)
}

/// True if a field can say the whole foreign key.
pub(super) fn is_on_field(key: &ForeignKey, column: &str) -> bool {
    key.columns == [column] && !key.period && key.on_delete_columns.is_empty() && key.comment.is_none()
}

/// True if a field can say the whole constraint.
pub(super) fn is_unique_on_field(key: &Unique) -> bool {
    let [column] = key.columns.as_slice() else { return false };
    *key == Unique::new(&*key.name, vec![column.clone()])
}

/// True if a field can say the whole primary key.
pub(super) fn is_key_on_field(table: &Named<'_>) -> bool {
    let key = table.table.primary_key.as_ref();
    key.is_some_and(|key| {
        let plain = dbmig_runtime::catalog::PrimaryKey::new(&*key.name, key.columns.clone());
        key.columns.len() == 1 && *key == plain
    })
}

fn keys(entries: &mut Entries, table: &Named<'_>, column: &str) {
    let primary = table.table.primary_key.iter().filter(|_| is_key_on_field(table));
    for key in primary.filter(|key| key.columns == [column]) {
        stands_alone(entries, "primary_key", name(table, &[], "pkey", &key.name));
    }
    let mut uniques =
        table.table.uniques.iter().filter(|key| is_unique_on_field(key) && key.columns == [column]);
    if let Some(key) = uniques.next() {
        stands_alone(entries, "unique", name(table, &key.columns, "key", &key.name));
    }
}

/// `key`, or `key = "name"`.
fn stands_alone(entries: &mut Entries, key: &str, name: Option<&str>) {
    entries.flag(key, name.is_none());
    entries.text(key, name);
}

fn references(entries: &mut Entries, context: &Context<'_>, table: &Named<'_>, key: &ForeignKey) {
    let (Some(target), Some(column)) = (context.tables.get(&key.references), key.referenced_columns.first())
    else {
        return;
    };
    let (rust, field) = (referenced(table, target), target.field(column));
    entries.push(quote!(references(#rust::#field)));
    entries.text("foreign_key", name(table, &key.columns, "fkey", &key.name));
    foreign_key_options(entries, key);
}

fn identity(entries: &mut Entries, of: &Identity) {
    let mut inner = Entries::default();
    inner.flag("by_default", of.kind == IdentityKind::ByDefault);
    let options = &of.options;
    inner.number("start", options.start);
    inner.number("increment", options.increment);
    inner.number("min", options.min);
    inner.number("max", options.max);
    inner.number("cache", options.cache);
    inner.flag("cycle", options.cycle);
    inner.text("sequence", of.sequence.as_deref());
    inner.flag("logged", of.logged == Some(true));
    inner.flag("unlogged", of.logged == Some(false));
    inner.text("comment", of.comment.as_deref());
    let plain = Identity::new(of.kind);
    entries.push(match of.kind {
        _ if *of != plain => inner.group("identity"),
        IdentityKind::ByDefault => quote!(identity = "by_default"),
        IdentityKind::Always => word("identity"),
    });
}

fn named_not_null(entries: &mut Entries, table: &Named<'_>, of: &NotNull) {
    let mut inner = Entries::default();
    let usual = default_name(&table.table.name.name, &[&of.column], "not_null");
    let name = (of.name != usual).then_some(&*of.name);
    inner.flag("no_inherit", of.no_inherit);
    inner.flag("not_valid", of.not_valid);
    inner.text("comment", of.comment.as_deref());
    if inner.is_empty() {
        entries.text("not_null", name);
    } else {
        inner.text("name", name);
        entries.push(inner.group("not_null"));
    }
}

fn storage(storage: Storage) -> &'static str {
    match storage {
        Storage::Plain => "plain",
        Storage::External => "external",
        Storage::Extended => "extended",
        Storage::Main => "main",
    }
}
