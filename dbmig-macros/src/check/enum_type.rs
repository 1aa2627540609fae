//! Mistakes of enum types.

use super::duplicates;
use super::identifier::identifier;
use crate::ast::EnumType;
use crate::context::Context;

pub(super) fn enum_type(context: &Context, declared: &EnumType) {
    let own = [Some(&declared.name), declared.schema.as_ref(), declared.renamed_from.as_ref()];
    // A label may be as long as an identifier.
    let labels = declared.labels.iter().map(|label| Some(&label.label));
    own.into_iter().chain(labels).flatten().for_each(|text| identifier(context, text));
    duplicates(context, declared.labels.iter().map(|label| &label.label), "label");
}
