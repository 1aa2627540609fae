//! `#[db("users")]`.

use proc_macro2::Span;
use syn::{Attribute, Ident, LitStr};

use super::entry::text;
use crate::ast::{Kind, Text};
use crate::context::Context;

/// The database that the attributes name.
pub(crate) fn database(
    context: &Context,
    attributes: &[Attribute],
    ident: &Ident,
    kind: Kind,
) -> Option<Text> {
    let mut found = attributes.iter().filter(|attribute| attribute.path().is_ident("db"));
    let Some(attribute) = found.next() else {
        context.error_at(ident, format!("which database is `{ident}` in? Say it: `#[db(\"…\")]`"));
        return None;
    };
    for again in found {
        context.error_at(&again.meta, format!("a {} is in one database; `db` is given twice", kind.word()));
    }
    let Ok(literal) = attribute.parse_args::<LitStr>() else {
        context.error_at(&attribute.meta, "`db` takes the database's name: `#[db(\"…\")]`");
        return None;
    };
    text(context, &Ident::new("db", Span::call_site()), &literal)
}
