//! `drift`: the live database against what its recorded revisions make on scratch.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Renames;
use dbmig_runtime::cli::Format;
use dbmig_runtime::diff::diff;
use dbmig_runtime::manifest::wire::Declared;

use super::compare::{Against, Comparison};
use super::context::Context;
use super::live::Live;
use super::report::{Difference, Found, Report, ReportFormat};
use crate::artifact::Models;
use crate::draft::History;
use crate::error::Error;

/// Arguments of `drift`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Exits with 3 if something differs. The live database is read, never changed.\n\n\
                  Examples:\n  cargo dbmig drift\n  cargo dbmig drift --db users --format json\n\n\
                  --format json: as that of check")]
pub(super) struct DriftArgs {
    #[command(flatten)]
    format: ReportFormat,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &DriftArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    let (scratch_url, against) = (args.scratch_url.as_deref(), Against::Revisions);
    let comparison = Comparison { context, migrations: &migrations, scratch_url, against };
    let runner = OnceCell::new();
    let is_for_programs = args.format != ReportFormat::Text;
    let found = databases.into_iter().map(|config| drift_of(config, &comparison, &runner, is_for_programs));
    let report = Report { title: "drift", databases: found.collect::<Result<_, _>>()? };
    Ok(report.print(args.format, context.console))
}

fn drift_of(
    config: &DatabaseConfig,
    comparison: &Comparison<'_, '_>,
    runner: &OnceCell<PathBuf>,
    is_for_programs: bool,
) -> Result<Found, Error> {
    let (name, migrations) = (&config.name, comparison.migrations);
    let history = History::read(name, &migrations.folder(config))?;
    let live = Live::of(config, migrations, comparison.context)?;
    let recorded = live.recorded()?;
    let known = history.ids();
    if let Some(unknown) = recorded.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(Error::failed(
            format!("{name} at {} records revision {unknown}, which is not in this code", live.address),
            "run this with the code that the database was upgraded with",
        ));
    }
    let rows: Vec<&str> = recorded.iter().map(String::as_str).collect();
    if let Some(half) = history.half_done(&rows) {
        return Err(Error::failed(
            format!("{name}: revision {half} is half done at {}", live.address),
            format!("finish it, with cargo dbmig upgrade --db {name}, then look for drift"),
        ));
    }
    let server = comparison.scratch_server(config)?;
    let implied = comparison.revisions(config, &rows, &server, runner)?.0.catalog;
    let actual = live.read()?.catalog;
    if let (Some(one), Some(other)) = (implied.server_version, actual.server_version)
        && one != other
    {
        comparison.context.console.note(format!(
            "{} is PostgreSQL {other} and {} is {one}: they print some expressions in different ways, which then look \
             changed; name a server of version {other} with --scratch-url",
            live.address,
            server.name()
        ));
    }
    let changes = diff(implied, actual, &Renames::default());
    let at = if rows.is_empty() { "base".to_owned() } else { rows.join(", ") };
    Ok(Found {
        database: name.clone(),
        clean: format!("{name}: {} is what its revisions make, at {at}", live.address),
        differing: format!("{name}: {} differs from what its revisions make, at {at}", live.address),
        next: format!(
            "take it back by hand, with the script of cargo dbmig diff --db {name} --from live --to {}, or declare it in the \
             models and write a revision",
            if let [only] = rows.as_slice() { only } else { "head" }
        ),
        differences: Difference::all(
            &changes,
            &declared(config, comparison, is_for_programs && !changes.is_empty()),
        ),
    })
}

/// Where the models declare what differs, if it is `wanted`. That they don't build is no reason to keep quiet about drift.
fn declared(config: &DatabaseConfig, comparison: &Comparison<'_, '_>, wanted: bool) -> Declared {
    let models = if wanted { comparison.read_models() } else { Ok(Models::default()) };
    let mut models = models.unwrap_or_else(|error| {
        error.print(Format::Text);
        comparison.context.console.note("where the models declare what differs is not told");
        Models::default()
    });
    models.remove(&config.name).unwrap_or_default()
}
