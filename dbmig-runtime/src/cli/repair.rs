//! `repair`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::progress::Progress;
use super::{Format, SHAPE_VERSION, interrupt, print};
use crate::runner::{Database, Finding, Repairs};

/// Arguments of `repair`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  repair    what is wrong; changes nothing, and exits with 3 if anything is
  repair --accept-edited --db users
  repair --mark-applied 8c1f0e2a9b7d --db users
  repair --forget-unknown --db users

It changes dbmig's own tables and nothing else: what is true of the database is for you to say. Each repair is in the log.")]
pub struct RepairArgs {
    /// Revisions that were edited after they were applied: record their new checksums
    #[arg(long)]
    pub accept_edited: bool,

    /// A revision that was put below applied ones, and whose changes the database has: record it, and run nothing
    #[arg(long, value_name = "ID")]
    pub mark_applied: Vec<String>,

    /// Recorded revisions that the code doesn't have: record the place below them that the log tells
    #[arg(long)]
    pub forget_unknown: bool,

    /// Half done revisions that this code can't finish, and that are undone by hand: forget what is done of them
    #[arg(long)]
    pub forget_half_done: bool,

    /// A version table that is gone, is empty although the log says that revisions are applied, or has rows without a
    /// revision: make it what the log tells
    #[arg(long)]
    pub restore_versions: bool,
}

impl RepairArgs {
    fn repairs(&self) -> Repairs {
        Repairs {
            accept_edited: self.accept_edited,
            mark_applied: self.mark_applied.clone(),
            forget_unknown: self.forget_unknown,
            forget_half_done: self.forget_half_done,
            restore_versions: self.restore_versions,
        }
    }
}

/// What was settled, and what is still wrong.
struct Outcome {
    database: &'static str,
    settled: Vec<Finding>,
    findings: Vec<Finding>,
}

/// True if something is wrong.
pub(super) fn run(args: &RepairArgs, context: &Context) -> Result<bool, Error> {
    let repairs = args.repairs();
    let mut outcomes = Vec::new();
    let mut result = Ok(());
    for database in context.databases() {
        match one(database, &repairs, context) {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    show(&outcomes, context);
    result?;
    check_marked(&repairs, &outcomes)?;
    Ok(outcomes.iter().any(|outcome| !outcome.findings.is_empty()))
}

fn one(database: &Database, repairs: &Repairs, context: &Context) -> Result<Outcome, Error> {
    let mut settled = Vec::new();
    if *repairs != Repairs::default() {
        let progress = Progress::new(database.name, &context.global);
        let mut runner = context.runner(database)?.on_event(|event| {
            // As JSON, it prints one document.
            if context.global.format == Format::Text {
                progress.show(event);
            }
        });
        interrupt::stops(runner.canceller());
        let result = runner.repair(repairs);
        drop(runner);
        progress.finish();
        settled = result.map_err(|failure| Error::Run {
            database: database.name.to_owned(),
            failure: Box::new(failure),
            untouched: context.after(database),
        })?;
    }
    let findings = context.runner(database)?.findings();
    let findings = findings
        .map_err(|error| Error::Read { database: database.name.to_owned(), error: Box::new(error) })?;
    Ok(Outcome { database: database.name, settled, findings })
}

/// An id that names nothing to repair is mistyped, or of another database.
fn check_marked(repairs: &Repairs, outcomes: &[Outcome]) -> Result<(), Error> {
    let is_settled = |id: &&String| {
        let mut settled = outcomes.iter().flat_map(|outcome| &outcome.settled);
        settled.any(|finding| matches!(finding, Finding::Skipped(skipped) if skipped.id == **id))
    };
    match repairs.mark_applied.iter().find(|id| !is_settled(id)) {
        None => Ok(()),
        Some(id) => Err(Error::failed(
            format!("revision {id} is none that stands below an applied one and never ran"),
            "run repair without options: it names those; stamp records any other place",
        )),
    }
}

fn show(outcomes: &[Outcome], context: &Context) {
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> = outcomes.iter().map(Outcome::describe).collect();
            print::line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => outcomes.iter().for_each(Outcome::print),
    }
}

impl Outcome {
    fn print(&self) {
        let database = self.database;
        for finding in &self.settled {
            print::line(format_args!("{database}: settled: {finding}"));
        }
        if self.findings.is_empty() && self.settled.is_empty() {
            print::line(format_args!("{database}: nothing is wrong with its records"));
        }
        for finding in &self.findings {
            print::line(format_args!("{database}: {finding}"));
            match finding.option() {
                Some(option) => {
                    print::line(format_args!("{database}:   repair {option} {}", finding.remedy()))
                }
                None => print::line(format_args!("{database}:   {}", finding.remedy())),
            }
        }
    }

    fn describe(&self) -> serde_json::Value {
        let described = |finding: &Finding| {
            let mut value = json!(finding);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("message".to_owned(), json!(finding.to_string()));
                fields.insert("option".to_owned(), json!(finding.option()));
                fields.insert("remedy".to_owned(), json!(finding.remedy()));
            }
            value
        };
        json!({
            "database": self.database,
            "settled": self.settled.iter().map(described).collect::<Vec<_>>(),
            "findings": self.findings.iter().map(described).collect::<Vec<_>>(),
        })
    }
}
