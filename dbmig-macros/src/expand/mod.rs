//! The model of `ast` to tokens.

mod bytes;
mod columns;
mod fallback;
mod given;
mod hash;
mod json;
mod manifest;
mod place;
mod reference;
mod requirement;
mod sql_type;
mod table;

use proc_macro2::{Span, TokenStream};
use quote::quote;

pub(crate) use fallback::{sql_type as sql_type_fallback, table as table_fallback};
pub(crate) use sql_type::sql_type;
pub(crate) use table::table;

/// The one path that macro output names.
fn private() -> TokenStream {
    quote!(::dbmig_runtime::__private)
}

/// The place of `span` with the macro's own hygiene: errors point at the user's code, lints know that it isn't theirs.
fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}
