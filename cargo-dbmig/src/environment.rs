//! What this process is told from outside: the only place that reads the environment.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use crate::server::{self, EmbeddedOptions, Kind, Search};

/// What this process is told from outside.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    /// The folder that the user is in.
    pub(crate) dir: PathBuf,
    /// `CARGO`: the cargo that called us, or the one on `PATH`.
    pub(crate) cargo: OsString,
    /// `RUSTFMT`.
    pub(crate) rustfmt: PathBuf,
    /// `DBMIG_SCRATCH_URL`.
    pub(crate) scratch_url: Option<String>,
    /// Whether standard error may be coloured.
    pub(crate) color: bool,
    /// `VISUAL`, or else `EDITOR`: which, and what it says.
    pub(crate) editor: Option<(&'static str, String)>,
    /// Whether someone is there to answer a question.
    pub(crate) interactive: bool,
    search: Search,
    embedded: Option<String>,
    cache: Option<PathBuf>,
    program: PathBuf,
}

impl Environment {
    pub(crate) fn read() -> std::io::Result<Self> {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let text = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        Ok(Self {
            dir: std::env::current_dir()?,
            cargo: variable("CARGO").unwrap_or_else(|| "cargo".into()),
            rustfmt: variable("RUSTFMT").unwrap_or_else(|| "rustfmt".into()).into(),
            scratch_url: text("DBMIG_SCRATCH_URL"),
            color: anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never,
            editor: ["VISUAL", "EDITOR"]
                .into_iter()
                .find_map(|name| Some((name, text(name).filter(|editor| !editor.trim().is_empty())?))),
            interactive: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            search: Search::from_environment(),
            embedded: text("DBMIG_EMBEDDED"),
            cache: cache_dir(),
            program: std::env::current_exe()?,
        })
    }

    /// How to start the embedded server of the project whose data is in `dir`.
    pub(crate) fn embedded_options(&self, dir: PathBuf) -> Result<EmbeddedOptions, server::Error> {
        Ok(EmbeddedOptions {
            cache: self.cache.clone().unwrap_or_else(|| dir.join("cache")),
            dir,
            helper: self.program.clone(),
            cargo: self.cargo.clone(),
            search: self.search.clone(),
            kind: self.embedded.as_deref().map(Kind::parse).transpose()?,
        })
    }
}

/// The user's folder for what can be made again, as the system has it.
fn cache_dir() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || variable("HOME").or_else(|| variable("USERPROFILE"));
    let base = match variable("XDG_CACHE_HOME") {
        Some(dir) => dir,
        None if cfg!(target_os = "macos") => home()?.join("Library/Caches"),
        None if cfg!(windows) => variable("LOCALAPPDATA")?,
        None => home()?.join(".cache"),
    };
    Some(base.join("dbmig"))
}
