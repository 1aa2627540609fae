//! Patterns over names, as a shell has them.

use std::fmt;
use std::str::FromStr;

/// A pattern that a whole name is matched against: `*` is any text, `?` one character, `[a-z]` or `[!a-z]` one of (or
/// none of) these, and a backslash takes the character behind it for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Anything,
    AnyCharacter,
    Character(char),
    OneOf { negated: bool, ranges: Vec<(char, char)> },
}

/// Why a pattern can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobError {
    /// There is no text.
    Empty,
    /// A `[` without its `]`.
    OpenClass,
    /// A backslash at the end.
    OpenEscape,
}

impl Glob {
    /// True if the pattern fits the whole of `text`.
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut pieces, mut rest) = (self.0.as_slice(), text.as_slice());
        // Behind the last `*`: what has to follow it, and the text that it may still take a character of.
        let mut star = None;
        loop {
            match (pieces.split_first(), rest.split_first()) {
                (None, None) => return true,
                (Some((Piece::Anything, after)), _) => {
                    star = Some((after, rest));
                    pieces = after;
                }
                (Some((piece, after)), Some((c, tail))) if piece.fits(*c) => (pieces, rest) = (after, tail),
                _ => match star {
                    Some((after, [_, tail @ ..])) => {
                        star = Some((after, tail));
                        (pieces, rest) = (after, tail);
                    }
                    _ => return false,
                },
            }
        }
    }
}

impl Piece {
    fn fits(&self, c: char) -> bool {
        match self {
            Self::Anything | Self::AnyCharacter => true,
            Self::Character(own) => *own == c,
            Self::OneOf { negated, ranges } => {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) != *negated
            }
        }
    }
}

impl FromStr for Glob {
    type Err = GlobError;

    fn from_str(text: &str) -> Result<Self, GlobError> {
        let mut pieces = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            pieces.push(match c {
                '*' => Piece::Anything,
                '?' => Piece::AnyCharacter,
                '\\' => Piece::Character(rest.next().ok_or(GlobError::OpenEscape)?),
                '[' => {
                    let (class, after) = class(rest.as_str()).ok_or(GlobError::OpenClass)?;
                    rest = after.chars();
                    class
                }
                c => Piece::Character(c),
            });
        }
        if pieces.is_empty() { Err(GlobError::Empty) } else { Ok(Self(pieces)) }
    }
}

/// The class behind a `[`, and what follows its `]`. A `]` that comes first stands for itself.
fn class(text: &str) -> Option<(Piece, &str)> {
    let (negated, members) = match text.strip_prefix(['!', '^']) {
        Some(members) => (true, members),
        None => (false, text),
    };
    let (end, _) = members.char_indices().skip(1).find(|(_, c)| *c == ']')?;
    let (members, after) = (members.get(..end)?, members.get(end + 1..)?);
    let mut ranges = Vec::new();
    let mut rest = members.chars().peekable();
    while let Some(first) = rest.next() {
        let mut ahead = rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(last)) => {
                ranges.push((first, last));
                rest = ahead;
            }
            _ => ranges.push((first, first)),
        }
    }
    Some((Piece::OneOf { negated, ranges }, after))
}

impl fmt::Display for GlobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the pattern is empty",
            Self::OpenClass => "a `[` of the pattern is not closed",
            Self::OpenEscape => "the pattern ends in a backslash",
        })
    }
}

impl std::error::Error for GlobError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_names() {
        for (pattern, yes, no) in [
            ("task", &["task"] as &[_], &["tasks", "a_task", "Task", ""] as &[_]),
            ("task*", &["task", "tasks"], &["a_task"]),
            ("*.tmp_*", &["public.tmp_", "a.b.tmp_x"], &["tmp_x", "a.tmp"]),
            ("*a*b*", &["ab", "xaxbx", "aab", "abab"], &["ba", "a", "b"]),
            ("?", &["a", "ü"], &["", "ab"]),
            ("p[0-9a]", &["p0", "p9", "pa"], &["p", "pb", "p-"]),
            ("p[!0-9]", &["pa", "p]"], &["p5", "p"]),
            ("[]x]", &["]", "x"], &["", "y"]),
            ("[a-]", &["a", "-"], &["b"]),
            (r"a\*[*]", &["a**"], &["ab*", "a*b"]),
        ] {
            let glob: Glob = pattern.parse().unwrap();
            yes.iter().for_each(|name| assert!(glob.matches(name), "{pattern} {name}"));
            no.iter().for_each(|name| assert!(!glob.matches(name), "{pattern} {name}"));
        }
    }

    #[test]
    fn what_is_no_pattern() {
        let error = |text: &str| text.parse::<Glob>().unwrap_err();
        assert_eq!(error(""), GlobError::Empty);
        assert_eq!(error("a["), GlobError::OpenClass);
        assert_eq!(error("a[]"), GlobError::OpenClass);
        assert_eq!(error("a\\"), GlobError::OpenEscape);
    }
}
