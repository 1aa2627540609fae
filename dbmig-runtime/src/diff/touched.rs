//! The tables whose rows changes meet.

use std::collections::BTreeSet;

use super::{Altered, Changes, ListChanges};
use crate::catalog::{Catalog, Named, ObjectName, Table};

impl Changes {
    /// The tables before the changes, by the names that they have after the renames, whose rows the changes meet: tables that are
    /// altered or dropped, those with columns of types that are, and those that new foreign keys refer to.
    pub fn touched_tables(&self) -> BTreeSet<ObjectName> {
        let mut touched: BTreeSet<ObjectName> =
            self.tables.dropped.iter().map(|table| table.name.clone()).collect();
        touched.extend(self.tables.altered.iter().map(|altered| altered.from.name.clone()));
        touched.extend(self.renames.tables.keys().cloned());
        touched.extend(self.renames.columns.keys().map(|(table, _)| table.clone()));
        let new_keys = self.tables.added.iter().flat_map(|table| &table.foreign_keys);
        let altered = self.tables.altered.iter();
        let more_keys = altered.flat_map(|altered| &altered.foreign_keys.added);
        touched.extend(new_keys.chain(more_keys).map(|key| key.references.clone()));
        let types = self.touched_types();
        let tables = self.renamed.tables.values();
        touched.extend(tables.filter(|table| uses(table, &types)).map(|table| table.name.clone()));
        touched.retain(|name| self.renamed.tables.contains_key(name));
        touched
    }

    /// Types that are altered or dropped, and those that are made of them.
    fn touched_types(&self) -> BTreeSet<ObjectName> {
        let mut types = BTreeSet::new();
        add(&mut types, &self.enums);
        add(&mut types, &self.domains);
        add(&mut types, &self.composites);
        add(&mut types, &self.ranges);
        let renames = &self.renames;
        types.extend(renames.types().map(|(name, _)| name.clone()));
        types.extend(
            renames.enum_labels.keys().chain(renames.attributes.keys()).map(|(name, _)| name.clone()),
        );
        let mut known = 0;
        while known < types.len() {
            known = types.len();
            let more = made_of(&self.renamed, &types);
            types.extend(more);
        }
        types
    }
}

fn add<T: Named<Key = ObjectName>>(types: &mut BTreeSet<ObjectName>, changes: &ListChanges<T, Altered<T>>) {
    types.extend(changes.dropped.iter().map(|dropped| dropped.key().clone()));
    types.extend(changes.altered.iter().map(|altered| altered.from.key().clone()));
}

/// The types that hold one of `types`.
fn made_of(catalog: &Catalog, types: &BTreeSet<ObjectName>) -> Vec<ObjectName> {
    let is_one = |data_type: &crate::catalog::DataType| types.iter().any(|name| data_type.is_of(name));
    let domains = catalog.domains.values().filter(|domain| is_one(&domain.data_type));
    let composites = catalog
        .composites
        .values()
        .filter(|composite| composite.attributes.iter().any(|attribute| is_one(&attribute.data_type)));
    let ranges = catalog.ranges.values().filter(|range| is_one(&range.subtype));
    let domains = domains.map(|domain| domain.name.clone());
    domains
        .chain(composites.map(|one| one.name.clone()))
        .chain(ranges.map(|range| range.name.clone()))
        .collect()
}

fn uses(table: &Table, types: &BTreeSet<ObjectName>) -> bool {
    let mut columns = table.columns.iter();
    columns.any(|column| types.iter().any(|name| column.data_type.is_of(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Column, DataType, EnumType, ForeignKey, Renames};
    use crate::diff::diff;

    fn table(name: &str, columns: &[(&str, &str)]) -> Table {
        let column = |(name, data_type): &(&str, &str)| Column::new(*name, DataType::new(*data_type));
        Table { columns: columns.iter().map(column).collect(), ..Table::new(name) }
    }

    fn catalog(tables: &[Table], labels: &[&str]) -> Catalog {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        let mood = EnumType { name: "mood".into(), labels, comment: None };
        Catalog {
            tables: tables.iter().map(|table| (table.name.clone(), table.clone())).collect(),
            enums: [(mood.name.clone(), mood)].into(),
            ..Catalog::default()
        }
    }

    #[test]
    fn tables_by_what_happens_to_them() {
        let same = table("same", &[("a", "integer")]);
        let target = table("target", &[("id", "integer")]);
        let moody = table("moody", &[("m", "mood[]")]);
        let before = [same.clone(), target.clone(), moody.clone(), table("gone", &[]), table("more", &[])];
        let mut new = table("new", &[("t", "integer")]);
        new.foreign_keys = vec![ForeignKey::new("f", vec!["t".into()], "target", vec!["id".into()])];
        let after = [same, target, moody, new, table("more", &[("b", "text")])];
        let changes = diff(catalog(&before, &["ok", "bad"]), catalog(&after, &["ok"]), &Renames::default());
        let names: Vec<String> = changes.touched_tables().iter().map(ToString::to_string).collect();
        assert_eq!(names, ["gone", "moody", "more", "target"]);
    }
}
