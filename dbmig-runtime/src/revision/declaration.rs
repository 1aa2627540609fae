//! What a revision module says of itself.

/// A revision's place in its history: `pub const REVISION: Revision = Revision::new("8c1f0e2a9b7d").revises(&["3f2a9c1e4b7d"]);`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The id.
    pub id: &'static str,
    /// The parents: none for a base, several for a merge.
    pub parents: &'static [&'static str],
    /// Revisions of other branches that must be applied before this one.
    pub depends_on: &'static [&'static str],
    /// Names for the branch that starts here.
    pub labels: &'static [&'static str],
    /// True if it may delete data: its author has confirmed that.
    pub destructive: bool,
    /// The revisions that it took the place of, besides the one whose id it has.
    pub squashes: &'static [&'static str],
    /// The checksum of the revision whose id it has: where that one is applied, all that this one does is done.
    pub squashed_checksum: Option<&'static str>,
}

impl Revision {
    /// A revision without parents.
    pub const fn new(id: &'static str) -> Self {
        Self {
            id,
            parents: &[],
            depends_on: &[],
            labels: &[],
            destructive: false,
            squashes: &[],
            squashed_checksum: None,
        }
    }

    /// Sets the parents.
    #[must_use]
    pub const fn revises(mut self, parents: &'static [&'static str]) -> Self {
        self.parents = parents;
        self
    }

    /// Sets what must be applied before, besides the parents.
    #[must_use]
    pub const fn depends_on(mut self, revisions: &'static [&'static str]) -> Self {
        self.depends_on = revisions;
        self
    }

    /// Names the branch that starts here.
    #[must_use]
    pub const fn labels(mut self, labels: &'static [&'static str]) -> Self {
        self.labels = labels;
        self
    }

    /// Confirms that the revision may delete data: no database asks for `--allow-destructive` then.
    #[must_use]
    pub const fn allow_destructive(mut self) -> Self {
        self.destructive = true;
        self
    }

    /// Takes the place of the revision that had this id, whose `checksum` databases record, and of all `revisions` below it.
    ///
    /// A database at or above the id has everything that this one makes. `cargo dbmig squash` writes it.
    #[must_use]
    pub const fn squashes(mut self, revisions: &'static [&'static str], checksum: &'static str) -> Self {
        self.squashes = revisions;
        self.squashed_checksum = Some(checksum);
        self
    }
}
