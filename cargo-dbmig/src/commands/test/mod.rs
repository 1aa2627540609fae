//! `test`.

mod child;
mod format;
mod junit;
mod models;
mod show;
mod tested;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::cli::{EXIT_FAILED, Format};
use dbmig_runtime::manifest::wire::Declared;

use super::compare::{Against, Comparison};
use super::context::Context;
use super::signals;
use crate::artifact::Models;
use crate::console::versioned;
use crate::draft::History;
use crate::error::Error;
use crate::project::Migrations;
use child::{Child, Ended};
use format::TestFormat;
use show::Show;
use tested::Tested;

/// Arguments of `test`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Each revision is applied, taken back and applied again on a scratch database, and then all of them together; in the \
    end the catalog is compared with the models. One whose downgrade says that it can't be undone is skipped. Exits with 1 if \
    anything fails.\n\nExamples:\n  cargo dbmig test\n  cargo dbmig test 3f2a: --db users\n  cargo dbmig test --no-rows --junit \
    target/revisions.xml\n\n--format json: {\"version\": 1, \"databases\": [{\"database\", \"passed\", \"duration_ms\", \"cases\": [{\"name\", \"title\", \"file\", \
    \"outcome\": \"passed|failed|skipped\", \"rows\", \"step\", \"message\", \"differences\", \"details\", \"reason\", \"notes\", \"duration_ms\"}]}]}"
)]
pub(super) struct TestArgs {
    /// Only these revisions, as history lists them: a:b, a:, :b
    #[arg(value_name = "RANGE", allow_hyphen_values = true)]
    range: Option<String>,

    #[command(flatten)]
    format: TestFormat,

    /// Leave tables empty; otherwise a revision is proven a second time, with a few rows in the tables that it meets
    #[arg(long)]
    no_rows: bool,

    /// Write a JUnit report to this file as well
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &TestArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    if args.range.is_some() && databases.len() > 1 {
        return Err(Error::usage(
            format!("there are {} databases, and a range is of one history", databases.len()),
            format!("name it with --db: {}", migrations.database_names().join(", ")),
        ));
    }
    let (scratch_url, against) = (args.scratch_url.as_deref(), Against::Revisions);
    let comparison = Comparison { context, migrations: &migrations, scratch_url, against };
    let test = Test { args, context, migrations: &migrations, comparison };
    let tested = match test.run(&databases)? {
        Ok(tested) => tested,
        Err(code) => return Ok(code),
    };
    if let Some(file) = &args.junit {
        write(file, &junit::document(&tested)?)?;
    }
    match args.format {
        TestFormat::Text => {}
        TestFormat::Json => anstream::println!("{}", versioned(tested::document(&tested))),
        TestFormat::Junit => anstream::println!("{}", junit::document(&tested)?.trim_end()),
    }
    Ok(if tested.iter().all(Tested::passed) { ExitCode::SUCCESS } else { EXIT_FAILED.into() })
}

/// The verb with what all its steps need.
struct Test<'c, 'a> {
    args: &'c TestArgs,
    context: &'c Context,
    migrations: &'a Migrations,
    comparison: Comparison<'c, 'a>,
}

/// What is not an error is told already, and what is left is the exit code.
type Told<T> = Result<Result<T, ExitCode>, Error>;

impl<'a> Test<'_, 'a> {
    fn run(&self, databases: &[&'a DatabaseConfig]) -> Told<Vec<Tested>> {
        let mut histories = Vec::new();
        for config in databases {
            let history = History::read(&config.name, &self.migrations.folder(config))?;
            match history.is_empty() {
                false => histories.push(*config),
                true => self.context.console.note(format!(
                    "nothing to test in {0}: it has no revisions; write a first one with cargo dbmig revision --db {0}",
                    config.name
                )),
            }
        }
        if histories.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        let mut models = self.models()?;
        let runner = self.context.runner(self.migrations)?;
        // The terminal sends Ctrl-C to the runner too, which stops in order and drops its scratch database.
        signals::ignore_interrupt();
        let declared = |config: &DatabaseConfig, models: &mut Option<Models>| {
            models.as_mut().map(|models| models.remove(&config.name).unwrap_or_default())
        };
        histories
            .into_iter()
            .map(|config| self.test(config, declared(config, &mut models).as_ref(), &runner))
            .collect()
    }

    /// What the models declare, if there are any.
    fn models(&self) -> Result<Option<Models>, Error> {
        match self.migrations.config.models.is_empty() {
            true => Ok(None),
            false => self.comparison.read_models().map(Some),
        }
    }

    fn test(&self, config: &DatabaseConfig, declared: Option<&Declared>, runner: &Path) -> Told<Tested> {
        let server = self.comparison.scratch_server(config)?;
        let show = Show::new(&config.name, self.shown(), self.context.console);
        let child = Child {
            runner,
            config,
            server: &server,
            range: self.args.range.as_deref(),
            no_rows: self.args.no_rows,
            // Errors only.
            format: if self.shown() == TestFormat::Json { Format::Json } else { Format::Text },
        };
        let dir = &self.migrations.dir;
        let folder = dir.strip_prefix(self.migrations.workspace.root()).unwrap_or(dir);
        let mut tested = match child.run(folder, |event| show.event(event))? {
            Ended::Report(report) => Tested::new(*report),
            Ended::Told(code) => return Ok(Err(code.into())),
        };
        if let Some(declared) = declared {
            let case = models::compare(config, &server, declared, tested.catalog())?;
            show.case(&case);
            tested.add(case);
        }
        show.finish(&tested);
        Ok(Ok(tested))
    }

    fn shown(&self) -> TestFormat {
        self.args.format
    }
}

fn write(file: &Path, text: &str) -> Result<(), Error> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(file, text));
    written.map_err(|error| {
        Error::failed(
            format!("could not write {}: {error}", file.display()),
            "name a file in a folder that can be written to",
        )
    })
}
