//! What is wrong with a history, a target, or a walk.

/// Why a history is unsound, a target names nothing, or a walk can't be made. Every variant carries ids.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// An id is spelled as none may be.
    InvalidId {
        /// The id.
        id: String,
    },
    /// A label is spelled as none may be.
    InvalidLabel {
        /// The revision that has the label.
        revision: String,
        /// The label.
        label: String,
    },
    /// Several revisions have one id.
    DuplicateId {
        /// The id.
        id: String,
    },
    /// Several revisions have one label.
    DuplicateLabel {
        /// The label.
        label: String,
        /// The revisions, in file order.
        revisions: Vec<String>,
    },
    /// A label is also the id of a revision.
    LabelIsId {
        /// The revision that has the label.
        revision: String,
        /// The label.
        label: String,
    },
    /// A revision is still there that another has taken the place of.
    SquashedAndThere {
        /// The revision that is there.
        revision: String,
        /// The one that has taken its place.
        into: String,
    },
    /// A parent or a dependency is not in the history any more: another revision has taken its place.
    SquashedReference {
        /// The revision that names it.
        revision: String,
        /// What it names.
        squashed: String,
        /// The one that has taken its place.
        into: String,
    },
    /// A parent is not in the history.
    MissingParent {
        /// The revision that names it.
        revision: String,
        /// What it names.
        parent: String,
        /// Ids it may have meant.
        similar: Vec<String>,
    },
    /// A dependency is not in the history.
    MissingDependency {
        /// The revision that names it.
        revision: String,
        /// What it names.
        dependency: String,
        /// Ids and labels it may have meant.
        similar: Vec<String>,
    },
    /// A revision is its own parent.
    SelfParent {
        /// The revision.
        revision: String,
    },
    /// A revision depends on itself.
    SelfDependency {
        /// The revision.
        revision: String,
    },
    /// Revisions are each other's ancestors.
    Cycle {
        /// The revisions: each revises the next, the last revises the first.
        revisions: Vec<String>,
    },
    /// Revisions need each other.
    DependencyCycle {
        /// The revisions: each needs the next, the last needs the first.
        revisions: Vec<String>,
    },
    /// A target or a range is misspelled.
    Syntax {
        /// What was given.
        target: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// No revision has this id or label.
    Unknown {
        /// What was given.
        name: String,
        /// Ids and labels it may have meant.
        similar: Vec<String>,
        /// The heads.
        heads: Vec<String>,
    },
    /// Another revision has taken the place of this one.
    Squashed {
        /// What was given.
        name: String,
        /// The one that has taken its place.
        into: String,
    },
    /// Several ids begin so.
    Ambiguous {
        /// What was given.
        prefix: String,
        /// The ids.
        matches: Vec<String>,
    },
    /// The revision is not on the branch.
    NotOnBranch {
        /// The revision.
        revision: String,
        /// The branch as it was given.
        branch: String,
        /// The heads of the branch.
        heads: Vec<String>,
    },
    /// One revision was asked for, and there are several heads.
    MultipleHeads {
        /// What was given.
        target: String,
        /// The heads.
        heads: Vec<String>,
    },
    /// The database records revisions that the history does not have.
    UnknownRows {
        /// The rows.
        rows: Vec<String>,
    },
    /// A target is relative to what is applied, and several revisions are the newest.
    SeveralCurrent {
        /// What was given.
        target: String,
        /// The newest applied revisions.
        rows: Vec<String>,
    },
    /// Counting revisions came to where the history parts.
    AmbiguousWalk {
        /// What was given.
        target: String,
        /// The revision at which it parts, or none at the base.
        at: Option<String>,
        /// The ways to go on.
        choices: Vec<String>,
    },
    /// There are fewer revisions than were asked for.
    TooFar {
        /// What was given.
        target: String,
        /// How many there are.
        found: u32,
    },
    /// An upgrade's target is already below what is applied.
    NotAbove {
        /// What was given.
        target: String,
        /// What is applied.
        current: Vec<String>,
    },
    /// A downgrade's target is not applied.
    NotBelow {
        /// What was given.
        target: String,
        /// What is applied.
        current: Vec<String>,
    },
    /// A branch can't be taken back so far, because another branch still stands on the revision.
    Shared {
        /// The revision.
        revision: String,
        /// The newest revisions of the other branches.
        needed_by: Vec<String>,
    },
    /// Nothing of the branch is applied.
    NothingApplied {
        /// The branch as it was given.
        branch: String,
    },
    /// The beginning of a range is not below its end.
    NotInLine {
        /// The older end.
        from: String,
        /// The newer end.
        to: String,
    },
}

impl Error {
    /// True if what was typed means no revision, or several, whatever a database records.
    pub fn is_about_words(&self) -> bool {
        matches!(
            self,
            Self::Syntax { .. }
                | Self::Unknown { .. }
                | Self::Squashed { .. }
                | Self::Ambiguous { .. }
                | Self::NotOnBranch { .. }
        )
    }

    /// The revision whose file has to be changed, where the history is unsound.
    pub fn revision(&self) -> Option<&str> {
        match self {
            Self::InvalidId { id } | Self::DuplicateId { id } => Some(id),
            Self::InvalidLabel { revision, .. }
            | Self::LabelIsId { revision, .. }
            | Self::SquashedAndThere { revision, .. }
            | Self::SquashedReference { revision, .. }
            | Self::MissingParent { revision, .. }
            | Self::MissingDependency { revision, .. }
            | Self::SelfParent { revision }
            | Self::SelfDependency { revision } => Some(revision),
            Self::DuplicateLabel { revisions, .. } => revisions.last().map(String::as_str),
            Self::Cycle { revisions } | Self::DependencyCycle { revisions } => {
                revisions.first().map(String::as_str)
            }
            _ => None,
        }
    }
}

impl std::error::Error for Error {}
