//! `#[statistics(…)]`.

use syn::Attribute;

use super::constraint::span;
use super::{each, entries, incomplete, set};
use crate::ast::{Statistics, Text};
use crate::context::Context;
use crate::spelling::nearest;

const KEYS: &[&str] = &["name", "columns", "kinds", "target", "comment"];
const COLUMNS: &str = "city, zip, \"lower(street)\"";
const KINDS: &[(&str, &str)] =
    &[("ndistinct", "distinct"), ("dependencies", "dependencies"), ("mcv", "most_common")];

/// The extended statistics of the struct.
pub(crate) fn statistics(context: &Context, attributes: &[Attribute]) -> Vec<Statistics> {
    each(context, attributes, "statistics", one)
}

fn one(context: &Context, attribute: &Attribute) -> Option<Statistics> {
    let (mut name, mut parts, mut kinds, mut target, mut comment) = (None, None, None, None, None);
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "columns" => set(context, &mut parts, key, entry.index_keys(context, COLUMNS)),
            "kinds" => {
                let names = entry.names(context);
                let names = names.map(|names| names.iter().filter_map(|name| kind(context, name)).collect());
                set(context, &mut kinds, key, names);
            }
            "target" => set(context, &mut target, key, entry.small_number(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            _ => entry.unknown(context, "statistics", KEYS),
        }
    }
    let Some(parts) = parts else {
        let message = format!("statistics need their columns: `#[statistics(columns({COLUMNS}))]`");
        incomplete(context, before, attribute, &message);
        return None;
    };
    Some(Statistics { span: span(attribute), name, parts, kinds, target, comment })
}

/// A kind as the manifest spells it.
fn kind(context: &Context, name: &Text) -> Option<&'static str> {
    let found = KINDS.iter().find(|(word, _)| *word == name.value);
    if found.is_none() {
        let near = nearest(&name.value, KINDS.iter().map(|(word, _)| *word));
        let message = match near {
            Some(near) => format!("there is no kind `{}` of statistics; did you mean `{near}`?", name.value),
            None => "`kinds` are `ndistinct`, `dependencies` and `mcv`".to_owned(),
        };
        context.error(name.span, message);
    }
    found.map(|(_, kind)| *kind)
}
