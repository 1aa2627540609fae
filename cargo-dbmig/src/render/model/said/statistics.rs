//! Extended statistics of structs.

use std::collections::BTreeMap;

use dbmig_runtime::catalog::{Catalog, Object, ObjectName, Statistics, Table};

use super::have_fields;

pub(super) fn statistics(
    catalog: &Catalog,
    structs: &BTreeMap<ObjectName, Table>,
) -> BTreeMap<ObjectName, Statistics> {
    let own = catalog.statistics.iter().filter(|(name, of)| {
        let Object::Table(on) = &of.on else { return false };
        name.schema == on.schema && structs.get(on).is_some_and(|table| have_fields(table, &of.columns))
    });
    own.map(|(name, of)| (name.clone(), of.clone())).collect()
}
