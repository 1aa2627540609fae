//! What the compiler checks of a column's own type: keys and identities hold no null, identities count, `SET NULL` can.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Ident;
use syn::spanned::Spanned;

use super::{given, private_at};
use crate::ast::{Column, ForeignKey, Table};

/// The checks of a table's columns.
pub(super) fn requirements(table: &Table) -> TokenStream {
    let keys = table.primary_keys.iter().flat_map(|key| {
        let columns = key.columns.iter().filter_map(|field| table.column(field));
        // The check of an identity says it too.
        let columns = columns.filter(|column| column.attr.identity.is_none());
        columns.map(|column| not_null(column, key.span, "a column of a primary key can't be an `Option`"))
    });
    let columns = table.columns.iter();
    let named = columns.clone().filter_map(|column| {
        let span = column.attr.not_null.as_ref()?.span;
        Some(not_null(column, span, "`not_null` is a constraint of a column whose field is no `Option`"))
    });
    let actions = table.foreign_keys.iter().flat_map(|key| actions(table, key));
    keys.chain(columns.filter_map(identity)).chain(named).chain(actions).collect()
}

/// What a foreign key sets to null can be null.
fn actions(table: &Table, key: &ForeignKey) -> Vec<TokenStream> {
    let options = &key.options;
    let deleted = options.on_delete_columns.as_ref().unwrap_or(&key.columns);
    let on_delete = options.on_delete.map(|action| (action, deleted));
    let on_update = options.on_update.map(|action| (action, &key.columns));
    let setting = [on_delete, on_update].into_iter().flatten().filter(|(action, _)| action.sets_null());
    let of = |(action, fields): (crate::ast::Action, &Vec<Ident>)| {
        let columns: Vec<&Column> = fields.iter().filter_map(|field| table.column(field)).collect();
        let message =
            "a foreign key that sets null needs a column that can hold it: make the field an `Option`";
        columns
            .into_iter()
            .map(move |column| require(&nullable(column), action.span, message))
            .collect::<Vec<_>>()
    };
    setting.flat_map(of).collect()
}

fn identity(column: &Column) -> Option<TokenStream> {
    let span = column.attr.identity.as_ref()?.span;
    let private = private_at(span);
    let (sql, nullable) = (sql(column), nullable(column));
    Some(quote_spanned!(span=> const _: () = #private::identity(#sql, #nullable);))
}

fn not_null(column: &Column, span: Span, message: &str) -> TokenStream {
    let nullable = nullable(column);
    require(&quote_spanned!(span=> !#nullable), span, message)
}

fn require(condition: &TokenStream, span: Span, message: &str) -> TokenStream {
    let private = private_at(span);
    quote_spanned!(span=> const _: () = #private::require(#condition, #message);)
}

fn nullable(column: &Column) -> TokenStream {
    let (private, ty) = (private_at(column.ty.span()), &column.ty);
    match column.attr.sql_type {
        Some(_) => quote_spanned!(ty.span()=> <#private::Nullability<#ty>>::NULLABLE),
        None => quote_spanned!(ty.span()=> <#ty as #private::SqlType>::NULLABLE),
    }
}

/// The column's type, as the compiler compares it.
pub(super) fn sql(column: &Column) -> TokenStream {
    let (private, ty) = (private_at(column.ty.span()), &column.ty);
    match &column.attr.sql_type {
        Some(sql) => given::sql(&sql.value),
        None => quote_spanned!(ty.span()=> <#ty as #private::SqlType>::SQL),
    }
}
