//! `#[derive(Table)]`: the trait, the declaration in the link section, and what the compiler checks.
//!
//! Few items and few tokens: a crate has hundreds of tables, and each item costs the compiler a body to check.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::columns::{self, columns};
use super::document::{Document, document, splice};
use super::manifest::{self, described};
use super::reference::reference;
use super::requirement::requirements;
use super::section::section;
use super::{private, private_at, scope};
use crate::ast::Table;

/// Everything a table comes to.
pub(crate) fn table(table: &Table) -> TokenStream {
    let mut tokens = implementation(table, "Table", &document(described("table", table).json(), None));
    tokens.extend(table.foreign_keys.iter().map(|key| reference(table, key)));
    tokens.extend(table.inherits.iter().map(|parent| inherits(table, parent)));
    tokens.extend(requirements(table));
    scope(&tokens)
}

/// What tables and views have in common: the trait, with the declaration, and the link section.
pub(super) fn implementation(table: &Table, of: &str, document: &Document) -> TokenStream {
    let (private, own, hidden) = (private(), &table.ty, columns::name(&table.ident));
    let of = Ident::new(of, Span::call_site());
    let (meta, column) = (meta(table), columns::value(table));
    let columns = columns(&table.ident, table.columns.iter().map(|column| &column.field));
    let section = section(&quote!(<#own as #private::#of>::DOCUMENT), document.splices);
    let document = &document.value;
    // Types that columns name themselves are asked whether they are an `Option`.
    let asks = table.columns.iter().any(|column| column.attr.sql_type.is_some());
    let asks = asks.then(|| quote!(#[allow(unused_imports)] use #private::NullabilityOfAny as _;));
    quote! {
        #asks
        #columns
        #[automatically_derived]
        impl #private::#of for #own {
            type Columns = #hidden;
            const COLUMN: #hidden = #column;
            const META: &'static #private::Meta = &#meta;
            const DOCUMENT: &'static #private::Document = &#document;
        }
        #section
    }
}

fn meta(table: &Table) -> TokenStream {
    let (private, rust) = (private(), table.ident.unraw().to_string());
    let (name, json) = (&table.name.value, splice(&manifest::name(table)));
    let database = table.database.as_ref().map(|text| text.value.as_str()).unwrap_or_default();
    let schema = match &table.schema {
        Some(text) => {
            let schema = &text.value;
            quote!(::core::option::Option::Some(#schema))
        }
        None => quote!(::core::option::Option::None),
    };
    let names = table.columns.iter().map(|column| &column.name.value);
    let keys = columns::keys(table);
    quote! {
        #private::Meta {
            database: #database,
            schema: #schema,
            name: #name,
            json: #json,
            columns: &[#(#names),*],
            rust: #rust,
            #keys
        }
    }
}

/// The check of a parent: it is in the same database.
fn inherits(table: &Table, parent: &Path) -> TokenStream {
    let (private, own) = (private_at(parent.span()), &table.ty);
    quote_spanned! {parent.span()=>
        const _: () = #private::inherits(<#own as #private::Table>::META, <#parent as #private::Table>::META);
    }
}
