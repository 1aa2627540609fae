//! A revision as the graph holds it.

use super::Revision;

/// A revision's place in its history, with owned names: from a [`Revision`] or from a parsed file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The id.
    pub id: String,
    /// The parents' ids: none for a base, several for a merge.
    pub parents: Vec<String>,
    /// Ids or labels of revisions that must be applied before this one.
    pub depends_on: Vec<String>,
    /// Names for the branch that starts here.
    pub labels: Vec<String>,
    /// The ids of the revisions that it took the place of.
    pub squashes: Vec<String>,
}

impl From<Revision> for Node {
    fn from(revision: Revision) -> Self {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            id: revision.id.to_owned(),
            parents: owned(revision.parents),
            depends_on: owned(revision.depends_on),
            labels: owned(revision.labels),
            squashes: owned(revision.squashes),
        }
    }
}
