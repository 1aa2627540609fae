//! Runs on each database in turn, in configured order, up to the first failure.

use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::progress::Progress;
use super::{Format, SHAPE_VERSION, interrupt};
use crate::runner::{self, Failure, Options, Report, Runner, place};

/// Runs `work` on each database, with what `options` gives for its name, and with its events shown.
pub(super) fn each(
    context: &Context,
    options: impl Fn(&str) -> Options,
    targets: &[&str],
    work: impl Fn(&mut Runner<'_>) -> Result<Report, Failure>,
) -> Result<(), Error> {
    // Nothing is begun while a later database has no URL, or no such revision.
    let runners: Vec<_> =
        context.databases().iter().map(|one| context.runner(one)).collect::<Result<_, _>>()?;
    for (database, runner) in context.databases().iter().zip(&runners) {
        let check = |target: &&str| runner.check_target(target);
        targets.iter().try_for_each(check).map_err(|error| unknown_target(context, database.name, &error))?;
    }
    for (database, runner) in context.databases().iter().zip(runners) {
        let progress = Progress::new(database.name, &context.global);
        let runner = runner.options(options(database.name));
        let mut runner = runner.on_event(|event| progress.show(event));
        interrupt::stops(runner.canceller());
        let result = work(&mut runner);
        drop(runner);
        progress.finish();
        match result {
            Ok(report) => tell(context, database.name, &progress, &report),
            Err(failure) => {
                return Err(Error::Run {
                    database: database.name.to_owned(),
                    failure: Box::new(failure),
                    untouched: context.after(database),
                });
            }
        }
    }
    Ok(())
}

fn unknown_target(context: &Context, database: &str, error: &runner::Error) -> Error {
    let next_step = match context.databases() {
        [_] => error.next_step().unwrap_or_else(|| "name one that `history` lists".to_owned()),
        _ => "every database has a history of its own: name with --db the one that is meant".to_owned(),
    };
    Error::Usage { message: format!("{database}: {}; nothing was run", error.what()), next_step }
}

/// The last line of a database: what there is to say when no revision had one.
fn tell(context: &Context, database: &str, progress: &Progress, report: &Report) {
    match context.global.format {
        Format::Json => {
            let event = json!({
                "version": SHAPE_VERSION, "event": "finished", "database": database, "report": report
            });
            progress.line(&event.to_string());
        }
        Format::Text if context.global.quiet => {}
        Format::Text if report.not_run.is_some() => {
            let reason = report.not_run.as_ref().map(ToString::to_string).unwrap_or_default();
            progress.line(&format!("{database}: nothing was done: {reason}"));
        }
        Format::Text if report.applied.is_empty() => {
            progress.line(&format!("{database}: nothing to do, at {}", place(&report.to)));
        }
        Format::Text => {}
    }
}
