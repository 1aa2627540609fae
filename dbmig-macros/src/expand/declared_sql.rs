//! `sql!` and `sql_file!`: a declaration in the link section.

use std::path::Path;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::document::{Document, document};
use super::json::{Json, Object};
use super::place::{line, package};
use super::section::section;
use super::{private, scope};
use crate::ast::DeclaredSql;

/// What `sql!` comes to.
pub(crate) fn sql(declared: &DeclaredSql) -> TokenStream {
    let object = header(declared)
        .with("file", Json::string(declared.text.span().file()))
        .with("line", line(declared.text.span()))
        .with("sql", Json::string(declared.text.value()));
    declaration(&document(object.json(), None))
}

/// What `sql_file!` comes to: the declaration, then the file's bytes as they are. The compiler reads the file, and so
/// knows when it has changed.
pub(crate) fn sql_file(declared: &DeclaredSql) -> TokenStream {
    let path = &declared.text;
    let object = header(declared)
        .with("file", Json::string(shown(&path.value())))
        .with("line", Json::Number(1))
        .with("is_file", Json::Bool(true));
    declaration(&document(object.json(), Some(bytes(path))))
}

fn declaration(document: &Document) -> TokenStream {
    let (private, section) = (private(), section(&quote!(DOCUMENT), document.splices));
    let value = &document.value;
    scope(&quote! {
        const DOCUMENT: &#private::Document = &#value;
        #section
    })
}

/// The bytes of the file at `path`.
pub(super) fn bytes(path: &LitStr) -> TokenStream {
    let span = path.span().resolved_at(Span::mixed_site());
    quote_spanned!(span=> ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path)))
}

fn header(declared: &DeclaredSql) -> Object {
    Object::default()
        .with("kind", Json::string("sql"))
        .with("package", Json::string(package()))
        .with("database", Json::string(declared.database.value()))
}

/// A path below the package as the compiler names files: relative to the workspace's root.
pub(super) fn shown(path: &str) -> String {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let file = Path::new(&package).join(path);
    let root = std::env::current_dir().unwrap_or_default();
    file.strip_prefix(root).unwrap_or(&file).display().to_string()
}
