//! `history`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, print};
use crate::runner::{HistoryEntry, HistoryLine, Runner, format_utc, place};

/// Arguments of `history`.
#[derive(Args, Clone, Debug)]
pub struct HistoryArgs {
    /// Only what is between two revisions: FROM:TO, FROM:, :TO
    #[arg(short, long, value_name = "FROM:TO", allow_hyphen_values = true)]
    pub range: Option<String>,

    /// Show what was done on the database instead, oldest first
    #[arg(long, conflicts_with = "range")]
    pub log: bool,
}

pub(super) fn run(args: &HistoryArgs, context: &Context) -> Result<(), Error> {
    if args.log {
        let (found, result) = context.read(Runner::log);
        show(context, &found, "log", |database, entries| {
            entries.iter().for_each(|e| print_entry(database, e));
        });
        return result;
    }
    let (found, result) = context.read(|runner| runner.history(args.range.as_deref()));
    show(context, &found, "revisions", |database, lines| {
        for line in lines {
            print_line(database, line, context.global.verbose);
        }
    });
    result
}

fn show<T: serde::Serialize>(
    context: &Context,
    found: &[(&'static str, T)],
    key: &str,
    show: impl Fn(&str, &T),
) {
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> =
                found.iter().map(|(name, value)| json!({ "database": name, key: value })).collect();
            print::line(json!({ "databases": databases }));
        }
        Format::Text => found.iter().for_each(|(name, value)| show(name, value)),
    }
}

fn print_line(database: &str, line: &HistoryLine, verbose: bool) {
    let HistoryLine { revision, is_applied, is_current, applied_at, applied_by } = line;
    let parents = place(&revision.parents);
    let mut notes = Vec::new();
    if revision.is_head {
        notes.push("head".to_owned());
    }
    notes.extend(revision.labels.iter().cloned());
    if *is_current {
        notes.push("current".to_owned());
    }
    notes.push(match (is_applied, applied_at) {
        (true, Some(at)) => format!("applied {}", format_utc(*at)),
        (true, None) => "applied".to_owned(),
        (false, _) => "pending".to_owned(),
    });
    print::line(format_args!(
        "{database}: {parents} -> {} {} ({})",
        revision.revision,
        revision.message,
        notes.join(", ")
    ));
    if verbose {
        let by = applied_by.as_deref().map(|by| format!(", applied by {by}")).unwrap_or_default();
        print::line(format_args!("    {}, created {}{by}", revision.file, revision.created));
    }
}

fn print_entry(database: &str, entry: &HistoryEntry) {
    let client = entry.client.as_deref().map(|client| format!(" from {client}")).unwrap_or_default();
    print::line(format_args!(
        "{database}: {} {} {} {} by {}{client} ({} ms)",
        format_utc(entry.started_at),
        entry.action,
        entry.revision,
        entry.message,
        entry.applied_by,
        entry.duration.as_millis()
    ));
}
