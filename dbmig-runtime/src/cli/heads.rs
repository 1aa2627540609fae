//! `heads`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, SHAPE_VERSION, details, print};
use crate::runner::RevisionInfo;

/// Arguments of `heads`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  heads
  heads -v --db users
  heads --resolve-dependencies")]
pub struct HeadsArgs {
    /// Leave out heads that a revision of another branch depends on: a database that has everything has no row for them
    #[arg(long)]
    pub resolve_dependencies: bool,
}

pub(super) fn run(args: &HeadsArgs, context: &Context) -> Result<(), Error> {
    let found = context.read_code(|runner| runner.heads(args.resolve_dependencies))?;
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> =
                found.iter().map(|(name, heads)| json!({ "database": name, "heads": heads })).collect();
            print::line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => found.iter().for_each(|(name, heads)| show(name, heads, context.global.verbose)),
    }
    Ok(())
}

fn show(database: &str, heads: &[RevisionInfo], verbose: bool) {
    if heads.is_empty() {
        print::line(format_args!("{database}: no revisions"));
    }
    for head in heads {
        let labels = details::labels(&head.labels);
        print::line(format_args!("{database}: {} {}{labels}", head.revision, head.message));
        if verbose {
            details::print(head, "    ");
        }
    }
}
