//! Indexes and keys of one partition that the server can't tell apart when it attaches them: it takes any that fits. So
//! what stays the partition's own is built once the other one is attached.

use super::family::Family;
use super::graph::Resource;
use crate::catalog::{Index, IndexKey, KeyPart, ObjectName, Table};
use crate::diff::Definition;

impl Family<'_> {
    /// What an index or a key of a partition waits for, where it has an attached twin.
    pub(super) fn waits_for_twin(&self, table: &ObjectName, name: &str) -> Option<Resource> {
        let to = self.partition_after(table)?;
        let forms = forms(to);
        let own = forms.iter().find(|form| form.name == name && form.attached_to.is_none())?;
        let twin = forms.iter().any(|form| form.attached_to.is_some() && own.same_definition(form));
        let parent = &to.partition_of.as_ref()?.parent;
        twin.then(|| Resource::Partitions(parent.clone()))
    }

    /// The indexes and keys of a partition that have an attached twin.
    pub(super) fn with_twins(&self, table: &Table) -> Vec<String> {
        let names = forms(table).into_iter().map(|form| form.name);
        names.filter(|name| self.waits_for_twin(&table.name, name).is_some()).collect()
    }
}

/// The indexes and keys of a table, as if all were indexes.
fn forms(table: &Table) -> Vec<Index> {
    let key = |name: &String, columns: &[String], include: &[String], attached: &Option<String>| {
        let part = |column: &String| IndexKey::new(KeyPart::Column(column.clone()));
        Index {
            unique: true,
            keys: columns.iter().map(part).collect(),
            include: include.to_vec(),
            attached_to: attached.clone(),
            ..Index::new(name.clone())
        }
    };
    let primary = table.primary_key.iter();
    let primary = primary.map(|item| key(&item.name, &item.columns, &item.include, &item.attached_to));
    let uniques = table.uniques.iter().map(|item| Index {
        nulls_not_distinct: item.nulls_not_distinct,
        ..key(&item.name, &item.columns, &item.include, &item.attached_to)
    });
    primary.chain(uniques).chain(table.indexes.iter().cloned()).collect()
}
