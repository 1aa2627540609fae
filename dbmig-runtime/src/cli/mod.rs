//! The command line of a migrations package's binary.
//!
//! `fn main() -> ExitCode { dbmig_runtime::cli::main(databases()) }` is the whole of that binary. One verb a file; the
//! doc comments of [`Verb`] and of the arguments are the help texts. `cargo dbmig` parses the same [`GlobalArgs`] and
//! [`Verb`], so that both show the same help.
//!
//! Results go to stdout, errors to stderr.
//!
//! # What programs read
//!
//! With `--format json`, `upgrade`, `downgrade` and `stamp` print one event a line; every other verb, and these with `--sql`,
//! prints one document. An error is one line on stderr. Each of these objects has the key `version`, [`SHAPE_VERSION`]: it
//! changes when a key goes or means something else, not when one comes, so ignore keys that you don't know.
//!
//! ```text
//! current         {version, databases: [{database, address, recorded: [{revision, message, file, is_head}], pending,
//!                  half_done: {revision, action, done, batches: {table, changed, visited} | null} | null, is_at_heads}]}
//! history         {version, databases: [{database, revisions: [REVISION + {is_applied, is_current, applied_at, applied_by}]}]}
//! log             {version, databases: [{database, log: [{id, revision, action, message, checksum, started_at, duration_ms,
//!                  applied_by, client, dbmig_version, result: done | failed | other, error, sql}]}]}
//! heads           {version, databases: [{database, heads: [REVISION]}]}
//! branches        {version, databases: [{database, branches: [{revision: REVISION | null, branches: [REVISION]}]}]}
//! show            {version, databases: [{database, revisions: [REVISION + {children, docs, checksum, upgrade: CODE, downgrade: CODE}]}]}
//! plan            {version, databases: [{database, address, from, to, transaction, refusal,
//!                  fingerprint: {from, statements, schema}, revisions: [{revision, message, file,
//!                  done, transactions: [{transactional, statements}], tables, has_own_sql, hazards: [{code, message, advice,
//!                  destructive}]}]}]}
//! ensure-version  {version, databases: [{database, created}]}
//! repair          {version, databases: [{database, settled: [FINDING], findings: [FINDING]}]}
//! drift           {version, databases: [{database, changes: [{sign, text}]}]}
//! … --sql         {version, databases: [{database, from, to, revisions, sql | null, file | null}]}
//! events          {version, event, database, …}: the variants of `runner::Event` in snake case, at the end
//!                 {version, event: "finished", database, report: REPORT}
//! an error        {version, error: {message, next_step, kind, exit_code, causes, database?, report?, not_begun?, sql?}}
//!
//! `sql` of an error: {statement, server, committed, may_have_left, contention: {attempts, tried_for_ms, blockers: [BLOCKER]} | null,
//!                 duplicates, rows}
//!
//! BLOCKER         {pid | null, prepared | null, application, user, client, state, backend, transaction_age_ms, query | null}
//! REVISION        {revision, parents, depends_on, labels, squashes, message, file, created, is_head}
//! FINDING         {finding: edited | skipped | unknown | null_rows | no_versions | stuck, message, option | null, remedy, …}
//! CODE            {statements: [{sql, transactional}]} | {error}
//! REPORT          {address, from, to, applied: [{revision, action, message, file, from, to, duration_ms}], remaining,
//!                  not_run: {reason: locked | ahead, …} | null}
//! ```
//!
//! Exit codes: 0 done, 1 failed, 2 the command line is wrong, 3 there are differences (`drift`, `current --check-heads`, `repair`), 4
//! refused for safety.
//!
//! # For whoever knows Alembic
//!
//! The verbs have the same names and targets. What differs, and why:
//!
//! - `upgrade` without a target goes to `head`, and `head` is no error where one head needs all others.
//! - `upgrade` to what is below, and `downgrade` to what is above, is an error; Alembic does nothing, silently.
//! - `-1` with several branches applied asks which one is meant, since the order of rows is chance; `-1` at a merge takes back the
//!   merge, which is one revision whatever its parents.
//! - `BRANCH@base` leaves what other branches stand on, and `stamp heads` records every head: Alembic loses some.
//! - `current --check-heads` passes where everything is applied, also if a head is implied by what depends on it.
//! - `history` asks the databases what is applied (`--offline` doesn't), and draws branches and merges.
//! - Scripts (`--sql`) check where they are run, `stamp --purge` has one, too, and several databases have a file each.
//! - What could be unsafe exits with 4, differences with 3; Alembic has 255 for both.

mod branches;
mod context;
mod current;
mod details;
mod downgrade;
mod drawing;
mod drift;
mod ensure_version;
mod error;
mod global;
mod heads;
mod history;
mod interrupt;
mod limits;
mod log;
mod person;
mod plan;
mod planned;
mod print;
mod progress;
mod prove;
mod repair;
mod script;
mod secrets;
mod show;
mod stamp;
mod statement;
mod transaction;
mod upgrade;
mod urls;
mod walk;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use branches::BranchesArgs;
pub use current::CurrentArgs;
pub use downgrade::DowngradeArgs;
pub use drift::DriftArgs;
pub use ensure_version::EnsureVersionArgs;
pub use error::{EXIT_DIFFERENCES, EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE};
pub use global::{Color, Format, GlobalArgs};
pub use heads::HeadsArgs;
pub use history::HistoryArgs;
pub use limits::LimitArgs;
pub use log::LogArgs;
pub use plan::PlanArgs;
pub use print::print_usage;
pub use repair::RepairArgs;
pub use script::ScriptArgs;
pub use show::ShowArgs;
pub use stamp::StampArgs;
pub use transaction::TransactionArgs;
pub use upgrade::{IfAhead, IfLocked, ResumeAs, UpgradeArgs};
pub use urls::{DATABASE_URLS, UrlSetting, UrlSource, Urls, UrlsError};

