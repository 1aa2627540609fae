//! Tables with everything that belongs to them.

use super::super::words::Known;
use super::renamer::Renamer;
use crate::catalog::{Column, IndexKey, KeyPart, NotNull, ObjectName, Table, default_name};

impl<'a> Renamer<'a> {
    pub(super) fn rename_table(&self, from: &'a Table, to: Option<&Table>) -> Table {
        let mut table = from.clone();
        table.name = self.table(&from.name);
        table.inherits = from.inherits.iter().map(|parent| self.table(parent)).collect();
        if let Some(partition) = &mut table.partition_of {
            partition.parent = self.table(&partition.parent);
        }
        let column = |name: &mut String| {
            if let Some(new) = self.columns.get(&(&from.name, name.as_str())) {
                (*new).clone_into(name);
            }
        };
        for item in &mut table.columns {
            let old = item.name.clone();
            column(&mut item.name);
            self.keep_names(from, &old, &table.name, item);
            item.data_type = self.data_type(&item.data_type);
        }
        table.inherited_not_nulls.iter_mut().for_each(|constraint| column(&mut constraint.column));
        if let Some(key) = &mut table.primary_key {
            key.columns.iter_mut().chain(&mut key.include).for_each(column);
        }
        for key in &mut table.uniques {
            key.columns.iter_mut().chain(&mut key.include).for_each(column);
        }
        for key in &mut table.foreign_keys {
            key.columns.iter_mut().chain(&mut key.on_delete_columns).for_each(column);
            for name in &mut key.referenced_columns {
                if let Some(new) = self.columns.get(&(&key.references, name.as_str())) {
                    (*new).clone_into(name);
                }
            }
            key.references = self.table(&key.references);
        }
        let index_key = |key: &mut IndexKey| {
            if let KeyPart::Column(name) = &mut key.part {
                column(name);
            }
        };
        for index in &mut table.indexes {
            index.include.iter_mut().for_each(column);
            index.keys.iter_mut().for_each(index_key);
        }
        for item in &mut table.exclusions {
            item.include.iter_mut().for_each(column);
            item.elements.iter_mut().for_each(|element| index_key(&mut element.key));
        }
        self.rename_texts(from, &mut table, to);
        table
    }

    /// Names that PostgreSQL derives from those of table and column stay as they are after a rename.
    fn keep_names(&self, from: &Table, old: &str, table: &ObjectName, column: &mut Column) {
        if let Some(identity) = &mut column.identity {
            let name = identity.sequence_name(&from.name, old).name;
            identity.sequence = None;
            let usual = identity.sequence_name(table, &column.name).name;
            identity.sequence = Some(name).filter(|name| *name != usual);
        }
        let inherited = from.inherited_not_nulls.iter().any(|constraint| constraint.column == old);
        if self.server_version >= Some(18) && !column.nullable && !inherited {
            let plain = || NotNull::new(default_name(&from.name.name, &[old], "not_null"), old);
            let mut not_null = column.not_null.take().unwrap_or_else(plain);
            not_null.column.clone_from(&column.name);
            column.not_null = not_null.unless_plain(&table.name);
        }
    }

    fn rename_texts(&self, from: &'a Table, table: &mut Table, to: Option<&Table>) {
        let words = self.words(from);
        if words.is_empty() {
            return;
        }
        let mut known = Known::default();
        if let Some(to) = to {
            for_each_text(&mut to.clone(), |text| known.add(&words, text));
        }
        for_each_text(table, |text| *text = known.settle(&words, words.replace(text)));
    }
}

fn for_each_text(table: &mut Table, mut change: impl FnMut(&mut String)) {
    table.partition_by.iter_mut().for_each(&mut change);
    for column in &mut table.columns {
        column.default.iter_mut().for_each(&mut change);
        column.generated.iter_mut().for_each(|generated| change(&mut generated.expression));
    }
    for check in &mut table.checks {
        change(&mut check.expression);
    }
    for item in &mut table.exclusions {
        item.predicate.iter_mut().for_each(&mut change);
        for element in &mut item.elements {
            if let KeyPart::Expression(text) = &mut element.key.part {
                change(text);
            }
        }
    }
    for index in &mut table.indexes {
        index.predicate.iter_mut().for_each(&mut change);
        for key in &mut index.keys {
            if let KeyPart::Expression(text) = &mut key.part {
                change(text);
            }
        }
    }
}
