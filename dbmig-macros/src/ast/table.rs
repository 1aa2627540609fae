//! Tables.

use heck::ToSnakeCase;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Ident};

use super::{Check, Column, Index, Key, Text};
use crate::attr;
use crate::attr::table::TableAttr;
use crate::context::Context;

/// A struct with `#[derive(Table)]`.
pub(crate) struct Table {
    pub(crate) ident: Ident,
    pub(crate) database: Option<Text>,
    pub(crate) schema: Option<Text>,
    pub(crate) name: Text,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) columns: Vec<Column>,
    /// From fields and from the struct; more than one is a mistake.
    pub(crate) primary_keys: Vec<Key>,
    pub(crate) uniques: Vec<Key>,
    pub(crate) checks: Vec<Check>,
    pub(crate) indexes: Vec<Index>,
}

impl Table {
    /// Reads a struct; mistakes go to the context.
    pub(crate) fn parse(context: &Context, input: &DeriveInput) -> Self {
        let (attributes, ident) = (input.attrs.as_slice(), &input.ident);
        let database = attr::database::database(context, attributes, ident);
        let TableAttr { name, schema, comment, renamed_from } = TableAttr::parse(context, attributes);
        let columns = columns(context, input);
        let fields = columns.iter();
        let mut primary_keys: Vec<Key> = fields
            .clone()
            .filter_map(|column| column.primary_key.map(|span| Key::of(column, span)))
            .collect();
        primary_keys.extend(attr::constraint::keys(context, attributes, "primary_key"));
        let mut uniques: Vec<Key> =
            fields.clone().filter_map(|column| column.unique.map(|span| Key::of(column, span))).collect();
        uniques.extend(attr::constraint::keys(context, attributes, "unique"));
        let mut checks: Vec<Check> = fields.filter_map(Check::of).collect();
        checks.extend(attr::constraint::checks(context, attributes));
        let own_name = Text { value: ident.unraw().to_string().to_snake_case(), span: ident.span() };
        Self {
            ident: ident.clone(),
            database,
            schema,
            name: name.unwrap_or(own_name),
            comment,
            renamed_from,
            columns,
            primary_keys,
            uniques,
            checks,
            indexes: attr::index::indexes(context, attributes),
        }
    }

    /// The column of the field `field`.
    pub(crate) fn column(&self, field: &Ident) -> Option<&Column> {
        self.columns.iter().find(|column| column.field.unraw() == field.unraw())
    }

    /// The SQL name of the field `field`; `check` has made sure that it is there.
    pub(crate) fn column_name(&self, field: &Ident) -> String {
        self.column(field).map_or_else(|| field.unraw().to_string(), |column| column.name.value.clone())
    }

    /// True if the column alone tells rows apart, so that a foreign key can reference it.
    pub(crate) fn is_key(&self, column: &Column) -> bool {
        let is_column = |field: &Ident| field.unraw() == column.field.unraw();
        let keys = self.primary_keys.iter().chain(&self.uniques);
        keys.map(|key| key.columns.as_slice()).any(|fields| matches!(fields, [field] if is_column(field)))
            || self.indexes.iter().filter_map(Index::unique_field).any(is_column)
    }
}

fn columns(context: &Context, input: &DeriveInput) -> Vec<Column> {
    let ident = &input.ident;
    if !input.generics.params.is_empty() {
        let message = "a table can't have generic parameters: its columns need known types";
        context.error_at(&input.generics, message);
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                return fields
                    .named
                    .iter()
                    .filter_map(|field| Column::parse(context, ident, field))
                    .collect();
            }
            Fields::Unnamed(_) | Fields::Unit => {
                context.error_at(ident, "a table is a struct with named fields, one a column");
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            let advice = "a table is a struct with named fields; for an enum type, `#[derive(SqlType)]`";
            context.error_at(ident, advice);
        }
    }
    Vec::new()
}
