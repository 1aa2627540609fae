//! Running revisions on a scratch database, by the runner itself.

use std::path::Path;
use std::process::{Command, Stdio};

use dbmig_runtime::cli::DATABASE_URLS;

use super::{Database, Error, Result};

/// The runner and the configured database whose revisions it runs.
#[derive(Clone, Copy, Debug)]
pub struct Replay<'a> {
    /// The migrations package's binary.
    pub runner: &'a Path,
    /// The configured database's name.
    pub database: &'a str,
}

impl Replay<'_> {
    /// Runs `verb target` on the database `scratch`.
    ///
    /// # Errors
    /// [`Error::Replay`] with the runner's own words if it fails.
    pub fn run(&self, scratch: &Database, verb: &str, target: &str) -> Result {
        let urls = serde_json::json!({ self.database: scratch.url() });
        let mut command = Command::new(self.runner);
        command.args([verb, target, "--db", self.database, "--quiet"]).env(DATABASE_URLS, urls.to_string());
        if scratch.server().is_single_connection() {
            command.arg("--single-connection");
        }
        command.env("NO_COLOR", "1").stdin(Stdio::null());
        let output = command.output().map_err(|source| Error::Run { source })?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let verb = format!("{verb} {target}");
        Err(Error::Replay { database: self.database.to_owned(), verb, output: text })
    }
}
