//! `--format` of verbs that have formats of their own.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgMatches};
use dbmig_runtime::cli::Format;

/// The id of the global argument: an argument of a verb with the same id takes its place there.
const ID: &str = "format";

/// The argument; one of its words has to be `json`, which the global argument knows too.
pub(super) fn argument(words: &'static [&'static str], default: &'static str, help: &'static str) -> Arg {
    let words = PossibleValuesParser::new(words);
    let as_global = words.map(|word| if word == "json" { Format::Json } else { Format::Text });
    Arg::new(ID).long("format").value_name("FORMAT").value_parser(as_global).default_value(default).help(help)
}

/// The word that was given.
pub(super) fn word(matches: &ArgMatches) -> &str {
    // The parsed value is the global argument's; the word says more.
    let word = matches.get_raw(ID).and_then(Iterator::last);
    word.and_then(|word| word.to_str()).unwrap_or_default()
}
