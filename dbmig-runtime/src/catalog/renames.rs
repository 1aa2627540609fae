//! Renames that a person declared.

use std::collections::BTreeMap;

use super::{Object, ObjectName};

/// Declared renames, new name to old name. One is used only where the old name exists before and not after, and
/// the new name after and not before; otherwise it has been applied already and says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tables.
    pub tables: BTreeMap<ObjectName, ObjectName>,
    /// Columns, by the table's new name and the column's new name.
    pub columns: BTreeMap<(ObjectName, String), String>,
    /// Views. They stay in their schema, like materialized views and types.
    pub views: BTreeMap<ObjectName, ObjectName>,
    /// Materialized views.
    pub materialized_views: BTreeMap<ObjectName, ObjectName>,
    /// Enum types.
    pub enums: BTreeMap<ObjectName, ObjectName>,
    /// Domains.
    pub domains: BTreeMap<ObjectName, ObjectName>,
    /// Composite types.
    pub composites: BTreeMap<ObjectName, ObjectName>,
    /// Attributes of composite types, by the type's new name and the attribute's new name.
    pub attributes: BTreeMap<(ObjectName, String), String>,
    /// Sequences. Where a column owns one sequence before and one after, a rename need not be declared.
    pub sequences: BTreeMap<ObjectName, ObjectName>,
    /// Enum labels, by the type's new name and the new label.
    pub enum_labels: BTreeMap<(ObjectName, String), String>,
}

impl Renames {
    /// Adds what `other` says; of a name that both have, it is the other's.
    pub fn extend(&mut self, other: Self) {
        let Self {
            tables,
            columns,
            views,
            materialized_views,
            enums,
            domains,
            composites,
            attributes,
            sequences,
            enum_labels,
        } = other;
        self.tables.extend(tables);
        self.columns.extend(columns);
        self.views.extend(views);
        self.materialized_views.extend(materialized_views);
        self.enums.extend(enums);
        self.domains.extend(domains);
        self.composites.extend(composites);
        self.attributes.extend(attributes);
        self.sequences.extend(sequences);
        self.enum_labels.extend(enum_labels);
    }

    /// New and old names of tables and views, which share a list of names.
    pub fn relations(&self) -> impl Iterator<Item = (&ObjectName, &ObjectName)> {
        self.tables.iter().chain(&self.views).chain(&self.materialized_views)
    }

    /// New and old names of types that a person made.
    pub fn types(&self) -> impl Iterator<Item = (&ObjectName, &ObjectName)> {
        self.enums.iter().chain(&self.domains).chain(&self.composites)
    }

    /// The object that is called `object` after the renames, by its name before; of those that are altered whole.
    pub fn before(&self, object: &Object) -> Option<Object> {
        match object {
            Object::View(name) => self.views.get(name).cloned().map(Object::View),
            Object::MaterializedView(name) => {
                self.materialized_views.get(name).cloned().map(Object::MaterializedView)
            }
            Object::Domain(name) => self.domains.get(name).cloned().map(Object::Domain),
            Object::Type(name) => {
                let old = self.enums.get(name).or_else(|| self.composites.get(name));
                old.cloned().map(Object::Type)
            }
            _ => None,
        }
    }
}
