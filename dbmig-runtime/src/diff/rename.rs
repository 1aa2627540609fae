//! Declared renames, made in the first catalog before anything is compared.
//!
//! After a rename PostgreSQL prints every expression with the new name. To foresee that text, names are replaced
//! token by token; where a name is also that of a type or a function, the guess may be wrong. So the texts of the
//! second catalog get the same treatment, and where the two come out equal, the first takes the second's text.

use std::collections::{BTreeMap, BTreeSet};

use super::lineage::parents_first;
use super::routine;
use super::words::Words;
use crate::catalog::{
    Catalog, Column, DataType, EnumType, IndexKey, KeyPart, NotNull, Object, ObjectName, Renames, Routine,
    Signature, Table, default_name,
};

/// `from` as PostgreSQL would print it with `renames` made.
pub(super) fn apply(from: &Catalog, to: &Catalog, renames: &Renames) -> Catalog {
    let renamer = Renamer::new(renames, from);
    let enums = from.enums.values().map(|value| renamer.rename_enum(value));
    let tables = from.tables.values().map(|table| {
        let name = renamer.table(&table.name);
        renamer.rename_table(table, to.tables.get(&name))
    });
    let sequences = from.sequences.values().map(|sequence| renamer.rename_sequence(sequence));
    let domains = from.domains.values().map(|domain| renamer.rename_domain(domain));
    let composites = from.composites.values().map(|composite| renamer.rename_composite(composite));
    Catalog {
        sequences: sequences.map(|sequence| (sequence.name.clone(), sequence)).collect(),
        domains: domains.map(|domain| (domain.name.clone(), domain)).collect(),
        composites: composites.map(|composite| (composite.name.clone(), composite)).collect(),
        server_version: from.server_version,
        namespaces: from.namespaces.clone(),
        enums: enums.map(|value| (value.name.clone(), value)).collect(),
        tables: tables.map(|table| (table.name.clone(), table)).collect(),
        functions: renamer.rename_routines(&from.functions, &to.functions),
        procedures: renamer.rename_routines(&from.procedures, &to.procedures),
        dependencies: renamer.rename_dependencies(&from.dependencies),
        owners: renamer.rename_keys(&from.owners),
        privileges: renamer.rename_keys(&from.privileges),
        ..from.clone()
    }
}

/// The renames, by old name.
#[derive(Default)]
pub(super) struct Renamer<'a> {
    pub(super) tables: BTreeMap<&'a ObjectName, &'a ObjectName>,
    enums: BTreeMap<&'a ObjectName, &'a ObjectName>,
    sequences: BTreeMap<&'a ObjectName, &'a ObjectName>,
    /// By the table's old name and the column's.
    pub(super) columns: BTreeMap<(&'a ObjectName, &'a str), &'a str>,
    /// By the type's new name and the label's old one.
    labels: BTreeMap<(&'a ObjectName, &'a str), &'a str>,
    server_version: Option<u32>,
}

