//! Enum types, domains and composite types: those that columns have, and those that these are made of.

use std::collections::BTreeMap;

use dbmig_runtime::catalog::{Catalog, CompositeType, DataType, Domain, EnumType, ObjectName, Table};

/// Types that are declared beside the structs.
#[derive(Default)]
pub(super) struct Own {
    pub(super) enums: BTreeMap<ObjectName, EnumType>,
    pub(super) domains: BTreeMap<ObjectName, Domain>,
    pub(super) composites: BTreeMap<ObjectName, CompositeType>,
}

pub(super) fn own(catalog: &Catalog, structs: &BTreeMap<ObjectName, Table>) -> Own {
    let columns = structs.values().flat_map(|table| &table.columns).filter(|column| !column.inherited);
    let mut wanted: Vec<&DataType> = columns.map(|column| &column.data_type).collect();
    let mut own = Own::default();
    while let Some(data_type) = wanted.pop() {
        let is_it = |name: &ObjectName| data_type.is_of(name);
        if let Some((name, found)) = catalog.enums.iter().find(|(name, of)| is_it(name) && is_enum(of)) {
            own.enums.insert(name.clone(), found.clone());
        } else if let Some((name, found)) =
            catalog.domains.iter().find(|(name, of)| is_it(name) && is_domain(of))
        {
            if own.domains.insert(name.clone(), found.clone()).is_none() {
                wanted.push(&found.data_type);
            }
        } else if let Some((name, found)) =
            catalog.composites.iter().find(|(name, of)| is_it(name) && is_composite(of))
            && own.composites.insert(name.clone(), found.clone()).is_none()
        {
            wanted.extend(found.attributes.iter().map(|attribute| &attribute.data_type));
        }
    }
    own
}

/// An attribute can't hold the empty label.
fn is_enum(of: &EnumType) -> bool {
    !of.labels.is_empty() && !of.labels.contains(&String::new())
}

fn is_domain(of: &Domain) -> bool {
    of.collation.as_ref().is_none_or(|collation| collation.schema.is_none())
}

fn is_composite(of: &CompositeType) -> bool {
    let mut collations = of.attributes.iter().filter_map(|attribute| attribute.collation.as_ref());
    !of.attributes.is_empty() && collations.all(|collation| collation.schema.is_none())
}
