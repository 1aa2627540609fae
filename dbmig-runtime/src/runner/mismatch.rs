//! Where the records of a database and the code don't fit.

use std::fmt;

use serde::Serialize;

/// A recorded revision that the code doesn't have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownRevision {
    /// The id.
    pub id: String,
    /// The message in the history table.
    pub message: Option<String>,
    /// When it was applied, in UTC, by the history table.
    pub applied_at: Option<String>,
    /// The revision that has taken its place.
    pub squashed_into: Option<String>,
}

/// An applied revision whose checksum is not the recorded one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditedRevision {
    /// The id.
    pub id: String,
    /// The file.
    pub file: String,
    /// The checksum in the history table.
    pub recorded: String,
    /// The checksum of the code.
    pub found: String,
    /// When it was applied, in UTC.
    pub applied_at: String,
}

/// A revision of the code below one that is applied, which was never applied itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedRevision {
    /// The id.
    pub id: String,
    /// The file.
    pub file: String,
    /// An applied revision above it, which was edited since.
    pub above: String,
}

impl fmt::Display for UnknownRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "revision {}", self.id)?;
        if let (Some(message), Some(at)) = (&self.message, &self.applied_at) {
            write!(f, " ({message:?}, recorded {at})")?;
        }
        self.squashed_into.as_ref().map_or(Ok(()), |into| write!(f, ", squashed into {into} since"))
    }
}

impl fmt::Display for EditedRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |checksum: &str| checksum.chars().take(12).collect::<String>();
        write!(
            f,
            "{} (revision {}, applied {}: checksum was {}, is {})",
            self.file,
            self.id,
            self.applied_at,
            short(&self.recorded),
            short(&self.found)
        )
    }
}

impl fmt::Display for SkippedRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, file, above } = self;
        write!(
            f,
            "{file} (revision {id}) stands below revision {above}, which is applied, and never ran here"
        )
    }
}
