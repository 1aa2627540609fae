//! Where a declaration stands.

use proc_macro2::{Ident, Span};

use super::json::{Json, Object};

/// The object's package, file and line; the file as the compiler names it, as `file!()` would.
pub(super) fn place(object: Object, ident: &Ident) -> Object {
    object
        .with("package", Json::string(package()))
        .with("file", Json::string(ident.span().file()))
        .with("line", line(ident.span()))
}

/// The package that is compiled. Cargo tells rustc, whose process this is; other build systems may not.
pub(super) fn package() -> String {
    std::env::var("CARGO_PKG_NAME").unwrap_or_default()
}

/// The line of `span`, from 1.
pub(super) fn line(span: Span) -> Json {
    Json::Number(i64::try_from(span.start().line).unwrap_or_default())
}
