//! The command line of a migrations package's binary.
//!
//! `fn main() -> ExitCode { dbmig_runtime::cli::main(databases()) }` is the whole of that binary. One verb a file; the
//! doc comments of [`Verb`] and of the arguments are the help texts. `cargo dbmig` parses the same [`GlobalArgs`] and
//! [`Verb`], so that both show the same help.
//!
//! Results go to stdout, errors to stderr. With `--format json`, `upgrade`, `downgrade` and `stamp` print one event a line,
//! the other verbs one document, and an error is one line on stderr: `{"error": {…}}`.

mod context;
mod current;
mod downgrade;
mod drift;
mod error;
mod global;
mod heads;
mod history;
mod interrupt;
mod person;
mod print;
mod progress;
mod prove;
mod stamp;
mod upgrade;
mod urls;
mod walk;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use current::CurrentArgs;
pub use downgrade::DowngradeArgs;
pub use drift::DriftArgs;
pub use error::{EXIT_DIFFERENCES, EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE};
pub use global::{Format, GlobalArgs};
pub use heads::HeadsArgs;
pub use history::HistoryArgs;
pub use print::print_usage;
pub use stamp::StampArgs;
pub use upgrade::UpgradeArgs;
pub use urls::{DATABASE_URLS, UrlSetting, UrlSource, Urls, UrlsError};

use crate::runner::Database;
use context::Context;

/// What a migrations package's binary can do.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Apply revisions up to a target
    Upgrade(UpgradeArgs),
    /// Take revisions back down to a target
    Downgrade(DowngradeArgs),
    /// Show the revision each database is at
    Current(CurrentArgs),
    /// List revisions, newest first, and which of them are applied
    History(HistoryArgs),
    /// Show the newest revisions of the code, without asking a database
    Heads(HeadsArgs),
    /// Record a revision as applied without running anything
    Stamp(StampArgs),
}

/// What this binary does by itself, and cargo-dbmig in another way.
#[derive(Clone, Debug, Subcommand)]
enum OwnVerb {
    #[command(flatten)]
    Shared(Verb),
    /// Say whether a database differs from what its recorded revisions make
    Drift(DriftArgs),
    #[command(hide = true)]
    Prove(prove::ProveArgs),
}

/// Applies the database revisions that are compiled into this program.
#[derive(Debug, Parser)]
#[command(version, subcommand_required = true, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    verb: OwnVerb,
}

/// Runs the verb that the process's arguments name, on `databases`, which are in configured order.
pub fn main(databases: Vec<Database>) -> ExitCode {
    run(databases, std::env::args_os())
}

/// [`main`] with the arguments given, the program's name first.
pub fn run(databases: Vec<Database>, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let Cli { global, verb } = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            print_usage(&error, &arguments);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(EXIT_USAGE));
        }
    };
    let format = global.format;
    let done = |()| ExitCode::SUCCESS;
    let result = Context::new(databases, global).and_then(|context| match verb {
        OwnVerb::Shared(Verb::Upgrade(args)) => upgrade::run(&args, &context).map(done),
        OwnVerb::Shared(Verb::Downgrade(args)) => downgrade::run(&args, &context).map(done),
        OwnVerb::Shared(Verb::Current(args)) => current::run(&args, &context).map(done),
        OwnVerb::Shared(Verb::History(args)) => history::run(&args, &context).map(done),
        OwnVerb::Shared(Verb::Heads(args)) => heads::run(&args, &context).map(done),
        OwnVerb::Shared(Verb::Stamp(args)) => stamp::run(&args, &context).map(done),
        OwnVerb::Prove(args) => prove::run(&args, &context),
        OwnVerb::Drift(args) => drift::run(&args, &context)
            .map(|differs| if differs { EXIT_DIFFERENCES.into() } else { ExitCode::SUCCESS }),
    });
    match result {
        Ok(code) => code,
        Err(error) => {
            error.print(format);
            ExitCode::from(error.exit_code())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("migrations").chain(line.split(' ')))
    }

    #[test]
    fn the_command_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn targets_may_begin_with_a_sign() {
        for (line, target) in [
            ("downgrade -1", "-1"),
            ("downgrade -12 --db users", "-12"),
            ("downgrade base", "base"),
            ("downgrade users@-1", "users@-1"),
        ] {
            let OwnVerb::Shared(Verb::Downgrade(args)) = parse(line).unwrap().verb else { panic!("{line}") };
            assert_eq!(args.target, target);
        }
        let OwnVerb::Shared(Verb::Upgrade(args)) = parse("upgrade +1").unwrap().verb else { panic!() };
        assert_eq!(args.target, "+1");
        let OwnVerb::Shared(Verb::History(args)) = parse("history -r -2:head").unwrap().verb else {
            panic!()
        };
        assert_eq!(args.range.as_deref(), Some("-2:head"));
    }

    #[test]
    fn upgrade_goes_to_the_head_and_downgrade_needs_a_target() {
        let OwnVerb::Shared(Verb::Upgrade(args)) = parse("--db users upgrade --db analytics").unwrap().verb
        else {
            panic!()
        };
        assert_eq!(args.target, "head");
        assert_eq!(parse("downgrade").unwrap_err().exit_code(), i32::from(EXIT_USAGE));
    }
}
