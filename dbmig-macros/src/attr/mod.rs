//! Attributes: tokens to the model of `ast`, one attribute a file.

pub(crate) mod column;
pub(crate) mod constraint;
pub(crate) mod database;
mod entry;
pub(crate) mod exclusion;
mod flags;
pub(crate) mod foreign_key;
pub(crate) mod grant;
pub(crate) mod index;
mod index_key;
pub(crate) mod partition;
pub(crate) mod policy;
pub(crate) mod sql_type;
pub(crate) mod statistics;
pub(crate) mod table;
mod value;
pub(crate) mod view;
pub(crate) mod view_column;

use syn::Attribute;

pub(crate) use entry::{Entry, entries, set};
pub(crate) use value::doc_comment;

use crate::context::Context;

/// What each attribute `name` comes to.
fn each<T>(
    context: &Context,
    attributes: &[Attribute],
    name: &str,
    parse: impl Fn(&Context, &Attribute) -> Option<T>,
) -> Vec<T> {
    let attributes = attributes.iter().filter(|attribute| attribute.path().is_ident(name));
    attributes.filter_map(|attribute| parse(context, attribute)).collect()
}

/// Says what an attribute needs, unless something else is wrong with it; `before` counts the mistakes before it.
fn incomplete(context: &Context, before: usize, attribute: &Attribute, message: &str) {
    if before == context.count() {
        context.error_at(&attribute.meta, message);
    }
}
