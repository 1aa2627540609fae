//! What a walk consists of.

/// Which way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The revision's `upgrade` runs.
    Upgrade,
    /// The revision's `downgrade` runs.
    Downgrade,
}

/// The change of the version table that belongs to a step: ids in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowChange {
    /// The rows to delete. All of them are in the table.
    pub delete: Vec<String>,
    /// The rows to insert. None of them is in the table.
    pub insert: Vec<String>,
}

impl RowChange {
    /// True if nothing changes.
    pub fn is_empty(&self) -> bool {
        self.delete.is_empty() && self.insert.is_empty()
    }
}

/// One revision to run, with the change of the version rows that must be committed together with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The id of the revision.
    pub revision: String,
    /// Whether it is applied or taken back.
    pub direction: Direction,
    /// What happens to the version rows.
    pub rows: RowChange,
}