use crate::runner::Database;
use context::Context;

/// The version of the shapes that `--format json` prints. A key that is new doesn't change it; one that is gone, or means
/// something else, does.
pub const SHAPE_VERSION: u32 = 1;

/// What a migrations package's binary can do.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Apply revisions up to a target
    Upgrade(UpgradeArgs),
    /// Take revisions back down to a target
    Downgrade(DowngradeArgs),
    /// Show what upgrade would do now: revisions, SQL, transactions, tables, hazards
    Plan(PlanArgs),
    /// Show the revision each database is at
    Current(CurrentArgs),
    /// Draw the revisions, newest first, and which of them are applied
    History(HistoryArgs),
    /// Show what was done on each database, when, by whom, and what failed
    Log(LogArgs),
    /// Show one revision: what its module says, and its statements
    Show(ShowArgs),
    /// Show the newest revisions of the code, without asking a database
    Heads(HeadsArgs),
    /// Show where the history of the code parts, without asking a database
    Branches(BranchesArgs),
    /// Record a revision as applied without running anything
    Stamp(StampArgs),
    /// Show what is wrong with what is recorded, and record what you say is true
    Repair(RepairArgs),
    /// Create dbmig's own tables, and nothing else
    #[command(alias = "ensure_version")]
    EnsureVersion(EnsureVersionArgs),
}

impl Verb {
    /// True if it needs the databases' URLs: false for what the code alone tells, scripts among it.
    pub fn asks_databases(&self) -> bool {
        match self {
            Self::Upgrade(args) => !args.script.sql,
            Self::Downgrade(args) => !args.script.sql,
            Self::Stamp(args) => !args.script.sql,
            Self::EnsureVersion(args) => !args.script.sql,
            Self::History(args) => !args.offline,
            Self::Show(args) => args.asks_databases(),
            Self::Heads(_) | Self::Branches(_) => false,
            Self::Current(_) | Self::Plan(_) | Self::Log(_) | Self::Repair(_) => true,
        }
    }
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
    global.color.apply();
    let format = global.format;
    let result = Context::new(databases, global).and_then(|context| match verb {
        OwnVerb::Shared(verb) => shared(&verb, &context),
        OwnVerb::Prove(args) => prove::run(&args, &context),
        OwnVerb::Drift(args) => drift::run(&args, &context)
            .map(|differs| if differs { EXIT_DIFFERENCES.into() } else { ExitCode::SUCCESS }),
    });
    match result {
        Ok(code) => code,
        Err(error) => {
            error.print(format, &arguments);
            ExitCode::from(error.exit_code())
        }
    }
}

fn shared(verb: &Verb, context: &Context) -> Result<ExitCode, error::Error> {
    match verb {
        Verb::Upgrade(args) => upgrade::run(args, context),
        Verb::Downgrade(args) => downgrade::run(args, context),
        Verb::Plan(args) => plan::run(args, context),
        Verb::Current(args) => {
            let is_fine = current::run(args, context)?;
            return Ok(if is_fine { ExitCode::SUCCESS } else { EXIT_DIFFERENCES.into() });
        }
        Verb::Repair(args) => {
            let is_wrong = repair::run(args, context)?;
            return Ok(if is_wrong { EXIT_DIFFERENCES.into() } else { ExitCode::SUCCESS });
        }
        Verb::History(args) => history::run(args, context),
        Verb::Log(args) => log::run(args, context),
        Verb::Show(args) => show::run(args, context),
        Verb::Heads(args) => heads::run(args, context),
        Verb::Branches(args) => branches::run(args, context),
        Verb::Stamp(args) => stamp::run(args, context),
        Verb::EnsureVersion(args) => ensure_version::run(args, context),
    }
    .map(|()| ExitCode::SUCCESS)
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
    fn limits_that_a_script_cannot_hold_are_refused() {
        for verb in ["upgrade base:head --sql", "downgrade head:base --sql"] {
            for limit in [
                "--transaction-timeout 1s",
                "--retry-for 1s",
                "--blocker-queries",
                "--batch-pause 1s",
                "--max-replica-lag 1s",
                "--max-retained-wal 1GB",
            ] {
                let error = parse(&format!("{verb} {limit}")).unwrap_err();
                assert_eq!(error.exit_code(), i32::from(EXIT_USAGE), "{verb} {limit}");
            }
            assert!(parse(&format!("{verb} --lock-timeout 1s --statement-timeout 1s")).is_ok());
        }
    }

    /// Every line of an example, up to what is said of it, is a command line.
    #[test]
    fn examples_can_be_parsed() {
        let command = Cli::command();
        let mut count = 0;
        for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
            let help = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Examples:\n"), "{}: {help}", verb.get_name());
            let examples = help.lines().skip(1).take_while(|line| !line.is_empty());
            for example in examples.map(|line| line.trim().split("  ").next().unwrap_or_default()) {
                assert!(example.starts_with(verb.get_name()), "{example}");
                assert!(parse(example).is_ok(), "{example}");
                count += 1;
            }
        }
        assert!(count > 25, "{count}");
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
