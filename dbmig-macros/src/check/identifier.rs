//! Names that PostgreSQL would not keep as they are.

use crate::ast::{Table, Text};
use crate::context::Context;

/// The longest identifier PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`).
const MAX_BYTES: usize = 63;

pub(super) fn table(context: &Context, table: &Table) {
    let own = [Some(&table.name), table.schema.as_ref(), table.renamed_from.as_ref()];
    let columns = table
        .columns
        .iter()
        .flat_map(|column| [Some(&column.name), column.renamed_from.as_ref(), column.collation.as_ref()]);
    let keys = table.primary_keys.iter().chain(&table.uniques).map(|key| key.name.as_ref());
    let checks = table.checks.iter().map(|check| check.name.as_ref());
    let indexes = table.indexes.iter().map(|index| index.name.as_ref());
    let collations = table.indexes.iter().flat_map(|index| &index.keys).map(|key| key.collation.as_ref());
    let all = own.into_iter().chain(columns).chain(keys).chain(checks).chain(indexes).chain(collations);
    all.flatten().for_each(|text| identifier(context, text));
}

/// Reports a name that is too long; an empty one and a NUL character were found when the text was read.
pub(super) fn identifier(context: &Context, text: &Text) {
    let bytes = text.value.len();
    if bytes > MAX_BYTES {
        let message = format!(
            "the name {:?} has {bytes} bytes, PostgreSQL keeps {MAX_BYTES}: choose a shorter one",
            text.value
        );
        context.error(text.span, message);
    }
}
