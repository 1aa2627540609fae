//! `--format` of `test`.

use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::super::format::{argument, word};

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TestFormat {
    Text,
    Json,
    /// The XML that CI systems read.
    Junit,
}

const HELP: &str = "How to print what came out: for people, as one JSON document, or as JUnit XML";

impl FromArgMatches for TestFormat {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(match word(matches) {
            "json" => Self::Json,
            "junit" => Self::Junit,
            _ => Self::Text,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for TestFormat {
    fn augment_args(command: Command) -> Command {
        command.arg(argument(&["text", "json", "junit"], "text", HELP))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
