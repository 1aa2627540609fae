//! A child as it would be if it only followed what its parents become: what differs from that is its own change.

use super::lineage::{Lineage, attachments};
use super::list::{Definition, Pair, pairs};
use crate::catalog::{Column, Named, ObjectName, Table};

/// Both sides of a table, without what its parents' changes say already. `None` where nothing comes from parents.
pub(super) fn follow<'a>(
    lineage: &Lineage<'a>,
    tables: impl Fn(&ObjectName) -> Option<(&'a Table, &'a Table)>,
    from: &'a Table,
    to: &'a Table,
) -> Option<(Table, Table)> {
    if from.parents().next().is_none() && to.parents().next().is_none() {
        return None;
    }
    let (mut before, mut after) = lineage.own(from, to).unwrap_or_else(|| (from.clone(), to.clone()));
    for parent in lineage.linked(from, to) {
        let Some((from, to)) = tables(parent) else { continue };
        follow_columns(&mut before, from, to);
        if after.partition_of.is_some() {
            follow_parts(&mut before.primary_key, &mut after.primary_key, &from.primary_key, &to.primary_key);
            follow_parts(&mut before.uniques, &mut after.uniques, &from.uniques, &to.uniques);
            follow_parts(&mut before.exclusions, &mut after.exclusions, &from.exclusions, &to.exclusions);
            follow_parts(&mut before.indexes, &mut after.indexes, &from.indexes, &to.indexes);
        }
    }
    for column in &mut before.columns {
        if let Some(after) = after.column(&column.name) {
            column.inherited = after.inherited;
        }
    }
    if lineage.linked(from, to).is_empty() {
        attachments(&mut after).for_each(|attached| *attached = None);
    }
    Some((before, after))
}

fn follow_columns(table: &mut Table, from: &Table, to: &Table) {
    table.columns.retain(|column| {
        !column.inherited || from.column(&column.name).is_none() || to.column(&column.name).is_some()
    });
    for after in &to.columns {
        let own = table.columns.iter_mut().find(|column| column.name == after.name);
        match (own, from.column(&after.name)) {
            (Some(own), Some(before)) => follow_column(own, before, after),
            (None, None) => {
                table.columns.push(Column {
                    identity: None,
                    not_null: None,
                    options: Vec::new(),
                    comment: None,
                    inherited: true,
                    ..after.clone()
                });
            }
            _ => {}
        }
    }
}

/// A property that was the parent's before is the parent's after.
fn follow_column(own: &mut Column, before: &Column, after: &Column) {
    fn property<T: PartialEq + Clone>(own: &mut T, before: &T, after: &T) {
        if own == before {
            own.clone_from(after);
        }
    }
    property(&mut own.data_type, &before.data_type, &after.data_type);
    property(&mut own.nullable, &before.nullable, &after.nullable);
    property(&mut own.default, &before.default, &after.default);
    property(&mut own.generated, &before.generated, &after.generated);
    property(&mut own.collation, &before.collation, &after.collation);
}

/// Leaves out what is attached to a part of the parent that goes, and what will be to one that comes.
fn follow_parts<'a, T, L>(from: &mut L, to: &mut L, parent_from: &'a L, parent_to: &'a L)
where
    T: Named<Key = String> + Definition + Clone + 'a,
    L: Retain<T>,
    &'a L: IntoIterator<Item = &'a T>,
{
    let mut stays = Vec::new();
    for pair in pairs(parent_from, parent_to) {
        if let Pair::Both(before, after) = pair
            && before.same_definition(after)
        {
            stays.push(after.key().clone());
        }
    }
    let new = |item: &T| item.attached_to().is_some_and(|parent| !stays.contains(parent));
    from.retain(|item| !new(item));
    let adopted = from.items();
    to.retain(|item| !new(item) || adopted.iter().any(|from| from.same_definition(item)));
}

trait Retain<T> {
    fn retain(&mut self, keep: impl Fn(&T) -> bool);
    fn items(&self) -> Vec<T>;
}

impl<T: Clone> Retain<T> for Vec<T> {
    fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        Vec::retain(self, keep);
    }
    fn items(&self) -> Vec<T> {
        self.clone()
    }
}

impl<T: Clone> Retain<T> for Option<T> {
    fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        if self.as_ref().is_some_and(|item| !keep(item)) {
            *self = None;
        }
    }
    fn items(&self) -> Vec<T> {
        self.iter().cloned().collect()
    }
}
