//! Objects that are created whole and stand on tables: views, triggers, rules, policies, statistics.

use std::collections::BTreeMap;

use super::super::words::{Known, Words};
use super::query::Query;
use super::renamer::Renamer;
use crate::catalog::{
    MaterializedView, Named, Object, ObjectName, Policy, Rule, Statistics, Trigger, View, ViewColumn,
};

/// An object that follows the tables and columns that it stands on.
pub(super) trait Follows: Named + Clone {
    /// As dependencies name it.
    fn object(&self) -> Object;

    /// The relation that it belongs to.
    fn own(&self) -> Option<&ObjectName> {
        None
    }

    /// Takes the new names where names are all there is.
    fn rename(&mut self, _renamer: &Renamer<'_>) {}

    /// Hands on all text that names something.
    fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String));
}

impl<'a> Renamer<'a> {
    /// Objects of one kind as they are after the renames; `to` is what they are meant to become.
    pub(super) fn all<T: Follows>(
        &self,
        from: &'a BTreeMap<T::Key, T>,
        to: &BTreeMap<T::Key, T>,
    ) -> BTreeMap<T::Key, T> {
        let renamed = from.values().map(|object| self.follow(object, to));
        renamed.map(|object| (object.key().clone(), object)).collect()
    }

    fn follow<T: Follows>(&self, object: &'a T, to: &BTreeMap<T::Key, T>) -> T {
        let mut renamed = object.clone();
        renamed.rename(self);
        let query = self.query(&object.object(), object.own());
        let types = Words {
            names: self.own_type_words(),
            labels: self.label_words(),
            sequences: self.sequence_words(),
        };
        if query.is_empty() && types.is_empty() && self.attributes.is_empty() {
            return renamed;
        }
        let mut all = Words {
            names: self.own_type_words(),
            labels: self.label_words(),
            sequences: self.sequence_words(),
        };
        all.names.extend(query.tables.iter().map(|(old, new)| (old.name.as_str(), new.name.as_str())));
        all.names.extend(&self.attributes);
        all.names.extend(query.columns.iter().map(|((_, old), new)| (*old, *new)));
        let mut known = Known::default();
        if let Some(after) = to.get(renamed.key()) {
            after.clone().for_each_text(&mut |text| known.add(&all, text));
        }
        renamed.for_each_text(&mut |text| {
            *text = known.settle(&all, types.replace(&query.foresee(text)));
        });
        renamed
    }

    /// What is renamed of that which an object stands on.
    fn query(&self, object: &Object, own: Option<&'a ObjectName>) -> Query<'a> {
        let mut query = Query { own, ..Query::default() };
        let on = self.dependencies.get(object).into_iter().flatten();
        let tables = on.filter_map(|on| match on {
            Object::Table(name)
            | Object::ForeignTable(name)
            | Object::View(name)
            | Object::MaterializedView(name) => Some(name),
            _ => None,
        });
        for table in tables.chain(own) {
            if let Some((old, new)) = self.tables.get_key_value(table) {
                query.tables.insert(old, new);
            }
            let columns = self.columns.iter().filter(|((of, _), _)| *of == table);
            query.columns.extend(columns.map(|(old, new)| (*old, *new)));
        }
        query
    }
}

impl Follows for View {
    fn object(&self) -> Object {
        Object::View(self.name.clone())
    }

    fn rename(&mut self, renamer: &Renamer<'_>) {
        self.name = renamer.table(&self.name);
        renamer.types_of(&mut self.columns);
    }

    fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(&mut self.query);
        self.columns.iter_mut().filter_map(|column| column.default.as_mut()).for_each(change);
    }
}

impl Follows for MaterializedView {
    fn object(&self) -> Object {
        Object::MaterializedView(self.name.clone())
    }

    fn rename(&mut self, renamer: &Renamer<'_>) {
        self.name = renamer.table(&self.name);
        renamer.types_of(&mut self.columns);
    }

    fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(&mut self.query);
    }
}

impl Renamer<'_> {
    fn types_of(&self, columns: &mut [ViewColumn]) {
        for column in columns {
            column.data_type = self.data_type(&column.data_type);
        }
    }
}

impl Follows for Trigger {
    fn object(&self) -> Object {
        Object::Trigger(self.name.relation.clone(), self.name.name.clone())
    }

    fn own(&self) -> Option<&ObjectName> {
        Some(&self.name.relation)
    }

    fn rename(&mut self, renamer: &Renamer<'_>) {
        for column in &mut self.columns {
            *column = renamer.column(&self.name.relation, column);
        }
        self.columns.sort();
        self.name = renamer.part(&self.name);
        self.on = renamer.object(&self.on);
        if let Some(from) = self.constraint.as_mut().and_then(|constraint| constraint.from.as_mut()) {
            *from = renamer.table(from);
        }
        let partitions = std::mem::take(&mut self.partitions);
        self.partitions =
            partitions.into_iter().map(|(name, firing)| (renamer.table(&name), firing)).collect();
    }

    fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        self.condition.iter_mut().for_each(change);
    }
}

impl Follows for Rule {
    fn object(&self) -> Object {
        Object::Rule(self.name.relation.clone(), self.name.name.clone())
    }

    fn own(&self) -> Option<&ObjectName> {
        Some(&self.name.relation)
    }

    fn rename(&mut self, renamer: &Renamer<'_>) {
        self.name = renamer.part(&self.name);
        self.on = renamer.object(&self.on);
    }

    fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(&mut self.definition);
    }
}

impl Follows for Policy {
    fn object(&self) -> Object {
        Object::Policy(self.name.relation.clone(), self.name.name.clone())
    }

    fn own(&self) -> Option<&ObjectName> {
        Some(&self.name.relation)
    }

    fn rename(&mut self, renamer: &Renamer<'_>) {
        self.name = renamer.part(&self.name);
    }

    fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        self.using.iter_mut().chain(&mut self.check).for_each(change);
    }
}

impl Follows for Statistics {
    fn object(&self) -> Object {
        Object::Statistics(self.name.clone())
    }

    fn own(&self) -> Option<&ObjectName> {
        self.on.schema_name()
    }

    fn rename(&mut self, renamer: &Renamer<'_>) {
        if let Some(table) = self.on.schema_name() {
            self.columns.iter_mut().for_each(|column| *column = renamer.column(table, column));
            self.columns.sort();
        }
        self.on = renamer.object(&self.on);
    }

    fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        self.expressions.iter_mut().for_each(change);
    }
}
