//! `check`.

use std::process::ExitCode;

use clap::Args;

use super::compare::{Against, Compared, Comparison};
use super::context::Context;
use super::merge::history;
use super::report::{Found, Report, ReportFormat};
use super::snapshot::SnapshotFile;
use crate::draft::History;
use crate::error::Error;
use crate::project::Migrations;

/// Arguments of `check`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Exits with 3 if a revision is missing, so that CI stops there. Nothing is written without --record.\n\n\
                  Examples:\n  cargo dbmig check\n  cargo dbmig check --format github\n  cargo dbmig check --record\n\n\
                  --format json: {\"version\": 1, \"databases\": [{\"database\", \"changes\": [{\"sign\": \"+\", \"~\" or \"-\", \"text\", \
                  \"file\", \"line\": of the declaration, or null}]}]}"
)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    format: ReportFormat,

    /// Write what the revisions make to catalog.json beside them, which the deployed runner's drift compares with
    #[arg(long)]
    record: bool,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &CheckArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    for config in &databases {
        tell_heads(&history(config, &migrations, context)?, context);
    }
    let (scratch_url, against) = (args.scratch_url.as_deref(), Against::Revisions);
    let compared = Comparison { context, migrations: &migrations, scratch_url, against }.run(&databases)?;
    for compared in &compared {
        record(compared, &migrations, args, context)?;
    }
    let found = compared.iter().map(|compared| {
        let changes = compared.draft.as_ref().map(|draft| &draft.changes);
        Found::of_models(&compared.config.name, changes, &compared.declared)
    });
    let report = Report { title: "changes that no revision has", databases: found.collect() };
    Ok(report.print(args.format, context.console))
}

/// Says that there are several heads: the next revision has no place then, and they may not even run one after the other.
fn tell_heads(history: &History, context: &Context) {
    let (heads, name) = (history.heads(), history.database());
    if heads.len() > 1 {
        context.console.note(format!(
            "{name} has {} heads, {}: cargo dbmig merge --db {name} makes them one",
            heads.len(),
            heads.join(", ")
        ));
    }
}

/// Writes what the revisions make, or says that it is out of date.
fn record(
    compared: &Compared<'_>,
    migrations: &Migrations,
    args: &CheckArgs,
    context: &Context,
) -> Result<(), Error> {
    let (config, rows) = (compared.config, compared.history.final_rows());
    let file = SnapshotFile::new(config, migrations, &rows, &compared.start);
    if args.record {
        return file.write(context);
    }
    if !rows.is_empty() && !file.is_current() {
        context.console.note(format!(
            "{} is not what the revisions of {} make: cargo dbmig check --record writes it anew, for drift of the deployed \
             runner",
            file.shown(context),
            config.name
        ));
    }
    Ok(())
}
