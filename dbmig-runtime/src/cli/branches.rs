//! `branches`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, SHAPE_VERSION, details, print};
use crate::runner::BranchPoint;

/// Arguments of `branches`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  branches
  branches -v --db users")]
pub struct BranchesArgs {}

pub(super) fn run(_: &BranchesArgs, context: &Context) -> Result<(), Error> {
    let found = context.read_code(|runner| runner.branches())?;
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> =
                found.iter().map(|(name, points)| json!({ "database": name, "branches": points })).collect();
            print::line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => found.iter().for_each(|(name, points)| show(name, points, context.global.verbose)),
    }
    Ok(())
}

fn show(database: &str, points: &[BranchPoint], verbose: bool) {
    if points.is_empty() {
        print::line(format_args!("{database}: one line without branches"));
    }
    for BranchPoint { revision, branches } in points {
        let from = match revision {
            Some(revision) => format!("{} {}", revision.revision, revision.message),
            None => "base".to_owned(),
        };
        print::line(format_args!("{database}: {from}"));
        for branch in branches {
            let labels = details::labels(&branch.labels);
            print::line(format_args!("{database}:   -> {} {}{labels}", branch.revision, branch.message));
            if verbose {
                details::print(branch, "      ");
            }
        }
    }
}
