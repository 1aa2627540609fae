//! `show`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, SHAPE_VERSION, details, print};
use crate::revision;
use crate::runner::{self, Shown, ShownStatements};
use crate::sql::terminated;

/// Arguments of `show`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  show head
  show 8c1f                the revision whose id begins so
  show billing@head        the head of a branch
  show current --db users  where the database is

Only what counts from where a database is asks it.")]
pub struct ShowArgs {
    /// What to show: an id or the beginning of one, head, heads, current, ID-N, BRANCH@head
    #[arg(value_name = "REVISION", allow_negative_numbers = true)]
    pub target: String,
}

impl ShowArgs {
    /// True if the target counts from where a database is.
    pub(super) fn asks_databases(&self) -> bool {
        self.target.parse::<revision::Target>().is_ok_and(|target| target.is_relative_to_current())
    }
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> Result<(), Error> {
    let found = find(args, context)?;
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> =
                found.iter().map(|(name, shown)| json!({ "database": name, "revisions": shown })).collect();
            print::line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => found.iter().for_each(|(name, shown)| match shown.as_slice() {
            [] => print::line(format_args!("{name}: base, before the first revision")),
            shown => shown.iter().for_each(|shown| show(name, shown)),
        }),
    }
    Ok(())
}

/// The databases that have the revision: an id is in one history only.
fn find(args: &ShowArgs, context: &Context) -> Result<Vec<(&'static str, Vec<Shown>)>, Error> {
    let mut found = Vec::new();
    let mut unknown = None;
    for database in context.databases() {
        let failed = |error| Error::Read { database: database.name.to_owned(), error: Box::new(error) };
        let mut runner = match args.asks_databases() {
            true => context.runner(database)?,
            false => context.offline(database),
        };
        match runner.show(&args.target) {
            Ok(shown) => found.push((database.name, shown)),
            Err(error @ runner::Error::Target(revision::Error::Unknown { .. })) => {
                unknown.get_or_insert(failed(error));
            }
            Err(error) => return Err(failed(error)),
        }
    }
    match unknown {
        Some(error) if found.is_empty() => Err(error),
        _ => Ok(found),
    }
}

fn show(database: &str, shown: &Shown) {
    let Shown { revision, children, docs, checksum, upgrade, downgrade } = shown;
    let head = if revision.is_head { " (head)" } else { "" };
    print::line(format_args!("{database}: {} {}{head}", revision.revision, revision.message));
    details::print(revision, "  ");
    if !children.is_empty() {
        print::line(format_args!("  followed by {}", children.join(", ")));
    }
    print::line(format_args!("  checksum {checksum}"));
    let more: Vec<&str> = docs.lines().skip(1).skip_while(|line| line.is_empty()).collect();
    if !more.is_empty() {
        print::line("");
        more.iter().for_each(|line| print::line(format_args!("  {line}")));
    }
    statements("upgrade", upgrade);
    statements("downgrade", downgrade);
    print::line("");
}

fn statements(direction: &str, statements: &ShownStatements) {
    print::line(format_args!("\n  {direction}:"));
    match statements {
        ShownStatements::Error(error) => print::line(format_args!("    {error}")),
        ShownStatements::Statements(all) if all.is_empty() => print::line("    nothing"),
        ShownStatements::Statements(all) => {
            for statement in all {
                if !statement.transactional {
                    print::line("    -- outside a transaction");
                }
                indented(&statement.sql, "    ");
            }
        }
    }
}

/// A statement, each line of it after `indent`.
pub(super) fn indented(sql: &str, indent: &str) {
    let text = terminated(sql);
    text.lines().for_each(|line| print::line(format_args!("{indent}{line}")));
}
