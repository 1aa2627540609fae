//! `--format` of this verb: it stands in for the global one, which has other values.

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use dbmig_runtime::cli::Format;

/// How the difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DiffFormat {
    Sql,
    Rust,
    Json,
    Summary,
}

/// The id of the global argument: an argument of a verb with the same id takes its place there.
const ID: &str = "format";

const HELP: &str = "How to print the difference: an SQL script for psql, the directives of a revision, one JSON \
                    document, or a line a change for people";

impl FromArgMatches for DiffFormat {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        // The parsed value is the global argument's; the word says more.
        let word = matches.get_raw(ID).and_then(Iterator::last).and_then(|word| word.to_str());
        Ok(match word {
            Some("rust") => Self::Rust,
            Some("json") => Self::Json,
            Some("summary") => Self::Summary,
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
        let words = PossibleValuesParser::new(["sql", "rust", "json", "summary"]);
        let as_global = words.map(|word| if word == "json" { Format::Json } else { Format::Text });
        command.arg(
            Arg::new(ID)
                .long("format")
                .value_name("FORMAT")
                .value_parser(as_global)
                .default_value("sql")
                .help(HELP),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
