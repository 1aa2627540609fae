//! Mistakes of domains and composite types.

use std::collections::BTreeSet;

use super::column::serial;
use super::identifier::identifier;
use super::{duplicates, renamed};
use crate::ast::{Composite, Domain};
use crate::context::Context;
use crate::naming::default_name;

pub(super) fn domain(context: &Context, declared: &Domain) {
    let Domain { schema, name, sql_type, collation, not_null, checks, renamed_from, .. } = declared;
    renamed(context, name, renamed_from.as_ref());
    let not_null = not_null.as_ref().and_then(|given| given.name.as_ref());
    let names =
        [Some(name), schema.as_ref(), collation.as_ref(), not_null, renamed_from.as_ref()].into_iter();
    let names = names.chain(checks.iter().map(|check| check.name.as_ref()));
    names.flatten().for_each(|text| identifier(context, text));
    if let Some(sql_type) = sql_type {
        serial(context, sql_type);
    }
    let mut seen = BTreeSet::new();
    for check in checks {
        let name = check.name.as_ref().map(|text| text.value.clone());
        let name = name.unwrap_or_else(|| default_name(&declared.name.value, &[], "check"));
        if seen.contains(&name) {
            let message = format!("there is another check {name:?}: `check(name = \"…\", expr = \"…\")`");
            context.error(check.name.as_ref().map_or(check.span, |text| text.span), message);
        }
        seen.insert(name);
        if check.no_inherit || check.enforcement.not_enforced.is_some() {
            context.error(
                check.span,
                "the check of a domain is for all columns: no `no_inherit`, no `not_enforced`",
            );
        }
    }
}

pub(super) fn composite(context: &Context, declared: &Composite) {
    let attributes = declared.attributes.iter();
    let names = attributes.clone().flat_map(|attribute| {
        [Some(&attribute.name), attribute.collation.as_ref(), attribute.renamed_from.as_ref()]
    });
    let own = [Some(&declared.name), declared.schema.as_ref(), declared.renamed_from.as_ref()];
    let names = names.chain(own);
    renamed(context, &declared.name, declared.renamed_from.as_ref());
    for attribute in &declared.attributes {
        renamed(context, &attribute.name, attribute.renamed_from.as_ref());
    }
    names.flatten().for_each(|text| identifier(context, text));
    attributes
        .clone()
        .filter_map(|attribute| attribute.sql_type.as_ref())
        .for_each(|sql| serial(context, sql));
    duplicates(context, attributes.map(|attribute| &attribute.name), "attribute");
}
