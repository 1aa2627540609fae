//! What an error tells a person.

use std::fmt;

use super::Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidId { id } => write!(f, "`{id}` can't be a revision's id: {SPELLING}"),
            Self::InvalidLabel { revision, label } => {
                write!(f, "`{label}` can't be a label of revision {revision}: {SPELLING}")
            }
            Self::DuplicateId { id } => {
                write!(
                    f,
                    "several revisions have the id {id}: give each its own, and name it in its children"
                )
            }
            Self::DuplicateLabel { label, revisions } => {
                write!(
                    f,
                    "the label `{label}` is used by {}: labels are unique, remove all but one",
                    list(revisions)
                )
            }
            Self::LabelIsId { revision, label } => {
                write!(
                    f,
                    "the label `{label}` of revision {revision} is the id of a revision: choose another label"
                )
            }
            Self::MissingParent { revision, parent, similar } => {
                write!(f, "revision {revision} revises {parent}, which doesn't exist: ")?;
                write!(f, "restore its file or correct `revises`{}", DidYouMean(similar))
            }
            Self::MissingDependency { revision, dependency, similar } => {
                write!(f, "revision {revision} depends on {dependency}, which doesn't exist: ")?;
                write!(f, "restore its file or correct `depends_on`{}", DidYouMean(similar))
            }
            Self::SelfParent { revision } => {
                write!(f, "revision {revision} revises itself: name its parent, or none for a base")
            }
            Self::SelfDependency { revision } => {
                write!(f, "revision {revision} depends on itself: remove it from `depends_on`")
            }
            Self::Cycle { revisions } => {
                write!(
                    f,
                    "revisions revise each other in a circle ({}): correct one `revises`",
                    Circle(revisions)
                )
            }
            Self::DependencyCycle { revisions } => {
                write!(f, "revisions need each other in a circle ({}): ", Circle(revisions))?;
                f.write_str("correct one `depends_on` or `revises`")
            }
            Self::Syntax { target, reason } => write!(f, "`{target}` names no revision: {reason}"),
            Self::Unknown { name, similar, heads } => {
                write!(f, "no revision or label `{name}`{}", DidYouMean(similar))?;
                match (similar.as_slice(), heads.as_slice()) {
                    ([], []) => f.write_str(": there are no revisions yet"),
                    ([], [head]) => write!(f, ": the head is {head}, and `history` lists all"),
                    ([], heads) => write!(f, ": the heads are {}, and `history` lists all", list(heads)),
                    _ => Ok(()),
                }
            }
            Self::SquashedAndThere { revision, into } => {
                write!(
                    f,
                    "revision {revision} is squashed into {into}, and yet its file is there: delete it, "
                )?;
                write!(
                    f,
                    "or, if {into} doesn't have what it does, give it another id and let it revise {into}"
                )
            }
            Self::SquashedReference { revision, squashed, into } => {
                write!(
                    f,
                    "revision {revision} names {squashed}, which is squashed into {into}: name {into} instead"
                )
            }
            Self::Squashed { name, into } => {
                write!(
                    f,
                    "revision {name} is squashed into {into}, so that no database can go there any more: "
                )?;
                write!(f, "name {into} or one above it")
            }
            Self::Ambiguous { prefix, matches } => {
                write!(f, "`{prefix}` may be {}: give more of the id", list(matches))
            }
            Self::NotOnBranch { revision, branch, heads } => {
                write!(
                    f,
                    "revision {revision} is not on the branch `{branch}`, which ends in {}: ",
                    list(heads)
                )?;
                f.write_str("leave the branch away, or name another")
            }
            Self::MultipleHeads { target, heads } => {
                write!(f, "`{target}` could be {}: name one of them, ", list(heads))?;
                f.write_str("give `heads` for all, or run merge to make them one")
            }
            Self::UnknownRows { rows } => {
                write!(f, "the database is at {}, which this history doesn't have: ", list(rows))?;
                f.write_str("either the database is ahead of the code (use a newer build), ")?;
                f.write_str("or the revision's file was deleted (restore it, or stamp with --purge)")
            }
            Self::SeveralCurrent { target, rows } => {
                write!(
                    f,
                    "`{target}` could count from {}: name the branch, as in {}",
                    list(rows),
                    Branch(rows, target)
                )
            }
            Self::AmbiguousWalk { target, at, choices } => {
                let at = at.as_deref().unwrap_or("the base");
                write!(f, "`{target}` could go from {at} to {}: name one of them", list(choices))
            }
            Self::TooFar { target, found: 0 } => {
                write!(f, "`{target}` goes too far: there is no revision that way")
            }
            Self::TooFar { target, found } => {
                let noun = if *found == 1 { "revision" } else { "revisions" };
                write!(f, "`{target}` goes too far: there {} only {found} {noun} that way", are(*found))
            }
            Self::NotAbove { target, current } => {
                write!(f, "`{target}` is not above {}: to go back, use downgrade", Rows(current))
            }
            Self::NotBelow { target, current } => {
                write!(f, "`{target}` is not below {}: to go forward, use upgrade", Rows(current))
            }
            Self::Shared { revision, needed_by } => {
                write!(f, "revision {revision} is also below {} of another branch: ", list(needed_by))?;
                f.write_str("leave the branch away to take both back, or stop above it")
            }
            Self::NothingApplied { branch } => {
                write!(f, "nothing of the branch `{branch}` is applied: `current` shows what is")
            }
            Self::NotInLine { from, to } => {
                write!(
                    f,
                    "`{from}` is not below `{to}`: a range goes from the older to the newer end of one line"
                )
            }
        }
    }
}

const SPELLING: &str = "use letters, digits and _, at most 64, and none of head, heads, base, current";

fn are(count: u32) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// `a`, `a and b`, `a, b and c`; of many the first few, and how many more.
fn list(names: &[String]) -> String {
    let (named, more) = names.split_at(names.len().min(SHOWN));
    match (named, more, named.split_last()) {
        (_, [], Some((last, []))) => last.clone(),
        (_, [], Some((last, first))) => format!("{} and {last}", first.join(", ")),
        (named, more, _) if !more.is_empty() => format!("{} and {} others", named.join(", "), more.len()),
        _ => String::new(),
    }
}

/// How many candidates a message names.
const SHOWN: usize = 10;

struct DidYouMean<'a>(&'a [String]);

impl fmt::Display for DidYouMean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " (did you mean {}?)", self.0.join(" or ")) }
    }
}

struct Circle<'a>(&'a [String]);

impl fmt::Display for Circle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.join(" -> "))?;
        self.0.first().map_or(Ok(()), |first| write!(f, " -> {first}"))
    }
}

/// The target on the branch of each row: `ab12@-1 or cd34@-1`.
struct Branch<'a>(&'a [String], &'a str);

impl fmt::Display for Branch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let forms: Vec<String> = self.0.iter().take(SHOWN).map(|row| format!("{row}@{}", self.1)).collect();
        f.write_str(&forms.join(" or "))
    }
}

struct Rows<'a>(&'a [String]);

impl fmt::Display for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("the base, where the database is"),
            rows => write!(f, "{}, where the database is", list(rows)),
        }
    }
}
