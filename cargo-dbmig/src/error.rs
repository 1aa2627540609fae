//! Errors as the user sees them: what failed, why, what to do next, and the exit code. The only place that knows them all.

use std::error::Error as StdError;
use std::io;

use dbmig_runtime::cli::{EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE, Format, UrlsError};
use dbmig_runtime::{inspect, runner};
use serde_json::json;

use crate::{artifact, draft, project, proof, render, scratch, server};

/// Why a verb failed.
#[derive(Debug)]
pub(crate) enum Error {
    Environment(io::Error),
    Project(project::Error),
    Artifact(artifact::Error),
    Server(server::Error),
    Scratch(scratch::Error),
    Render(render::Error),
    Draft(draft::Error),
    Proof(proof::Error),
    Disorder(Box<proof::Disorder>),
    Unfit(Box<proof::Unfit>),
    Urls(UrlsError),
    /// A database has no URL; its settings are at `place`, in `line`.
    NoUrl {
        place: String,
        line: String,
        error: UrlsError,
    },
    /// A database that `side`, an argument, names can't be reached.
    Connect {
        side: &'static str,
        error: Box<runner::Error>,
    },
    /// A database that `side`, an argument, names can't be read.
    Inspect {
        side: &'static str,
        error: inspect::Error,
    },
    /// What a verb has to say itself.
    Command {
        message: String,
        next: Option<String>,
        exit_code: u8,
    },
}

macro_rules! from {
    ($($variant:ident($error:ty)),* $(,)?) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from!(
    Project(project::Error),
    Artifact(artifact::Error),
    Server(server::Error),
    Scratch(scratch::Error),
    Render(render::Error),
    Draft(draft::Error),
    Proof(proof::Error),
    Urls(UrlsError),
);

impl From<proof::Disorder> for Error {
    fn from(error: proof::Disorder) -> Self {
        Self::Disorder(Box::new(error))
    }
}

impl From<Box<proof::Unfit>> for Error {
    fn from(error: Box<proof::Unfit>) -> Self {
        Self::Unfit(error)
    }
}

impl Error {
    /// A failure in the verb's own words.
    pub(crate) fn failed(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self::Command { message: message.into(), next: Some(next.into()), exit_code: EXIT_FAILED }
    }

    /// What is not done, because something could be lost.
    pub(crate) fn refused(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self::Command { message: message.into(), next: Some(next.into()), exit_code: EXIT_REFUSED }
    }

    /// Arguments that can't be used.
    pub(crate) fn usage(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self::Command { message: message.into(), next: Some(next.into()), exit_code: EXIT_USAGE }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Command { exit_code, .. } => *exit_code,
            Self::Urls(_) | Self::NoUrl { .. } => EXIT_USAGE,
            Self::Connect { error, .. } if matches!(**error, runner::Error::Url(_)) => EXIT_USAGE,
            Self::Project(error) if error.is_usage() => EXIT_USAGE,
            Self::Draft(error) if error.is_usage() => EXIT_USAGE,
            Self::Environment(_)
            | Self::Project(_)
            | Self::Artifact(_)
            | Self::Server(_)
            | Self::Scratch(_)
            | Self::Render(_)
            | Self::Draft(_)
            | Self::Proof(_)
            | Self::Disorder(_)
            | Self::Unfit(_)
            | Self::Connect { .. }
            | Self::Inspect { .. } => EXIT_FAILED,
        }
    }

    /// Prints the error to standard error, in the runner's manner.
    pub(crate) fn print(&self, format: Format) {
        let (message, causes, next) = (self.message(), self.causes(), self.next());
        if format == Format::Json {
            let exit_code = self.exit_code();
            let error =
                json!({ "message": message, "causes": causes, "next_step": next, "exit_code": exit_code });
            anstream::eprintln!("{}", json!({ "error": error }));
            return;
        }
        let red = anstyle::AnsiColor::Red.on_default().bold();
        let bold = anstyle::Style::new().bold();
        anstream::eprintln!("{red}error{red:#}: {message}");
        for cause in causes {
            anstream::eprintln!("  cause: {cause}");
        }
        if let Some(next) = next {
            anstream::eprintln!("{bold}next{bold:#}: {next}");
        }
    }

    /// What failed, without why and what to do.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Command { message, .. } => message.clone(),
            Self::Environment(_) => "could not find out where this process runs".to_owned(),
            Self::Urls(error) => error.to_string(),
            Self::NoUrl { place, line, error } => format!("{place}: {error}\n{line}"),
            Self::Disorder(error) => error.to_string(),
            Self::Unfit(error) => error.to_string(),
            Self::Connect { side, error } => format!("{side}: {}", error.what()),
            Self::Inspect { side, error } => format!("{side}: {error}"),
            _ => self.room().map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut cause = match self {
            Self::Environment(error) => Some(error as &dyn StdError),
            Self::Connect { error, .. } => error.source(),
            Self::Inspect { error, .. } => error.source(),
            _ => self.room().and_then(StdError::source),
        };
        while let Some(error) = cause {
            causes.push(words(error));
            cause = error.source();
        }
        // Some errors repeat their cause in their own words.
        causes.dedup();
        causes
    }

    fn next(&self) -> Option<String> {
        match self {
            Self::Command { next, .. } => next.clone(),
            Self::Environment(_) | Self::Inspect { .. } => None,
            Self::Connect { error, .. } => error.next_step(),
            Self::Urls(error) | Self::NoUrl { error, .. } => Some(error.next_step()),
            Self::Project(error) => error.next(),
            Self::Artifact(error) => error.next(),
            Self::Server(error) => error.next(),
            Self::Scratch(error) => error.next(),
            Self::Render(error) => error.next(),
            Self::Draft(error) => error.next(),
            Self::Proof(error) => error.next(),
            Self::Disorder(error) => Some(error.next()),
            Self::Unfit(error) => Some(error.next()),
        }
    }

    fn room(&self) -> Option<&(dyn StdError + 'static)> {
        Some(match self {
            Self::Project(error) => error,
            Self::Artifact(error) => error,
            Self::Server(error) => error,
            Self::Scratch(error) => error,
            Self::Render(error) => error,
            Self::Draft(error) => error,
            Self::Proof(error) => error,
            Self::Environment(_)
            | Self::Disorder(_)
            | Self::Unfit(_)
            | Self::Urls(_)
            | Self::NoUrl { .. }
            | Self::Connect { .. }
            | Self::Inspect { .. }
            | Self::Command { .. } => return None,
        })
    }
}

/// The driver prints an answer of the server as `db error`, and the answer itself as its cause.
fn words(error: &dyn StdError) -> String {
    let text = error.to_string();
    match error.source() {
        Some(source) if text.ends_with(&format!(": {source}")) => {
            text.strip_suffix(&format!(": {source}")).unwrap_or(&text).to_owned()
        }
        _ => text,
    }
}
