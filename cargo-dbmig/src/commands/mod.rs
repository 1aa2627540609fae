//! The command line: one verb a file; the doc comments of the arguments are the help texts.

mod ask;
mod backfill;
mod check;
mod compare;
mod completions;
mod config;
mod confirm;
mod context;
mod diff;
mod drift;
mod edit;
mod edited;
mod end;
mod format;
mod init;
mod inspect;
mod inspected;
mod live;
mod man;
mod merge;
mod new_file;
mod outcome;
mod pass_on;
mod post_write;
mod print;
mod proven;
mod rebase;
mod rename;
mod report;
mod revision;
mod serve;
mod signals;
mod snapshot;
mod squash;
mod standing;
mod test;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand};
use dbmig_runtime::cli::{EXIT_USAGE, GlobalArgs, Verb as RunnerVerb, print_usage};

use crate::arguments;
use crate::console::Console;
use crate::environment::Environment;
use crate::error::Error;
use crate::server;
use context::Context;

/// PostgreSQL schema migrations: from structs to migrated databases.
#[derive(Debug, Parser)]
#[command(
    name = "cargo dbmig",
    bin_name = "cargo dbmig",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Examples:\n  cargo dbmig init\n  cargo dbmig revision -m 'create the first tables'\n  cargo dbmig upgrade\n\n\
                  `cargo dbmig VERB --help` has examples of each verb. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 there are \
                  differences, 4 refused for safety."
)]
struct Cli {
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    verb: Verb,
}

/// Where the project is.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
struct ProjectArgs {
    /// The Cargo.toml of the project or of one of its packages
    #[arg(long, value_name = "PATH", global = true)]
    manifest_path: Option<PathBuf>,

    /// The migrations package, where the workspace has several
    #[arg(short, long, value_name = "NAME", global = true)]
    package: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make a migrations package in this project
    Init(init::InitArgs),
    /// Write a revision: what changed in the models, or an empty one
    Revision(revision::RevisionArgs),
    /// Open a revision's file in an editor
    Edit(edit::EditArgs),
    /// Make several heads one again, after proving that the order of their revisions does not matter
    Merge(merge::MergeArgs),
    /// Put the revisions of one head on top of another, where no database has them yet
    Rebase(rebase::RebaseArgs),
    /// Put one revision in the place of old ones, which databases past them count as applied
    Squash(squash::SquashArgs),
    /// Say whether the models have changes that no revision has
    Check(check::CheckArgs),
    /// Say whether a live database differs from what its recorded revisions make
    Drift(drift::DriftArgs),
    /// Prove every revision on scratch: up, down and up again, with the same catalog each time
    Test(test::TestArgs),
    /// Print what turns one schema into another: databases, the models, revisions
    Diff(diff::DiffArgs),
    /// Write models from a live database
    Inspect(inspect::InspectArgs),
    /// Show the settings that are in force, and where each comes from
    Config(config::ConfigArgs),
    /// Keep the embedded PostgreSQL server up, and print its URLs
    Serve(serve::ServeArgs),
    /// Print a script that completes verbs and flags in a shell
    Completions(completions::CompletionsArgs),
    /// Write the manual pages of all verbs to a folder
    Man(man::ManArgs),
    #[command(flatten)]
    Runner(RunnerVerb),
}

