//! The model of `ast` to tokens.

mod bytes;
mod columns;
mod fallback;
mod given;
mod json;
mod manifest;
mod place;
mod reference;
mod requirement;
mod sql_type;
mod table;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

pub(crate) use fallback::{sql_type as sql_type_fallback, table as table_fallback};
pub(crate) use sql_type::sql_type;
pub(crate) use table::table;

/// The one path that macro output names.
fn private() -> TokenStream {
    private_at(Span::call_site())
}

/// The same, at a place of the user's: a message about a call points at the call's first token.
fn private_at(span: Span) -> TokenStream {
    quote_spanned!(span=> ::dbmig_runtime::__private)
}
