//! `log`.

use clap::Args;

use super::context::Context;
use super::error::Error;
use super::print;
use crate::runner::{HistoryEntry, LogFilter, Outcome, format_utc};

/// Arguments of `log`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  log
  log -n 20 --db users
  log -r 8c1f --sql    what ran, without passwords
  log --failed

It shows the history table, oldest first: what was done on the database or failed there, when, how long it took, by which \
    role, from which person and machine, with which version of dbmig.")]
pub struct LogArgs {
    /// Only the last N
    #[arg(short = 'n', long, value_name = "N")]
    pub last: Option<u32>,

    /// Only a revision: its id, or the beginning of it
    #[arg(short, long, value_name = "ID")]
    pub revision: Option<String>,

    /// Only what failed
    #[arg(long)]
    pub failed: bool,

    /// Show the SQL, too
    #[arg(long)]
    pub sql: bool,
}

pub(super) fn run(args: &LogArgs, context: &Context) -> Result<(), Error> {
    let filter = LogFilter {
        last: args.last,
        revision: args.revision.clone(),
        failed: args.failed,
        with_sql: args.sql,
    };
    let (found, result) = context.read(|runner| runner.log_of(&filter));
    print::databases(context.global.format, &found, "log", |database, entries| {
        if entries.is_empty() {
            print::note(format_args!("{database}: the history table has nothing of it"));
        }
        entries.iter().for_each(|entry| print_entry(database, entry));
    });
    result
}

fn print_entry(database: &str, entry: &HistoryEntry) {
    let HistoryEntry { action, revision, message, applied_by, dbmig_version, .. } = entry;
    let client = entry.client.as_deref().map(|client| format!(" ({client})")).unwrap_or_default();
    let (at, took) = (format_utc(entry.started_at), entry.duration.as_millis());
    let ended = match entry.result {
        Outcome::Failed => format!("failed after {took} ms"),
        _ => format!("{took} ms"),
    };
    let of = if message.is_empty() { revision.clone() } else { format!("{revision} {message}") };
    print::line(format_args!(
        "{database}: {at} {action} {of}: {ended}, by {applied_by}{client}, dbmig {dbmig_version}"
    ));
    for line in entry.error.iter().flat_map(|error| error.lines()) {
        print::line(format_args!("{database}:   {line}"));
    }
    for line in entry.sql.iter().flat_map(|sql| sql.lines()) {
        print::line(format_args!("{database}:   | {line}"));
    }
}