/// Runs the command line `arguments`, the program's name first.
pub(crate) fn run(mut arguments: Vec<OsString>) -> ExitCode {
    if let Some(code) = run_as_helper(&arguments) {
        return code;
    }
    // Cargo calls `cargo-dbmig dbmig VERB`.
    if arguments.get(1).is_some_and(|argument| argument == "dbmig") {
        arguments.remove(1);
    }
    let Cli { project, global, verb } = match parse(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            print_usage(&error, &arguments);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(EXIT_USAGE));
        }
    };
    global.color.apply();
    arguments::take(&global.arguments);
    let console = Console::new(&global);
    let result = Environment::read().map_err(Error::Environment).and_then(|environment| {
        let context = Context::new(environment, project, global, console);
        match verb {
            Verb::Init(args) => init::run(&args, &context),
            Verb::Revision(args) => revision::run(&args, &context),
            Verb::Edit(args) => edit::run(&args, &context),
            Verb::Merge(args) => merge::run(&args, &context),
            Verb::Rebase(args) => rebase::run(&args, &context),
            Verb::Squash(args) => squash::run(&args, &context),
            Verb::Check(args) => check::run(&args, &context),
            Verb::Drift(args) => drift::run(&args, &context),
            Verb::Test(args) => test::run(&args, &context),
            Verb::Diff(args) => diff::run(&args, &context),
            Verb::Inspect(args) => inspect::run(&args, &context),
            Verb::Config(args) => config::run(&args, &context),
            Verb::Serve(args) => serve::run(&args, &context),
            Verb::Completions(args) => completions::run(&args, command(), console),
            Verb::Man(args) => man::run(&args, command(), console),
            Verb::Runner(verb) => pass_on::run(&verb, arguments.get(1..).unwrap_or_default(), &context),
        }
    });
    result.unwrap_or_else(|error| {
        error.print(console.format);
        ExitCode::from(error.exit_code())
    })
}

fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = command();
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// The command line, with the examples of the runner's verbs as they are typed here.
fn command() -> Command {
    let runner = RunnerVerb::augment_subcommands(Command::new("runner"));
    runner.get_subcommands().map(Command::get_name).fold(Cli::command(), |command, name| {
        command.mut_subcommand(name, |verb| match verb.get_after_help().map(ToString::to_string) {
            Some(help) => verb.after_help(as_typed_here(&help, name)),
            None => verb,
        })
    })
}

fn as_typed_here(help: &str, verb: &str) -> String {
    let lines = help.lines().map(|line| match line.strip_prefix("  ") {
        Some(example) if example.split(' ').next() == Some(verb) => format!("  cargo dbmig {example}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// This program is also the process that stops a server when its user is gone.
fn run_as_helper(arguments: &[OsString]) -> Option<ExitCode> {
    let rest = arguments.get(2..).unwrap_or_default();
    let result = match arguments.get(1).map(OsString::as_os_str).and_then(OsStr::to_str)? {
        server::WATCHDOG_ARGUMENT => server::watch(rest),
        server::KEEPER_ARGUMENT => server::keep(rest),
        _ => return None,
    };
    // Nobody listens any more.
    Some(if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_well_formed() {
        Cli::command().debug_assert();
    }

    /// Help texts lead people: each has examples, and each example is understood.
    #[test]
    fn examples_are_understood() {
        let mut without = Vec::new();
        for verb in command().get_subcommands().filter(|verb| !verb.is_hide_set()) {
            let help = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> =
                help.lines().map(str::trim).filter(|line| line.starts_with("cargo dbmig ")).collect();
            if examples.is_empty() {
                without.push(verb.get_name().to_owned());
            }
            for example in examples {
                // Not what a shell would redirect, nor what is said of it at the end of the line.
                let command = example.split(" > ").next().unwrap().split("  ").next().unwrap();
                let parts = command.split(['\'', '"']).enumerate();
                let words = parts.flat_map(|(at, part)| match at % 2 {
                    0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
                    _ => vec![part.to_owned()],
                });
                let words: Vec<OsString> = words.skip(1).map(OsString::from).collect();
                let parsed = parse(&words);
                assert!(parsed.is_ok(), "{example}: {}", parsed.unwrap_err());
            }
        }
        assert!(without.is_empty(), "no examples: {}", without.join(", "));
    }

    #[test]
    fn verbs_of_both_programs() {
        for line in [
            "init --db users",
            "revision -m x --db users",
            "upgrade --db users -p m",
            "downgrade -1",
            "diff --from a --to b",
            "merge b1 c1 -m x",
            "rebase b1 --onto c1",
            "squash c1 --db users",
        ] {
            let parsed = Cli::try_parse_from(std::iter::once("cargo-dbmig").chain(line.split(' ')));
            assert!(parsed.is_ok(), "{line}");
        }
    }
}
