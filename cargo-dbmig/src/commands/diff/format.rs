//! `--format` of this verb: it stands in for the global one, which has other values.

use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::super::format::{argument, word};

/// How the difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DiffFormat {
    Sql,
    Rust,
    Json,
    Summary,
}

const HELP: &str = "How to print the difference: an SQL script for psql, the directives of a revision, one JSON \
                    document, or a line a change for people";

impl FromArgMatches for DiffFormat {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(match word(matches) {
            "rust" => Self::Rust,
            "json" => Self::Json,
            "summary" => Self::Summary,
            _ => Self::Sql,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for DiffFormat {
    fn augment_args(command: Command) -> Command {
        command.arg(argument(&["sql", "rust", "json", "summary"], "sql", HELP))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
