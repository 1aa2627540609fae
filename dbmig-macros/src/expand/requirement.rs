//! What the compiler checks of a column's own type: keys and identities hold no null, `SET NULL` can.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::columns::sql_type;
use super::{at, private};
use crate::ast::{Column, Table};

/// The checks of a table's columns.
pub(super) fn requirements(table: &Table) -> TokenStream {
    let keys = table.primary_keys.iter().flat_map(|key| {
        let columns = key.columns.iter().filter_map(|field| table.column(field));
        columns.map(|column| not_null(column, key.span, "a column of a primary key can't be an `Option`"))
    });
    let columns = table.columns.iter().map(column);
    keys.chain(columns).collect()
}

fn column(column: &Column) -> TokenStream {
    let identity = column.identity.as_ref().map(|identity| {
        let (private, ty) = (private(), sql_type(column));
        let null = not_null(column, identity.span, "an identity column can't be an `Option`");
        let check = quote_spanned! {at(identity.span)=>
            const _: fn() = || #private::identity::<#ty>();
        };
        quote!(#null #check)
    });
    let actions =
        [column.on_delete, column.on_update].into_iter().flatten().filter(|action| action.sets_null());
    let nulls = actions.map(|action| {
        let nullable = nullable(column);
        let message =
            "a foreign key that sets null needs a column that can hold it: make the field an `Option`";
        assert(&nullable, action.span, message)
    });
    let nulls: TokenStream = nulls.collect();
    quote!(#identity #nulls)
}

fn not_null(column: &Column, span: Span, message: &str) -> TokenStream {
    let nullable = nullable(column);
    assert(&quote!(!#nullable), span, message)
}

fn assert(condition: &TokenStream, span: Span, message: &str) -> TokenStream {
    quote_spanned! {at(span)=>
        const _: () = ::core::assert!(#condition, #message);
    }
}

fn nullable(column: &Column) -> TokenStream {
    let (private, ty) = (private(), &column.ty);
    match column.sql_type {
        Some(_) => quote!(<#private::Nullability<#ty>>::NULLABLE),
        None => quote!(<#ty as #private::SqlType>::NULLABLE),
    }
}
