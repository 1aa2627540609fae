//! The proof itself, in the migrations package's binary: it has the revisions.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use dbmig_runtime::build::{DatabaseConfig, PatternText};
use dbmig_runtime::cli::{EXIT_FAILED, EXIT_REFUSED, Format};
use dbmig_runtime::testing::{Case, Event, Report, SCRATCH_URL};
use serde::Deserialize;

use crate::arguments;
use crate::error::Error;
use crate::scratch::Server;

/// How the runner is called for one database.
pub(super) struct Child<'a> {
    pub(super) runner: &'a Path,
    pub(super) config: &'a DatabaseConfig,
    pub(super) server: &'a Server,
    pub(super) range: Option<&'a str>,
    pub(super) no_rows: bool,
    /// How it prints an error.
    pub(super) format: Format,
}

/// A line of what it prints.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Event(Box<Event>),
    Last { report: Box<Report> },
}

/// How it ended.
pub(super) enum Ended {
    /// With what it found.
    Report(Box<Report>),
    /// With an error that it told by itself, and this exit code.
    Told(u8),
}

impl Child<'_> {
    /// Runs it, and tells its events; the files are below `folder`, where the migrations package is.
    pub(super) fn run(&self, folder: &Path, mut tell: impl FnMut(&Event)) -> Result<Ended, Error> {
        let failed = |error: std::io::Error| {
            let runner = self.runner.display();
            Error::failed(format!("could not run {runner}: {error}"), "run the command again")
        };
        let mut child = self.command().spawn().map_err(failed)?;
        let mut report = None;
        for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
            match serde_json::from_str(&line.map_err(failed)?) {
                Ok(Line::Event(event)) => match *event {
                    Event::Finished(case) => tell(&Event::Finished(located(case, folder))),
                    event => tell(&event),
                },
                Ok(Line::Last { report: last }) => report = Some(last),
                // A revision printed it.
                Err(_) => {}
            }
        }
        let status = child.wait().map_err(failed)?;
        match (report, status.code().and_then(|code| u8::try_from(code).ok())) {
            (Some(mut report), _) => {
                report.cases = report.cases.into_iter().map(|case| located(case, folder)).collect();
                Ok(Ended::Report(report))
            }
            (None, Some(code @ EXIT_FAILED..=EXIT_REFUSED)) => Ok(Ended::Told(code)),
            _ => Err(self.broken_off(status)),
        }
    }

    fn command(&self) -> Command {
        let (config, place) = (self.config, self.server.place());
        let mut command = Command::new(self.runner);
        command.args(["prove", "--db", &config.name]);
        command.args(["--format", if self.format == Format::Json { "json" } else { "text" }]);
        let flags = [
            ("--single-connection", place.is_single_connection),
            ("--own-template", place.has_own_template),
            ("--create-roles", place.is_ours),
            ("--no-rows", self.no_rows),
        ];
        command.args(flags.into_iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag));
        let option = |name: &str, pattern: &PatternText| format!("--{name}={}", pattern.text);
        command.args(config.include.iter().map(|pattern| option("include", pattern)));
        command.args(config.exclude.iter().map(|pattern| option("exclude", pattern)));
        command.args(arguments::flags());
        if let Some(range) = self.range {
            command.args(["--", range]);
        }
        command.env(SCRATCH_URL, &place.url).stdin(Stdio::null()).stdout(Stdio::piped());
        command
    }

    /// A panic of a revision, or a signal.
    fn broken_off(&self, status: ExitStatus) -> Error {
        Error::failed(
            format!("{}: the proof ended without a result ({status})", self.config.name),
            "see above what stopped it, and run the command again",
        )
    }
}

fn located(mut case: Case, folder: &Path) -> Case {
    case.file = case.file.map(|file| folder.join(file).display().to_string());
    case
}