impl<'a> Renamer<'a> {
    /// A column is renamed in the children of its table as well.
    fn new(renames: &'a Renames, from: &'a Catalog) -> Self {
        let mut columns: BTreeMap<_, _> = renames
            .columns
            .iter()
            .map(|((table, new), old)| {
                ((renames.tables.get(table).unwrap_or(table), old.as_str()), new.as_str())
            })
            .collect();
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
        Self {
            server_version: from.server_version,
            columns,
            tables: renames.tables.iter().map(|(new, old)| (old, new)).collect(),
            enums: renames.enums.iter().map(|(new, old)| (old, new)).collect(),
            sequences: renames.sequences.iter().map(|(new, old)| (old, new)).collect(),
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

    fn rename_keys<T: Clone>(&self, map: &BTreeMap<Object, T>) -> BTreeMap<Object, T> {
        map.iter().map(|(object, value)| (self.object(object), value.clone())).collect()
    }

    fn rename_dependencies(
        &self,
        dependencies: &BTreeMap<Object, BTreeSet<Object>>,
    ) -> BTreeMap<Object, BTreeSet<Object>> {
        let edges = dependencies.iter();
        edges.map(|(from, on)| (self.object(from), on.iter().map(|on| self.object(on)).collect())).collect()
    }

    fn object(&self, object: &Object) -> Object {
        let column = |table: &ObjectName, column: &String| {
            let new = self.columns.get(&(table, column.as_str()));
            (self.table(table), new.map_or_else(|| column.clone(), |new| (*new).to_owned()))
        };
        let part = |table: &ObjectName, part: &String| (self.table(table), part.clone());
        match object {
            Object::Table(name) => Object::Table(self.table(name)),
            Object::Type(name) => Object::Type(self.enum_name(name).clone()),
            Object::Routine(kind, signature) => {
                Object::Routine(*kind, routine::rename_signature(signature, &self.type_words()))
            }
            Object::Sequence(name) => Object::Sequence(self.sequence(name)),
            Object::Column(table, name) => {
                let (table, name) = column(table, name);
                Object::Column(table, name)
            }
            Object::Default(table, name) => {
                let (table, name) = column(table, name);
                Object::Default(table, name)
            }
            Object::Constraint(table, name) => {
                let (table, name) = part(table, name);
                Object::Constraint(table, name)
            }
            Object::Rule(table, name) => {
                let (table, name) = part(table, name);
                Object::Rule(table, name)
            }
            Object::Trigger(table, name) => {
                let (table, name) = part(table, name);
                Object::Trigger(table, name)
            }
            Object::Policy(table, name) => {
                let (table, name) = part(table, name);
                Object::Policy(table, name)
            }
            other => other.clone(),
        }
    }

    fn rename_routines(
        &self,
        from: &BTreeMap<Signature, Routine>,
        to: &BTreeMap<Signature, Routine>,
    ) -> BTreeMap<Signature, Routine> {
        let (types, mut all) = (self.type_words(), self.type_words());
        all.names.extend(self.columns.iter().map(|((_, old), new)| (*old, *new)));
        let renamed = from.values().map(|routine| routine::rename(routine, to, &types, &all));
        renamed.map(|routine| (routine.signature.clone(), routine)).collect()
    }

    /// Names of types: enums, and tables for their rows.
    pub(super) fn type_words(&self) -> Words<'a> {
        let types = self.tables.iter().chain(&self.enums);
        let names = types.map(|(old, new)| (old.name.as_str(), new.name.as_str())).collect();
        Words { names, labels: self.label_words(), sequences: self.sequence_words() }
    }

    fn enum_name<'n>(&self, name: &'n ObjectName) -> &'n ObjectName
    where
        'a: 'n,
    {
        self.enums.get(name).copied().unwrap_or(name)
    }

    fn rename_enum(&self, value: &EnumType) -> EnumType {
        let name = self.enum_name(&value.name).clone();
        let label = |label: &String| {
            self.labels.get(&(&name, label.as_str())).map_or_else(|| label.clone(), |new| (*new).to_owned())
        };
        EnumType { labels: value.labels.iter().map(label).collect(), name, comment: value.comment.clone() }
    }

    pub(super) fn sequence(&self, name: &ObjectName) -> ObjectName {
        self.sequences.get(name).copied().unwrap_or(name).clone()
    }

    fn rename_table(&self, from: &'a Table, to: Option<&Table>) -> Table {
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
        if self.server_version >= Some(18) && !column.nullable {
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
        let mut after = BTreeMap::new();
        if let Some(to) = to {
            for_each_text(&mut to.clone(), |text| {
                after.insert(words.replace(text), text.clone());
            });
        }
        for_each_text(table, |text| {
            let replaced = words.replace(text);
            *text = after.get(&replaced).cloned().unwrap_or(replaced);
        });
    }

    fn words(&self, table: &'a Table) -> Words<'a> {
        let columns = self.columns.iter().filter(|((name, _), _)| **name == table.name);
        let mut names: BTreeMap<&str, &str> = columns.map(|((_, old), new)| (*old, *new)).collect();
        let tables = self.tables.get_key_value(&table.name).into_iter();
        for (old, new) in tables.chain(&self.enums) {
            names.entry(&old.name).or_insert(&new.name);
        }
        Words { names, labels: self.label_words(), sequences: self.sequence_words() }
    }

    fn label_words(&self) -> BTreeMap<(&'a str, &'a str), &'a str> {
        let mut labels = BTreeMap::new();
        for ((name, old), new) in &self.labels {
            labels.insert((name.name.as_str(), *old), *new);
            for (before, _) in self.enums.iter().filter(|(_, after)| *after == name) {
                labels.insert((before.name.as_str(), *old), *new);
            }
        }
        labels
    }

    fn sequence_words(&self) -> BTreeMap<String, String> {
        self.sequences.iter().map(|(old, new)| (old.to_string(), new.to_string())).collect()
    }

    pub(super) fn data_type(&self, data_type: &DataType) -> DataType {
        let renamed = self.enums.iter().find(|(old, _)| data_type.is_of(old));
        renamed.map_or_else(
            || data_type.clone(),
            |(old, new)| {
                let suffix = data_type.as_sql().get(old.to_string().len()..).unwrap_or_default();
                DataType::new(format!("{new}{suffix}"))
            },
        )
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
