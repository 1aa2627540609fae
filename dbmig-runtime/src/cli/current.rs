//! `current`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, SHAPE_VERSION, print};
use crate::runner::{Current, HalfDoneBatches, Recorded, Runner};

/// Arguments of `current`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  current
  current -v --db users
  current --check-heads    exits with 3 where something is not applied")]
pub struct CurrentArgs {
    /// Exit with 3 unless each database has everything that the code has
    #[arg(short, long)]
    pub check_heads: bool,
}

/// False if the heads were to be checked and a database is not there.
pub(super) fn run(args: &CurrentArgs, context: &Context) -> Result<bool, Error> {
    let (found, result) = context.read(Runner::current);
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> = found.iter().map(|(name, current)| describe(name, current)).collect();
            print::line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => {
            for (name, current) in &found {
                print(name, current, context.global.verbose);
            }
        }
    }
    result?;
    let (ahead, behind): (Vec<_>, Vec<_>) = found
        .iter()
        .filter(|(_, current)| !current.is_at_heads())
        .partition(|(_, current)| is_ahead(current));
    if args.check_heads && context.global.format == Format::Text {
        for (names, advice) in [(&ahead, AHEAD), (&behind, "upgrade leads there")] {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            if !names.is_empty() {
                print::note(format_args!("not at the heads: {}; {advice}", names.join(", ")));
            }
        }
    }
    Ok(!args.check_heads || (ahead.is_empty() && behind.is_empty()))
}

/// What helps where upgrade refuses.
const AHEAD: &str = "this code doesn't have all of its revisions: run the version of the code that has them, or, if they are \
                     undone by hand, repair --forget-unknown";

fn is_ahead(current: &Current) -> bool {
    current.recorded.iter().any(|recorded| recorded.file.is_none())
}

fn describe(name: &str, current: &Current) -> serde_json::Value {
    let mut value = print::with_name(name, json!(current));
    if let Some(fields) = value.as_object_mut() {
        fields.insert("is_at_heads".to_owned(), json!(current.is_at_heads()));
    }
    value
}

fn print(database: &str, current: &Current, verbose: bool) {
    let server = if verbose { format!(" on {}", current.address) } else { String::new() };
    if current.recorded.is_empty() {
        print::line(format_args!("{database}: base{server}{}", behind(current.pending)));
    }
    for recorded in &current.recorded {
        let Recorded { revision, message, file, is_head } = recorded;
        let message = message.as_deref().map(|message| format!(" {message}")).unwrap_or_default();
        let state = match (file, is_head) {
            (None, _) => " (not in this code)".to_owned(),
            (_, true) if current.pending == 0 => " (head)".to_owned(),
            _ => behind(current.pending),
        };
        print::line(format_args!("{database}: {revision}{message}{server}{state}"));
    }
    if let Some(half) = &current.half_done {
        let batches = half.batches.as_ref().map(|HalfDoneBatches { table, changed, visited }| {
            format!(", then {visited} rows of {table} in batches: {changed} of them are changed")
        });
        print::line(format_args!(
            "{database}: the {} of {} is half done ({} of its statements{})",
            half.action,
            half.revision,
            half.done,
            batches.unwrap_or_default()
        ));
    }
}

fn behind(pending: usize) -> String {
    match pending {
        0 => String::new(),
        1 => " (1 revision behind)".to_owned(),
        several => format!(" ({several} revisions behind)"),
    }
}
