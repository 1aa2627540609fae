//! The embedded server: PostgreSQL from the machine where there is one, the bundled one elsewhere.

use std::ffi::OsString;
use std::path::PathBuf;

use super::bundled_build::bundled_program;
use super::{BundledServer, Error, KeptServer, Result, Search};

/// Which embedded server to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PostgreSQL's programs on this machine.
    Local,
    /// PostgreSQL as WebAssembly, built on first need.
    Bundled,
}

impl Kind {
    /// What the environment variable `DBMIG_EMBEDDED` says.
    ///
    /// # Errors
    /// If it is neither `local` nor `bundled`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "local" => Ok(Self::Local),
            "bundled" => Ok(Self::Bundled),
            other => Err(Error::UnknownKind { found: other.to_owned() }),
        }
    }
}

/// What an [`Embedded`] server needs to know.
#[derive(Clone, Debug)]
pub struct EmbeddedOptions {
    /// The folder for its data, `target/dbmig` of a project.
    pub dir: PathBuf,
    /// The folder for the bundled program, shared by all projects.
    pub cache: PathBuf,
    /// A program that takes [`WATCHDOG_ARGUMENT`](super::WATCHDOG_ARGUMENT) and
    /// [`KEEPER_ARGUMENT`](super::KEEPER_ARGUMENT): `cargo-dbmig` itself.
    pub helper: PathBuf,
    /// The cargo that builds the bundled program.
    pub cargo: OsString,
    /// Where to look for PostgreSQL's programs.
    pub search: Search,
    /// The server to take; unless said, the local one where its programs are found.
    pub kind: Option<Kind>,
}

/// A project's embedded server.
#[derive(Debug)]
pub enum Embedded {
    /// From the machine's own programs.
    Local(KeptServer),
    /// As WebAssembly.
    Bundled(BundledServer),
}

impl Embedded {
    /// Starts the server, or joins the one that runs. `notice` is told what takes long.
    ///
    /// # Errors
    /// If it does not start.
    pub fn open(options: &EmbeddedOptions, notice: &mut dyn FnMut(&str)) -> Result<Self> {
        match options.kind {
            Some(Kind::Local) => Self::open_local(options),
            Some(Kind::Bundled) => Self::open_bundled(options, notice),
            None => match Self::open_local(options) {
                Err(Error::NoBinaries | Error::NoAccount) => Self::open_bundled(options, notice),
                done => done,
            },
        }
    }

    /// The URL of the database `name`, which is created if there is none.
    ///
    /// # Errors
    /// If the server refuses it.
    pub fn database(&self, name: &str) -> Result<String> {
        match self {
            Self::Local(server) => server.database(name),
            Self::Bundled(server) => server.database(name),
        }
    }

    /// True if the server serves one client at a time.
    pub fn is_single_connection(&self) -> bool {
        matches!(self, Self::Bundled(_))
    }

    /// One line about the server, for `-v`.
    pub fn describe(&self) -> String {
        match self {
            Self::Local(server) => server.describe(),
            Self::Bundled(server) => server.describe(),
        }
    }

    fn open_local(options: &EmbeddedOptions) -> Result<Self> {
        KeptServer::open(&options.dir.join("postgres"), &options.helper, &options.search).map(Self::Local)
    }

    fn open_bundled(options: &EmbeddedOptions, notice: &mut dyn FnMut(&str)) -> Result<Self> {
        let program = bundled_program(&options.cache, &options.cargo, notice)?;
        BundledServer::open(&options.dir.join("bundled"), &options.helper, &program).map(Self::Bundled)
    }
}
