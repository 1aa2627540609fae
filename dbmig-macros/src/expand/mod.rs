//! The model of `ast` to tokens.

mod columns;
mod declared_sql;
mod document;
mod fallback;
mod given;
mod json;
mod manifest;
mod place;
mod reference;
mod requirement;
mod section;
mod sql_type;
mod table;
mod view;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

pub(crate) use declared_sql::{sql, sql_file};
pub(crate) use fallback::{sql_type as sql_type_fallback, table as table_fallback, view as view_fallback};
pub(crate) use sql_type::sql_type;
pub(crate) use table::table;
pub(crate) use view::view;

/// Items in a scope of their own, where [`private`] is known.
fn scope(items: &TokenStream) -> TokenStream {
    quote! {
        #[allow(clippy::absolute_paths)]
        const _: () = {
            use ::dbmig_runtime::__private as __dbmig;
            #items
        };
    }
}

/// The one path that macro output names.
fn private() -> TokenStream {
    quote!(__dbmig)
}

/// The same, at a place of the user's, where messages should point. Lints look at these tokens as if the user had
/// written them, and would call a shorter path needlessly qualified.
fn private_at(span: Span) -> TokenStream {
    quote_spanned!(span=> ::dbmig_runtime::__private)
}
