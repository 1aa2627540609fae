//! What everything is called after the renames.

use std::collections::{BTreeMap, BTreeSet};

use super::super::lineage::parents_first;
use super::super::words::Words;
use super::super::{publication, routine, types};
use crate::catalog::{
    Catalog, DataType, EnumType, Object, ObjectName, PartName, PublishedTable, PublishedTableName, Renames,
    Routine, Signature, Table,
};

/// The renames, by old name.
pub(super) struct Renamer<'a> {
    /// Tables and views.
    pub(super) tables: BTreeMap<&'a ObjectName, &'a ObjectName>,
    sequences: BTreeMap<&'a ObjectName, &'a ObjectName>,
    /// Enum types, domains and composite types.
    types: BTreeMap<&'a ObjectName, &'a ObjectName>,
    /// By the old name of the table or composite type and the column's.
    pub(super) columns: BTreeMap<(&'a ObjectName, &'a str), &'a str>,
    /// Attributes of composite types, as expressions name them.
    pub(super) attributes: BTreeMap<&'a str, &'a str>,
    /// By the type's new name and the label's old one.
    labels: BTreeMap<(&'a ObjectName, &'a str), &'a str>,
    /// Indexes that move to another schema with their table.
    moved: BTreeMap<ObjectName, ObjectName>,
    /// What objects stand on, by their old names.
    pub(super) dependencies: &'a BTreeMap<Object, BTreeSet<Object>>,
    pub(super) server_version: Option<u32>,
}

impl<'a> Renamer<'a> {
    /// A column is renamed in the children of its table as well.
    pub(super) fn new(renames: &'a Renames, from: &'a Catalog) -> Self {
        let mut columns: BTreeMap<_, _> = renames
            .columns
            .iter()
            .map(|((table, new), old)| {
                ((renames.tables.get(table).unwrap_or(table), old.as_str()), new.as_str())
            })
            .collect();
        columns.extend(renames.attributes.iter().map(|((of, new), old)| {
            ((renames.composites.get(of).unwrap_or(of), old.as_str()), new.as_str())
        }));
        for name in parents_first(from) {
            let Some(table) = from.tables.get(name) else { continue };
            for column in &table.columns {
                let mut parents = table.parents();
                let new = parents.find_map(|parent| columns.get(&(parent, column.name.as_str())).copied());
                if let Some(new) = new {
                    columns.entry((name, &column.name)).or_insert(new);
                }
            }
        }
        let mut moved = BTreeMap::new();
        for (new, old) in renames.relations().filter(|(new, old)| new.schema != old.schema) {
            let tables = from.tables.get(old).into_iter().flat_map(|table| &table.indexes);
            let views = from.materialized_views.get(old).into_iter().flat_map(|view| &view.indexes);
            for index in tables.chain(views) {
                moved.insert(old.sibling(&*index.name), new.sibling(&*index.name));
            }
        }
        Self {
            moved,
            dependencies: &from.dependencies,
            server_version: from.server_version,
            tables: renames.relations().map(|(new, old)| (old, new)).collect(),
            sequences: renames.sequences.iter().map(|(new, old)| (old, new)).collect(),
            types: renames.types().map(|(new, old)| (old, new)).collect(),
            columns,
            attributes: renames
                .attributes
                .iter()
                .map(|((_, new), old)| (old.as_str(), new.as_str()))
                .collect(),
            labels: renames
                .enum_labels
                .iter()
                .map(|((name, new), old)| ((name, old.as_str()), new.as_str()))
                .collect(),
        }
    }

    pub(super) fn table(&self, name: &ObjectName) -> ObjectName {
        self.tables.get(name).copied().unwrap_or(name).clone()
    }

    /// A column of a table by its old name.
    pub(super) fn column(&self, table: &ObjectName, column: &str) -> String {
        self.columns.get(&(table, column)).map_or_else(|| column.to_owned(), |new| (*new).to_owned())
    }

    pub(super) fn sequence(&self, name: &ObjectName) -> ObjectName {
        self.sequences.get(name).copied().unwrap_or(name).clone()
    }

    /// Names of sequences as `regclass` prints them.
    pub(super) fn sequence_words(&self) -> BTreeMap<String, String> {
        self.sequences.iter().map(|(old, new)| (old.to_string(), new.to_string())).collect()
    }

    /// A part of a table by its old name.
    pub(super) fn part(&self, name: &PartName) -> PartName {
        PartName { relation: self.table(&name.relation), name: name.name.clone() }
    }

    pub(super) fn rename_keys<T: Clone>(&self, map: &BTreeMap<Object, T>) -> BTreeMap<Object, T> {
        map.iter().map(|(object, value)| (self.object(object), value.clone())).collect()
    }

    pub(super) fn rename_dependencies(
        &self,
        dependencies: &BTreeMap<Object, BTreeSet<Object>>,
    ) -> BTreeMap<Object, BTreeSet<Object>> {
        let edges = dependencies.iter();
        edges.map(|(from, on)| (self.object(from), on.iter().map(|on| self.object(on)).collect())).collect()
    }

