//! Names that stand twice in a table.

use super::duplicates;
use crate::ast::Table;
use crate::context::Context;

pub(super) fn table(context: &Context, table: &Table) {
    duplicates(context, table.columns.iter().map(|column| &column.name), "column");
    let keys = table.primary_keys.iter().chain(&table.uniques).filter_map(|key| key.name.as_ref());
    let checks = table.checks.iter().filter_map(|check| check.name.as_ref());
    duplicates(context, keys.chain(checks), "constraint");
    duplicates(context, table.indexes.iter().filter_map(|index| index.name.as_ref()), "index");
    for again in table.primary_keys.iter().skip(1) {
        let message = "a table has one primary key; for one of several columns, write \
                       `#[primary_key(columns(a, b))]` on the struct";
        context.error(again.span, message);
    }
}
