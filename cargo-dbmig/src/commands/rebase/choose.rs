//! Which branch goes on top of which.

use std::io::{BufRead, Write};

use super::super::ask::number;
use super::super::merge::resolve;
use crate::draft::{Branch, History};
use crate::error::Error;

/// What a person says of it.
pub(super) struct Choice<'a> {
    /// A revision of the branch that moves.
    pub(super) revision: Option<&'a str>,
    /// The head that it comes to stand on.
    pub(super) onto: Option<&'a str>,
    /// Someone is there to answer.
    pub(super) can_ask: bool,
}

impl Choice<'_> {
    /// The head of the branch that moves, and the head that it comes to stand on.
    ///
    /// # Errors
    /// If they can't be told from each other, and nobody can be asked.
    pub(super) fn make(&self, history: &History) -> Result<(String, String), Error> {
        let heads = history.heads();
        let onto = self.onto.map(|text| head(text, history)).transpose()?;
        let moved = match (self.revision, &onto, heads.as_slice()) {
            (Some(text), ..) => above(text, history)?,
            (None, Some(onto), [one, other]) => if onto == one { *other } else { *one }.to_owned(),
            _ => self.ask(history, onto.as_deref())?,
        };
        if onto.as_ref() == Some(&moved) {
            return Err(Error::usage(
                format!("{moved} can't stand on itself"),
                format!("give another head to --onto: {}", others(&heads, &moved).join(", ")),
            ));
        }
        match (onto, others(&heads, &moved).as_slice()) {
            (Some(onto), _) => Ok((moved, onto)),
            (None, [only]) => Ok((moved, (*only).to_owned())),
            (None, several) => Err(Error::usage(
                format!("{moved} can go on top of {}", several.join(" or ")),
                "name the one with --onto",
            )),
        }
    }

    /// Asks which branch moves.
    fn ask(&self, history: &History, onto: Option<&str>) -> Result<String, Error> {
        let heads = history.heads();
        let branches = history.branches(&heads);
        let movable: Vec<&Branch> =
            branches.iter().filter(|branch| Some(branch.head.id.as_str()) != onto).collect();
        let refused = || refusal(history.database(), &branches, onto);
        if !self.can_ask {
            return Err(refused());
        }
        let (mut input, mut output) = (std::io::stdin().lock(), anstream::stderr());
        let answer = ask(history.database(), &movable, &mut input, &mut output);
        answer.map(|branch| branch.head.id.clone()).ok_or_else(refused)
    }
}

fn ask<'b>(
    database: &str,
    branches: &[&'b Branch],
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Option<&'b Branch> {
    writeln!(output, "Which branch of {database} goes on top? No database may have its revisions yet.")
        .ok()?;
    for (place, branch) in branches.iter().enumerate() {
        writeln!(output, "  {}  {}", place + 1, branch.to_string().trim_start()).ok()?;
    }
    let answer = number(branches.len(), input, output)?;
    branches.get(answer - 1).copied()
}

fn refusal(database: &str, branches: &[Branch], onto: Option<&str>) -> Error {
    let shown: String = branches.iter().map(|branch| format!("\n{branch}")).collect();
    let heads: Vec<&str> = branches.iter().map(|branch| branch.head.id.as_str()).collect();
    let command = |head: &&str| {
        let below = match onto {
            Some(onto) => format!(" --onto {onto}"),
            None if heads.len() > 2 => " --onto HEAD".to_owned(),
            None => String::new(),
        };
        format!("`cargo dbmig rebase {head}{below} --db {database}`")
    };
    let commands: Vec<String> = heads.iter().filter(|head| Some(**head) != onto).map(command).collect();
    Error::refused(
        format!("nothing is changed: it is not said which branch of {database} goes on top:{shown}"),
        format!("name the one that moves, which no database may have yet: {}", commands.join(" or ")),
    )
}

/// The head that `text` names.
fn head(text: &str, history: &History) -> Result<String, Error> {
    let ids = resolve(text, history)?;
    match ids.as_slice() {
        [id] if history.heads().contains(&id.as_str()) => Ok(id.clone()),
        _ => Err(Error::usage(
            format!("`{text}` is no head of {}", history.database()),
            format!("give one to --onto: {}", history.heads().join(", ")),
        )),
    }
}

/// The only head that the revision which `text` names is below, or is.
fn above(text: &str, history: &History) -> Result<String, Error> {
    let ids = resolve(text, history)?;
    let is_above = |head: &&str| ids.iter().all(|id| id == head || history.is_above(head, id));
    let heads: Vec<&str> = history.heads().into_iter().filter(is_above).collect();
    match heads.as_slice() {
        [only] if ids.len() == 1 => Ok((*only).to_owned()),
        _ => Err(Error::usage(
            format!("`{text}` is not on one branch of {} alone", history.database()),
            format!("name the head of the branch that is to move: {}", history.heads().join(", ")),
        )),
    }
}

fn others<'h>(heads: &[&'h str], moved: &str) -> Vec<&'h str> {
    heads.iter().copied().filter(|head| *head != moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Entry;

    #[test]
    fn an_answer_is_one_of_the_branches() {
        let branch = |id: &str| {
            let entry = Entry {
                id: id.to_owned(),
                file: format!("{id}.rs").into(),
                message: "add x".to_owned(),
                created: String::new(),
            };
            Branch { head: entry.clone(), own: vec![entry] }
        };
        let (one, other) = (branch("aaaa"), branch("bbbb"));
        let mut shown = Vec::new();
        let answer = ask("users", &[&one, &other], &mut "3\n2\n".as_bytes(), &mut shown);
        assert_eq!(answer.map(|branch| branch.head.id.as_str()), Some("bbbb"));
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.contains("  1  aaaa \"add x\"\n    aaaa.rs\n  2  bbbb"), "{shown}");
        assert!(ask("users", &[&one, &other], &mut "\n".as_bytes(), &mut Vec::new()).is_none());
    }
}
