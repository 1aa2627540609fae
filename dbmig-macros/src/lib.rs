//! The derives of dbmig. Use them through `dbmig_runtime`, which re-exports them beside the traits and documents both
//! together.
//!
//! A derive is read in one direction: `attr` (tokens to values), `ast` (what the item says), `check` (mistakes that show
//! when everything is read), `expand` (values to tokens). Mistakes are gathered in a `context` and reported all at once;
//! after one, a fallback implementation keeps other code from failing too.
//!
//! This crate knows tokens. It knows no database and no file.

mod ast;
mod attr;
mod check;
mod context;
mod expand;
mod spelling;

use proc_macro::TokenStream;
use syn::DeriveInput;

use crate::context::Context;

/// Derives `Table` for a struct with named fields.
///
/// Documented where users find it: in `dbmig_runtime`.
#[proc_macro_derive(Table, attributes(db, table, column, index, check, unique, primary_key))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let context = Context::default();
    let table = ast::Table::parse(&context, &input);
    check::table(&context, &table);
    if context.is_clean() {
        return expand::table(&table).into();
    }
    let mut tokens = context.into_tokens();
    tokens.extend(expand::table_fallback(&input));
    tokens.into()
}

/// Derives `SqlType` for a newtype or an enum.
///
/// Documented where users find it: in `dbmig_runtime`.
#[proc_macro_derive(SqlType, attributes(sql_type))]
pub fn derive_sql_type(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let context = Context::default();
    let parsed = ast::SqlType::parse(&context, &input);
    if let Some(sql_type) = &parsed {
        check::sql_type(&context, sql_type);
    }
    match parsed {
        Some(sql_type) if context.is_clean() => expand::sql_type(&input.ident, &sql_type).into(),
        _ => {
            let mut tokens = context.into_tokens();
            tokens.extend(expand::sql_type_fallback(&input));
            tokens.into()
        }
    }
}
