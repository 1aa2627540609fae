//! Where a declaration is.

use std::fmt;

/// The place of a declaration in the user's source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The cargo package.
    pub package: String,
    /// The file, as the compiler names it: relative to the workspace's root for its members.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// `file:line`, with the package before it where it is known.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if self.package.is_empty() { Ok(()) } else { write!(f, " (package {})", self.package) }
    }
}
