//! Differences that are to be told, in each of the formats: what `check` and `drift` print.

use std::process::ExitCode;

use clap::{ArgMatches, Args, Command, FromArgMatches};
use dbmig_runtime::cli::EXIT_DIFFERENCES;
use dbmig_runtime::diff::{Changes, Line};
use dbmig_runtime::manifest::wire::{Declared, Place};
use serde_json::{Value, json};

use super::format::{argument, word};
use crate::console::{Console, versioned};

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReportFormat {
    Text,
    Json,
    /// Annotations of GitHub's workflows.
    Github,
}

/// The databases of one run, with what was found.
pub(super) struct Report {
    /// What a difference is called: the title of an annotation.
    pub(super) title: &'static str,
    pub(super) databases: Vec<Found>,
}

/// What was found of one database.
pub(super) struct Found {
    pub(super) database: String,
    /// What is said if nothing was.
    pub(super) clean: String,
    /// What is said before the differences.
    pub(super) differing: String,
    /// What to do about them.
    pub(super) next: String,
    pub(super) differences: Vec<Difference>,
}

/// One change, and the declaration that it comes from.
pub(super) struct Difference {
    line: Line,
    place: Option<Place>,
}

impl Difference {
    /// Each of `changes`, at what declares it.
    pub(super) fn all(changes: &Changes, declared: &Declared) -> Vec<Self> {
        let place = |line: &Line| declared.places.get(line.relation.as_ref()?).cloned();
        changes.summary().into_iter().map(|line| Self { place: place(&line), line }).collect()
    }

    fn text(&self) -> String {
        format!("{} {}", self.line.sign.as_char(), self.line)
    }

    fn describe(&self) -> Value {
        json!({
            "sign": self.line.sign.as_char(),
            "text": self.line.text,
            "file": self.place.as_ref().map(|place| &place.file),
            "line": self.place.as_ref().map(|place| place.line),
        })
    }

    /// A [workflow command](https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
    fn annotation(&self, title: &str, next: &str) -> String {
        let place =
            self.place.as_ref().map(|place| format!("file={},line={},", property(&place.file), place.line));
        let text = data(&format!("{}; {next}", self.text()));
        format!("::error {}title={}::{text}", place.unwrap_or_default(), property(title))
    }
}

/// A value between the colons of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

impl Report {
    /// Prints it, and gives the code that the verb exits with.
    pub(super) fn print(&self, format: ReportFormat, console: Console) -> ExitCode {
        match format {
            ReportFormat::Json => anstream::println!("{}", versioned(self.document())),
            ReportFormat::Text => self.databases.iter().for_each(|found| found.print(console)),
            ReportFormat::Github => self.databases.iter().for_each(|found| {
                let title = format!("{}: {}", found.database, self.title);
                for difference in &found.differences {
                    anstream::println!("{}", difference.annotation(&title, &found.next));
                }
            }),
        }
        let differs = self.databases.iter().any(|found| !found.differences.is_empty());
        if differs { EXIT_DIFFERENCES.into() } else { ExitCode::SUCCESS }
    }

    fn document(&self) -> Value {
        let describe = |found: &Found| {
            let changes: Vec<Value> = found.differences.iter().map(Difference::describe).collect();
            json!({ "database": found.database, "changes": changes })
        };
        json!({ "databases": self.databases.iter().map(describe).collect::<Vec<_>>() })
    }
}

impl Found {
    /// What the models have and the revisions don't make.
    pub(super) fn of_models(name: &str, changes: Option<&Changes>, declared: &Declared) -> Self {
        Self {
            database: name.to_owned(),
            clean: format!("{name}: the revisions make what the models declare"),
            differing: format!("{name}: the models have changes that no revision has"),
            next: format!("cargo dbmig revision --db {name} -m \"…\""),
            differences: changes.map(|changes| Difference::all(changes, declared)).unwrap_or_default(),
        }
    }

    /// The differences, a line each.
    pub(super) fn texts(&self) -> Vec<String> {
        self.differences.iter().map(Difference::text).collect()
    }

    /// Prints it for people.
    pub(super) fn print(&self, console: Console) {
        if self.differences.is_empty() {
            return console.result(&self.clean);
        }
        console.result(&self.differing);
        for difference in &self.differences {
            let place = difference.place.as_ref().map(|place| format!("  ({place})"));
            console.result(format!("  {}{}", difference.text(), place.unwrap_or_default()));
        }
        console.note(format!("next: {}", self.next));
    }
}

const HELP: &str =
    "How to print what was found: for people, as one JSON document, or as annotations of a GitHub workflow";

impl FromArgMatches for ReportFormat {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(match word(matches) {
            "json" => Self::Json,
            "github" => Self::Github,
            _ => Self::Text,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for ReportFormat {
    fn augment_args(command: Command) -> Command {
        command.arg(argument(&["text", "json", "github"], "text", HELP))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::diff::Sign;

    #[test]
    fn an_annotation_is_one_line() {
        let line = Line { sign: Sign::Add, text: "add comment \"100%,\n: x\"".to_owned(), relation: None };
        let place = Place { package: String::new(), file: "src/a,b.rs".to_owned(), line: 7 };
        let difference = Difference { line, place: Some(place) };
        assert_eq!(
            difference.annotation("users: not in any revision", "run it"),
            "::error file=src/a%2Cb.rs,line=7,title=users%3A not in any revision::+ add comment \"100%25,%0A: x\"; run it"
        );
    }
}
