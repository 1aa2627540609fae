//! `#[table(…)]`.

use syn::Attribute;

use super::{entries, set};
use crate::ast::Text;
use crate::context::Context;

const KEYS: &[&str] = &["name", "schema", "comment", "renamed_from"];

/// What `#[table(…)]` says.
#[derive(Default)]
pub(crate) struct TableAttr {
    pub(crate) name: Option<Text>,
    pub(crate) schema: Option<Text>,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
}

impl TableAttr {
    pub(crate) fn parse(context: &Context, attributes: &[Attribute]) -> Self {
        let mut attr = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("table")) {
            for entry in entries(context, attribute) {
                let key = &entry.key;
                match key.to_string().as_str() {
                    "name" => set(context, &mut attr.name, key, entry.text(context)),
                    "schema" => set(context, &mut attr.schema, key, entry.text(context)),
                    "comment" => set(context, &mut attr.comment, key, entry.text(context)),
                    "renamed_from" => set(context, &mut attr.renamed_from, key, entry.text(context)),
                    _ => entry.unknown(context, "table", KEYS),
                }
            }
        }
        attr
    }
}
