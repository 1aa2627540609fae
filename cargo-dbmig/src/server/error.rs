//! Why a PostgreSQL server could not be started.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The result of this room.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why a PostgreSQL server could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// No folder with the programs of PostgreSQL 14 or later was found.
    NoBinaries,
    /// The folder named by `DBMIG_PG_BINDIR` doesn't hold the programs of PostgreSQL 14 or later.
    NamedBinaries {
        /// The folder.
        dir: PathBuf,
    },
    /// Started by root, and there is no account that could run the server.
    NoAccount,
    /// A program could not be run.
    Program {
        /// The program.
        program: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A file or folder could not be used.
    File {
        /// What was tried, as an infinitive.
        action: &'static str,
        /// The path.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// `initdb` failed.
    Initdb {
        /// The data folder.
        data: PathBuf,
        /// What it printed.
        output: String,
    },
    /// The server ended while starting, or did not get ready in time.
    Start {
        /// The data folder.
        data: PathBuf,
        /// The end of its log.
        log: String,
    },
    /// The data belongs to another major version than the programs on this machine.
    OtherMajor {
        /// The data folder.
        data: PathBuf,
        /// The major version that made the data.
        made_by: u32,
        /// The newest major version on this machine.
        available: u32,
    },
    /// A server process holds the data folder but doesn't answer.
    Hung {
        /// The data folder.
        data: PathBuf,
        /// The process.
        pid: u32,
    },
    /// Another dbmig command has held a lock for too long.
    Busy {
        /// The folder that both want.
        dir: PathBuf,
    },
    /// The server runs, but refused a connection or a statement.
    Sql {
        /// What was tried, as an infinitive.
        action: String,
        /// PostgreSQL's answer.
        source: postgres::Error,
    },
    /// The bundled server could not be built.
    BundledBuild {
        /// The folder of the build.
        dir: PathBuf,
    },
    /// The bundled server did not get ready.
    BundledStart {
        /// What it printed.
        output: String,
    },
    /// `DBMIG_EMBEDDED` holds something else than `local` or `bundled`.
    UnknownKind {
        /// What it holds.
        found: String,
    },
}

impl Error {
    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        let text = match self {
            Self::NoBinaries => {
                "install the PostgreSQL server package (Debian: postgresql, Homebrew: postgresql), name the folder \
                 of its programs in DBMIG_PG_BINDIR, or set DBMIG_EMBEDDED=bundled"
                    .to_owned()
            }
            Self::NamedBinaries { .. } => {
                "set DBMIG_PG_BINDIR to what `pg_config --bindir` prints, or unset it".to_owned()
            }
            Self::NoAccount => "create an account called postgres, or run the command as another user".to_owned(),
            Self::OtherMajor { data, made_by, .. } => format!(
                "install PostgreSQL {made_by} beside it, or delete {} to begin with empty databases",
                data.display()
            ),
            Self::Hung { pid, .. } => format!("end it with `kill -QUIT {pid}` and run the command again"),
            Self::Busy { .. } => "wait for the other command to end, or end it".to_owned(),
            Self::BundledBuild { .. } => {
                "read the compiler's messages above; or install PostgreSQL's programs and set DBMIG_EMBEDDED=local"
                    .to_owned()
            }
            Self::BundledStart { .. } => {
                "run the command again; if it stays, install PostgreSQL's programs and set DBMIG_EMBEDDED=local"
                    .to_owned()
            }
            Self::UnknownKind { .. } => {
                "set DBMIG_EMBEDDED to `local` or `bundled`, or unset it".to_owned()
            }
            Self::Program { .. }
            | Self::File { .. }
            | Self::Initdb { .. }
            | Self::Start { .. }
            | Self::Sql { .. } => return None,
        };
        Some(text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBinaries => f.write_str(
                "no PostgreSQL server programs (initdb, postgres, pg_ctl of version 14 or later) found",
            ),
            Self::NamedBinaries { dir } => write!(
                f,
                "DBMIG_PG_BINDIR names {}, which does not hold initdb, postgres and pg_ctl of version 14 or later",
                dir.display()
            ),
            Self::NoAccount => f.write_str(
                "PostgreSQL does not run as root, and there is no account `postgres` or `nobody` to run it",
            ),
            Self::Program { program, .. } => write!(f, "could not run {}", program.display()),
            Self::File { action, path, .. } => write!(f, "could not {action} {}", path.display()),
            Self::Initdb { data, output } => {
                write!(f, "initdb could not create {}: {}", data.display(), output.trim())
            }
            Self::Start { data, log } => {
                write!(
                    f,
                    "the server for {} did not start; its log ends with: {}",
                    data.display(),
                    log.trim()
                )
            }
            Self::OtherMajor { data, made_by, available } => write!(
                f,
                "the databases in {} were made by PostgreSQL {made_by}, and this machine has {available}",
                data.display()
            ),
            Self::Hung { data, pid } => {
                write!(f, "process {pid} holds {} but does not answer", data.display())
            }
            Self::Busy { dir } => {
                write!(f, "another dbmig command has been using {} for too long", dir.display())
            }
            Self::Sql { action, .. } => write!(f, "could not {action}"),
            Self::BundledBuild { dir } => {
                write!(f, "the bundled PostgreSQL could not be built in {}", dir.display())
            }
            Self::BundledStart { output } => {
                write!(f, "the bundled PostgreSQL did not start: {}", output.trim())
            }
            Self::UnknownKind { found } => {
                write!(f, "DBMIG_EMBEDDED is {found:?}, which is neither `local` nor `bundled`")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Program { source, .. } | Self::File { source, .. } => Some(source),
            Self::Sql { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Names the path and the action of an error of the file system.
pub(super) fn file_error(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
    let path = path.into();
    move |source| Error::File { action, path, source }
}

/// Names the program of an error of starting one.
pub(super) fn program_error(program: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
    let program = program.into();
    move |source| Error::Program { program, source }
}
