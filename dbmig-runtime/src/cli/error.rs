//! Errors as the command line shows them, and their exit codes.

use std::ffi::OsString;

use serde_json::{Value, json};

use super::secrets::{advice_without_secrets, without_secrets};
use super::{Format, SHAPE_VERSION, UrlsError, print};
use crate::runner;

/// The exit code of a run that failed.
pub const EXIT_FAILED: u8 = 1;
/// The exit code of arguments that can't be used.
pub const EXIT_USAGE: u8 = 2;
/// The exit code of a comparison that found differences, where it was asked for.
pub const EXIT_DIFFERENCES: u8 = 3;
/// The exit code of a run that was refused because it would not have been safe.
pub const EXIT_REFUSED: u8 = 4;

/// Why a verb failed.
#[derive(Debug)]
pub(super) enum Error {
    /// The arguments don't fit the configuration.
    Usage { message: String, next_step: String },
    /// It can't be done as things are.
    Failed { message: String, next_step: String },
    /// No URL was found.
    Urls(UrlsError),
    /// A database could not be read.
    Read { database: String, error: Box<runner::Error> },
    /// A run failed; `untouched` are the databases after it.
    Run { database: String, failure: Box<runner::Failure>, untouched: Vec<String> },
}

impl From<UrlsError> for Error {
    fn from(error: UrlsError) -> Self {
        Self::Urls(error)
    }
}

impl Error {
    pub(super) fn failed(message: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self::Failed { message: message.into(), next_step: next_step.into() }
    }

    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage { .. } | Self::Urls(_) => EXIT_USAGE,
            Self::Failed { .. } => EXIT_FAILED,
            Self::Read { error, .. } => exit_code(error),
            Self::Run { failure, .. } => exit_code(&failure.error),
        }
    }

    /// Prints the error to stderr, without the passwords of `arguments`.
    pub(super) fn print(&self, format: Format, arguments: &[OsString]) {
        let next = self.next_step().map(|text| advice_without_secrets(text, arguments));
        let safe = |text: String| match self.may_repeat_arguments() {
            true => without_secrets(text, arguments),
            false => text,
        };
        match format {
            Format::Json => {
                print::note(json!({ "version": SHAPE_VERSION, "error": self.to_json(next, &safe) }))
            }
            Format::Text => self.print_text(next, &safe),
        }
    }

    /// What a run says of SQL is masked where it is read, and says where in it.
    fn may_repeat_arguments(&self) -> bool {
        matches!(self, Self::Failed { .. }) || self.exit_code() == EXIT_USAGE
    }

    fn print_text(&self, next: Option<String>, safe: &dyn Fn(String) -> String) {
        let red = anstyle::AnsiColor::Red.on_default().bold();
        let bold = anstyle::Style::new().bold();
        print::note(format_args!("{red}error{red:#}: {}", safe(self.message())));
        for line in self.details().into_iter().map(safe) {
            print::note(format_args!("  {line}"));
        }
        if let Some(next) = next {
            print::note(format_args!("{bold}next{bold:#}: {}", next));
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Usage { message, .. } | Self::Failed { message, .. } => message.clone(),
            Self::Urls(error) => error.to_string(),
            Self::Read { database, error } => format!("{database}: {}", error.what()),
            Self::Run { database, failure, .. } => format!("{database}: {}", failure.error.what()),
        }
    }

    fn next_step(&self) -> Option<String> {
        match self {
            Self::Usage { next_step, .. } | Self::Failed { next_step, .. } => Some(next_step.clone()),
            Self::Urls(error) => Some(error.next_step()),
            _ => self.cause().and_then(runner::Error::next_step),
        }
    }

    fn own_kind(&self) -> &'static str {
        if matches!(self, Self::Failed { .. }) { "failed" } else { "usage" }
    }

    fn cause(&self) -> Option<&runner::Error> {
        match self {
            Self::Read { error, .. } => Some(error),
            Self::Run { failure, .. } => Some(&failure.error),
            _ => None,
        }
    }

    /// The causes, the server's words, and what was and was not done.
    fn details(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(error) = self.cause() {
            lines.extend(causes(error).into_iter().map(|cause| format!("cause: {cause}")));
            lines.extend(error.details());
        }
        if let Self::Run { database, failure, untouched } = self {
            let report = &failure.report;
            if let Some(at) = report.at() {
                lines.push(format!("{database} is at {at}"));
            }
            if !report.remaining.is_empty() {
                let known = if report.at().is_some() { "not done" } else { "not known to be done" };
                lines.push(format!("{known} in {database}: {}", report.remaining.join(", ")));
            }
            if !untouched.is_empty() {
                lines.push(format!("not begun: {}", untouched.join(", ")));
            }
        }
        lines
    }

    fn to_json(&self, next: Option<String>, safe: &dyn Fn(String) -> String) -> Value {
        let mut value = json!({
            "message": safe(self.message()),
            "next_step": next,
            "kind": self.cause().map_or(self.own_kind(), runner::Error::kind),
            "exit_code": self.exit_code(),
            "causes": self.cause().map(causes).unwrap_or_default().into_iter().map(safe).collect::<Vec<_>>(),
        });
        let Some(fields) = value.as_object_mut() else { return value };
        if let Self::Read { database, .. } | Self::Run { database, .. } = self {
            fields.insert("database".to_owned(), json!(database));
        }
        if let Self::Run { failure, untouched, .. } = self {
            fields.insert("report".to_owned(), json!(failure.report));
            fields.insert("not_begun".to_owned(), json!(untouched));
        }
        if let Some(runner::Error::Sql(failure)) = self.cause() {
            fields.insert("sql".to_owned(), json!(failure));
        }
        value
    }
}

fn exit_code(error: &runner::Error) -> u8 {
    match error {
        error if error.is_refusal() => EXIT_REFUSED,
        error if error.is_usage() => EXIT_USAGE,
        _ => EXIT_FAILED,
    }
}

fn causes(error: &runner::Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    causes
}
