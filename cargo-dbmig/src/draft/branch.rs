//! The branches of a history that has several heads.

use std::fmt;
use std::path::PathBuf;

/// A head, and the revisions that no other head has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The head.
    pub head: Entry,
    /// The head's own revisions, oldest first; none if another head needs it.
    pub own: Vec<Entry>,
}

/// A revision as its file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: PathBuf,
    /// What it is about, or empty.
    pub message: String,
    /// When it was made, or empty.
    pub created: String,
}

impl Branch {
    /// The branch in a line for the header of a revision: what it comes to, oldest first.
    pub fn line(&self) -> String {
        let before = self.own.iter().filter(|entry| **entry != self.head).map(ToString::to_string);
        let before: Vec<String> = before.collect();
        let after = if before.is_empty() { String::new() } else { format!(", after {}", before.join(", ")) };
        format!("{}{after}", self.head)
    }
}

/// The head with its file and time, and a line for each other revision that only it has.
impl fmt::Display for Branch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { head, own } = self;
        let created = if head.created.is_empty() { "" } else { ", created " };
        write!(f, "  {head}{created}{}\n    {}", head.created, head.file.display())?;
        for entry in own.iter().filter(|entry| *entry != head) {
            write!(f, "\n    after {entry}, which only it has")?;
        }
        Ok(())
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if self.message.is_empty() { Ok(()) } else { write!(f, " {:?}", self.message) }
    }
}
