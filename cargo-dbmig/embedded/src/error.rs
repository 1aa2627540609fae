//! Why the server could not start.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

/// The cause of a failed start. A message that a person can act on says how.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Another process has the directory open.
    #[error(
        "the data directory {} is in use by {}: stop that one, or name another directory with --data",
        dir.display(),
        process.map_or_else(|| "another dbmig-embedded".to_owned(), |id| format!("another dbmig-embedded (process {id})"))
    )]
    InUse {
        /// The directory that was asked for.
        dir: PathBuf,
        /// The process that has it, where that could be read.
        process: Option<u32>,
    },

    /// The directory holds something else.
    #[error(
        "the data directory {} is not empty and was not made by dbmig-embedded: name an empty or a new directory with --data",
        dir.display()
    )]
    Foreign {
        /// The directory that was asked for.
        dir: PathBuf,
    },

    /// The directory can't be created, read or written.
    #[error("cannot use {} as a data directory: check its owner and permissions, or name another one with --data", dir.display())]
    Directory {
        /// The directory that was asked for.
        dir: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },

    /// The port is taken or not allowed.
    #[error("cannot listen on 127.0.0.1:{port}: name another port with --port, or none for a free one")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the operating system said.
        source: io::Error,
    },

    /// The engine did not start on the directory.
    #[error("cannot start the embedded PostgreSQL in {}", dir.display())]
    Engine {
        /// Where the engine keeps its files.
        dir: PathBuf,
        /// What the engine said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },

    /// The extension isn't part of the embedded PostgreSQL.
    #[error("the embedded PostgreSQL has no extension {name:?}: use a PostgreSQL server that has it (there are: {})", known.join(", "))]
    Extension {
        /// The extension that was asked for.
        name: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },

    /// A thread could not be started.
    #[error("cannot start a thread")]
    Thread(#[source] io::Error),

    /// The ready line could not be written.
    #[error("cannot write the ready line to standard output")]
    Announce(#[source] io::Error),

    /// The handler for SIGTERM and SIGINT could not be set.
    #[error("cannot set a signal handler")]
    Signals(#[source] ctrlc::Error),
}

/// The message of an error, and those of its causes: what happened, and why.
pub(crate) fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a string can't fail.
        let _ = write!(message, ": {error}");
        cause = error.source();
    }
    message
}
