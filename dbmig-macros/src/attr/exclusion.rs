//! `#[exclude(…)]`.

use syn::Attribute;

use super::constraint::span;
use super::{each, entries, incomplete, set};
use crate::ast::{Deferral, Exclusion, Physical};
use crate::context::Context;

const KEYS: &[&str] = &[
    "name",
    "using",
    "elements",
    "include",
    "where",
    "deferrable",
    "initially_deferred",
    "with",
    "tablespace",
    "comment",
    "index_comment",
];
const ELEMENTS: &str = "room with \"=\", during with \"&&\"";

/// The exclusion constraints of the struct.
pub(crate) fn exclusions(context: &Context, attributes: &[Attribute]) -> Vec<Exclusion> {
    each(context, attributes, "exclude", exclusion)
}

fn exclusion(context: &Context, attribute: &Attribute) -> Option<Exclusion> {
    let (mut name, mut method, mut elements, mut include) = (None, None, None, None);
    let (mut predicate, mut comment, mut index_comment) = (None, None, None);
    let (mut deferral, mut physical) = (Deferral::default(), Physical::default());
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "using" => set(context, &mut method, key, entry.text(context)),
            "elements" => set(context, &mut elements, key, entry.elements(context, ELEMENTS)),
            "include" => set(context, &mut include, key, entry.fields(context)),
            "where" => set(context, &mut predicate, key, entry.text(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            "index_comment" => set(context, &mut index_comment, key, entry.text(context)),
            _ if deferral.entry(context, &entry) || physical.entry(context, &entry) => {}
            _ => entry.unknown(context, "exclude", KEYS),
        }
    }
    let Some(elements) = elements else {
        let message =
            format!("an exclusion constraint needs its elements: `#[exclude(elements({ELEMENTS}))]`");
        incomplete(context, before, attribute, &message);
        return None;
    };
    let (span, include) = (span(attribute), include.unwrap_or_default());
    Some(Exclusion {
        span,
        name,
        method,
        elements,
        include,
        predicate,
        deferral,
        physical,
        comment,
        index_comment,
    })
}
