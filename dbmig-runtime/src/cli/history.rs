//! `history`.

use std::collections::BTreeSet;

use clap::Args;

use super::context::Context;
use super::drawing::{Drawing, Drawn};
use super::error::Error;
use super::{details, print};
use crate::runner::{HistoryLine, format_utc};

/// Arguments of `history`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  history
  history -r 8c1f:head
  history -r -3: -v --db users
  history -r current:head --db users
  history --offline

A range has both ends; -N counts down from the heads, current-N from where the database is.")]
pub struct HistoryArgs {
    /// Only what is between two revisions: FROM:TO, FROM:, :TO
    #[arg(short, long, visible_alias = "rev-range", value_name = "FROM:TO", allow_hyphen_values = true)]
    pub range: Option<String>,

    /// Mark where the database is, which is done anyway unless --offline
    #[arg(short, long, conflicts_with = "offline")]
    pub indicate_current: bool,

    /// Ask no database: what is applied isn't said
    #[arg(long)]
    pub offline: bool,
}

pub(super) fn run(args: &HistoryArgs, context: &Context) -> Result<(), Error> {
    let range = args.range.as_deref();
    let (found, result) = match args.offline {
        true => (context.read_code(|runner| runner.offline_history(range))?, Ok(())),
        false => context.read(|runner| runner.history(range)),
    };
    let verbose = context.global.verbose;
    print::databases(context.global.format, &found, "revisions", |database, lines| {
        draw(database, lines, verbose, !args.offline);
    });
    result
}

/// Draws the revisions as `git log --graph` does: branches and merges are lines, dependencies are words.
fn draw(database: &str, lines: &[HistoryLine], verbose: bool, asked: bool) {
    let listed: BTreeSet<&str> = lines.iter().map(|line| line.revision.revision.as_str()).collect();
    let mut drawing = Drawing::default();
    for line in lines {
        let parents = line.revision.parents.iter().map(String::as_str).filter(|id| listed.contains(id));
        let Drawn { above, mark, more, below } =
            drawing.draw(&line.revision.revision, &parents.collect::<Vec<_>>());
        above.iter().for_each(|lines| print::line(format_args!("{database}: {lines}")));
        let (id, message) = (&line.revision.revision, &line.revision.message);
        print::line(format_args!("{database}: {mark} {id} {message}{}", notes(line, asked)));
        if verbose {
            let width = mark.len();
            let by = line.applied_by.as_ref().map(|by| format!("applied by {by}"));
            for detail in details::lines(&line.revision).into_iter().chain(by) {
                print::line(format_args!("{database}: {more:width$}   {detail}"));
            }
        }
        below.iter().for_each(|lines| print::line(format_args!("{database}: {lines}")));
    }
}

/// ` (head, billing, current, applied 2026-01-17T10:00:00Z)`.
fn notes(line: &HistoryLine, asked: bool) -> String {
    let HistoryLine { revision, is_applied, is_current, applied_at, .. } = line;
    let mut notes = Vec::new();
    if revision.is_head {
        notes.push("head".to_owned());
    }
    notes.extend(revision.labels.iter().cloned());
    if !revision.depends_on.is_empty() {
        notes.push(format!("depends on {}", revision.depends_on.join(", ")));
    }
    if *is_current {
        notes.push("current".to_owned());
    }
    if asked {
        notes.push(match (is_applied, applied_at) {
            (true, Some(at)) => format!("applied {}", format_utc(*at)),
            (true, None) => "applied".to_owned(),
            (false, _) => "pending".to_owned(),
        });
    }
    if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) }
}
