//! Renames that a person declared.

use std::collections::BTreeMap;

use super::ObjectName;

/// Declared renames, new name to old name. One is used only where the old name exists before and not after, and
/// the new name after and not before; otherwise it has been applied already and says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tables.
    pub tables: BTreeMap<ObjectName, ObjectName>,
    /// Columns, by the table's new name and the column's new name.
    pub columns: BTreeMap<(ObjectName, String), String>,
    /// Enum types.
    pub enums: BTreeMap<ObjectName, ObjectName>,
    /// Sequences. Where a column owns one sequence before and one after, a rename need not be declared.
    pub sequences: BTreeMap<ObjectName, ObjectName>,
    /// Enum labels, by the type's new name and the new label.
    pub enum_labels: BTreeMap<(ObjectName, String), String>,
}
