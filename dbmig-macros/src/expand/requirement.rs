//! What the compiler checks of a column's own type: keys and identities hold no null, identities count, `SET NULL` can.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

use super::{given, private_at};
use crate::ast::{Column, Table};

/// The checks of a table's columns.
pub(super) fn requirements(table: &Table) -> TokenStream {
    let keys = table.primary_keys.iter().flat_map(|key| {
        let columns = key.columns.iter().filter_map(|field| table.column(field));
        columns.map(|column| not_null(column, key.span, "a column of a primary key can't be an `Option`"))
    });
    let actions = table.columns.iter().flat_map(|column| {
        let actions = [column.on_delete, column.on_update].into_iter().flatten();
        let actions = actions.filter(|action| action.sets_null());
        actions.map(|action| {
            let message =
                "a foreign key that sets null needs a column that can hold it: make the field an `Option`";
            require(&nullable(column), action.span, message)
        })
    });
    keys.chain(table.columns.iter().filter_map(identity)).chain(actions).collect()
}

fn identity(column: &Column) -> Option<TokenStream> {
    let span = column.identity.as_ref()?.span;
    let private = private_at(span);
    let sql = sql(column);
    let mut tokens = quote_spanned!(span=> const _: () = #private::identity(#sql););
    tokens.extend(not_null(column, span, "an identity column can't be an `Option`"));
    Some(tokens)
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
    match column.sql_type {
        Some(_) => quote_spanned!(ty.span()=> <#private::Nullability<#ty>>::NULLABLE),
        None => quote_spanned!(ty.span()=> <#ty as #private::SqlType>::NULLABLE),
    }
}

/// The column's type, as the compiler compares it.
pub(super) fn sql(column: &Column) -> TokenStream {
    let (private, ty) = (private_at(column.ty.span()), &column.ty);
    match &column.sql_type {
        Some(sql) => given::sql(&sql.value),
        None => quote_spanned!(ty.span()=> <#ty as #private::SqlType>::SQL),
    }
}
