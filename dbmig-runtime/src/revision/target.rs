//! What a person may type for a revision or a range of them.

use std::fmt;
use std::str::FromStr;

use super::{Error, Result, is_valid_id};

/// A place in a history: `head`, `ab12`, `+1`, `users@head-1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The branch before `@`: a label, or any revision on the branch.
    pub branch: Option<String>,
    /// Where to start; `None` where only an offset is given: from what is applied (in a [`Range`], see there).
    pub anchor: Option<Anchor>,
    /// How many revisions to go up (positive) or down (negative) from there.
    pub offset: i32,
}

/// A named place in a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The only head.
    Head,
    /// Every head.
    Heads,
    /// Before the first revision.
    Base,
    /// What the database records.
    Current,
    /// An id, a unique beginning of one, or a label.
    Revision(String),
}

/// A range of a history, both ends included: `a:b`, `a:`, `:b`, `:`.
///
/// A bare `-N` counts down from the heads here, a bare `+N` at the end counts up from the beginning of the range;
/// `current-N` counts from what the database records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The older end; `None` for the base.
    pub from: Option<Target>,
    /// The newer end; `None` for the heads.
    pub to: Option<Target>,
}

impl Target {
    /// The only head.
    pub const HEAD: Self = Self { branch: None, anchor: Some(Anchor::Head), offset: 0 };
    /// Every head.
    pub const HEADS: Self = Self { branch: None, anchor: Some(Anchor::Heads), offset: 0 };
    /// Before the first revision.
    pub const BASE: Self = Self { branch: None, anchor: Some(Anchor::Base), offset: 0 };
    /// What the database records.
    pub const CURRENT: Self = Self { branch: None, anchor: Some(Anchor::Current), offset: 0 };

    /// The revision with exactly this id.
    pub fn revision(id: impl Into<String>) -> Self {
        Self { branch: None, anchor: Some(Anchor::Revision(id.into())), offset: 0 }
    }

    /// True if the place depends on what is applied.
    pub fn is_relative_to_current(&self) -> bool {
        matches!(self.anchor, None | Some(Anchor::Current))
    }
}

impl FromStr for Target {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        refuse_url(text)?;
        let syntax = |reason| Error::Syntax { target: text.to_owned(), reason };
        let text = text.trim();
        if text.is_empty() {
            return Err(syntax("it is empty: give head, base, an id, or +1"));
        }
        if text.contains(':') {
            return Err(syntax("a range is for history only"));
        }
        let (branch, place) = match text.split_once('@') {
            Some(("", _)) => return Err(syntax("the branch before the @ is missing")),
            Some((branch, _)) if !is_valid_id(branch) => {
                return Err(syntax("a branch is a label or an id: letters, digits and _"));
            }
            Some((branch, place)) => (Some(branch.to_owned()), place),
            None => (None, text),
        };
        let (name, offset) = match place.find(['+', '-']) {
            Some(sign) => place.split_at(sign),
            None => (place, ""),
        };
        let offset = match offset {
            "" => 0,
            number => number.parse().map_err(|_| syntax("after + or - comes a number of revisions"))?,
        };
        let anchor = match name {
            "" if place.is_empty() => return Err(syntax("the revision after the @ is missing")),
            "" => None,
            "head" => Some(Anchor::Head),
            "heads" => Some(Anchor::Heads),
            "base" => Some(Anchor::Base),
            "current" => Some(Anchor::Current),
            id if is_valid_id(id) => Some(Anchor::Revision(id.to_owned())),
            _ => return Err(syntax("an id consists of letters, digits and _")),
        };
        Ok(Self { branch, anchor, offset })
    }
}

impl FromStr for Range {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        refuse_url(text)?;
        let Some((from, to)) = text.split_once(':') else {
            let reason = "a range has a colon: from:to, from: or :to";
            return Err(Error::Syntax { target: text.to_owned(), reason });
        };
        let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { text.parse().map(Some) };
        Ok(Self { from: end(from)?, to: end(to)? })
    }
}

/// A URL in the wrong place; its password is not repeated.
fn refuse_url(text: &str) -> Result<()> {
    match text.split_once("://") {
        Some((scheme, _)) => {
            Err(Error::Syntax { target: format!("{scheme}://…"), reason: "a URL is given with --url" })
        }
        None => Ok(()),
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(branch) = &self.branch {
            write!(f, "{branch}@")?;
        }
        match &self.anchor {
            Some(anchor) => anchor.fmt(f)?,
            None => return write!(f, "{:+}", self.offset),
        }
        if self.offset != 0 {
            write!(f, "{:+}", self.offset)?;
        }
        Ok(())
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Head => "head",
            Self::Heads => "heads",
            Self::Base => "base",
            Self::Current => "current",
            Self::Revision(id) => id,
        })
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = &self.from {
            from.fmt(f)?;
        }
        f.write_str(":")?;
        self.to.as_ref().map_or(Ok(()), |to| to.fmt(f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_prints_as_it_was_typed() {
        for text in [
            "head",
            "heads",
            "base",
            "current",
            "ab12",
            "+1",
            "-3",
            "ab12+2",
            "ab12-2",
            "head-1",
            "base+2",
            "current-1",
            "users@head",
            "users@heads",
            "users@ab12",
            "users@base",
            "users@+1",
            "users@-1",
            "users@head-1",
            "users@base+2",
        ] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
        for text in ["a:b", "a:", ":b", ":", "users@base:", "-2:c", "a:+2"] {
            assert_eq!(text.parse::<Range>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_target() {
        for text in [
            "",
            " ",
            "@head",
            "users@",
            "a@b@c",
            "a+",
            "a-b",
            "a+1+2",
            "+99999999999",
            "a b",
            "a:b",
            "é",
            "a--1",
        ] {
            assert!(matches!(text.parse::<Target>(), Err(Error::Syntax { .. })), "{text:?}");
        }
        for text in ["a", "a:b:c", "a+:b"] {
            assert!(matches!(text.parse::<Range>(), Err(Error::Syntax { .. })), "{text:?}");
        }
    }
}