    /// An object by its name before.
    pub(super) fn object(&self, object: &Object) -> Object {
        match object {
            Object::Table(name) => Object::Table(self.table(name)),
            Object::ForeignTable(name) => Object::ForeignTable(self.table(name)),
            Object::Sequence(name) => Object::Sequence(self.sequence(name)),
            Object::Index(name) => Object::Index(self.moved.get(name).unwrap_or(name).clone()),
            Object::View(name) => Object::View(self.table(name)),
            Object::MaterializedView(name) => Object::MaterializedView(self.table(name)),
            Object::Type(name) => Object::Type(self.type_name(name).clone()),
            Object::Domain(name) => Object::Domain(self.type_name(name).clone()),
            Object::DomainConstraint(name, constraint) => {
                Object::DomainConstraint(self.type_name(name).clone(), constraint.clone())
            }
            Object::Routine(kind, signature) => {
                Object::Routine(*kind, routine::rename_signature(signature, &self.type_words()))
            }
            Object::Column(table, name) => {
                Object::Column(self.type_name(&self.table(table)).clone(), self.column(table, name))
            }
            Object::Default(table, name) => Object::Default(self.table(table), self.column(table, name)),
            Object::Constraint(table, name) => Object::Constraint(self.table(table), name.clone()),
            Object::Rule(table, name) => Object::Rule(self.table(table), name.clone()),
            Object::Trigger(table, name) => Object::Trigger(self.table(table), name.clone()),
            Object::Policy(table, name) => Object::Policy(self.table(table), name.clone()),
            Object::Operator(signature) => {
                Object::Operator(types::rename_operator(signature, &self.type_words()))
            }
            Object::PublishedTable(publication, table) => {
                Object::PublishedTable(publication.clone(), self.table(table))
            }
            Object::Cast { source, target } => {
                let types = self.type_words();
                Object::Cast { source: types.replace(source), target: types.replace(target) }
            }
            other => other.clone(),
        }
    }

    pub(super) fn rename_published(
        &self,
        from: &BTreeMap<PublishedTableName, PublishedTable>,
    ) -> BTreeMap<PublishedTableName, PublishedTable> {
        let renamed = from.values().map(|published| {
            let columns = self.columns.iter().filter(|((table, _), _)| **table == published.name.table);
            let columns = columns.map(|((_, old), new)| (*old, *new)).collect();
            publication::rename(published, self.table(&published.name.table), columns, self.type_words())
        });
        renamed.map(|published| (published.name.clone(), published)).collect()
    }

    pub(super) fn rename_routines(
        &self,
        from: &BTreeMap<Signature, Routine>,
        to: &BTreeMap<Signature, Routine>,
    ) -> BTreeMap<Signature, Routine> {
        let (types, mut all) = (self.type_words(), self.type_words());
        all.names.extend(self.columns.iter().map(|((_, old), new)| (*old, *new)));
        let renamed = from.values().map(|routine| routine::rename(routine, to, &types, &all));
        renamed.map(|routine| (routine.signature.clone(), routine)).collect()
    }

    /// Names of types, and of tables for their rows.
    pub(super) fn type_words(&self) -> Words<'a> {
        let types = self.tables.iter().chain(&self.types);
        let names = types.map(|(old, new)| (old.name.as_str(), new.name.as_str())).collect();
        Words { names, labels: self.label_words(), sequences: self.sequence_words() }
    }

    /// Names of types that are no rows.
    pub(super) fn own_type_words(&self) -> BTreeMap<&'a str, &'a str> {
        self.types.iter().map(|(old, new)| (old.name.as_str(), new.name.as_str())).collect()
    }

    pub(super) fn type_name<'n>(&self, name: &'n ObjectName) -> &'n ObjectName
    where
        'a: 'n,
    {
        self.types.get(name).copied().unwrap_or(name)
    }

    pub(super) fn rename_enum(&self, value: &EnumType) -> EnumType {
        let name = self.type_name(&value.name).clone();
        let label = |label: &String| {
            self.labels.get(&(&name, label.as_str())).map_or_else(|| label.clone(), |new| (*new).to_owned())
        };
        EnumType { labels: value.labels.iter().map(label).collect(), name, comment: value.comment.clone() }
    }

    /// What is replaced in the expressions of one table.
    pub(super) fn words(&self, table: &'a Table) -> Words<'a> {
        let columns = self.columns.iter().filter(|((name, _), _)| **name == table.name);
        let mut names: BTreeMap<&str, &str> = columns.map(|((_, old), new)| (*old, *new)).collect();
        let tables = self.tables.get_key_value(&table.name).into_iter();
        for (old, new) in tables.chain(&self.types) {
            names.entry(&old.name).or_insert(&new.name);
        }
        for (old, new) in &self.attributes {
            names.entry(old).or_insert(new);
        }
        Words { names, labels: self.label_words(), sequences: self.sequence_words() }
    }

    pub(super) fn label_words(&self) -> BTreeMap<(&'a str, &'a str), &'a str> {
        let mut labels = BTreeMap::new();
        for ((name, old), new) in &self.labels {
            labels.insert((name.name.as_str(), *old), *new);
            for (before, _) in self.types.iter().filter(|(_, after)| *after == name) {
                labels.insert((before.name.as_str(), *old), *new);
            }
        }
        labels
    }

    pub(super) fn data_type(&self, data_type: &DataType) -> DataType {
        let renamed = self.types.iter().find(|(old, _)| data_type.is_of(old));
        renamed.map_or_else(
            || data_type.clone(),
            |(old, new)| {
                let suffix = data_type.as_sql().get(old.to_string().len()..).unwrap_or_default();
                DataType::new(format!("{new}{suffix}"))
            },
        )
    }
}
