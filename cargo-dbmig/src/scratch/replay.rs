//! Running revisions on a scratch database, by the runner itself.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use dbmig_runtime::cli::DATABASE_URLS;
use dbmig_runtime::runner::connect;

use super::{Database, Error, Result, role};
use crate::arguments;

/// The runner and the configured database whose revisions it runs.
#[derive(Clone, Copy, Debug)]
pub struct Replay<'a> {
    /// The migrations package's binary.
    pub runner: &'a Path,
    /// The configured database's name.
    pub database: &'a str,
}

impl Replay<'_> {
    /// Runs `verb target` on the database `scratch`. A run that fails for a role that isn't there goes on when the role is made.
    ///
    /// # Errors
    /// [`Error::Replay`] with the runner's own words if it fails.
    pub fn run(&self, scratch: &Database, verb: &str, target: &str) -> Result {
        let mut refused = String::new();
        loop {
            let output = self.start(scratch, verb, target)?;
            if output.status.success() {
                return Ok(());
            }
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            let roles = role::create_missing(scratch.server(), [text.as_str()].into_iter());
            // The same words a second time: the roles were no help.
            if text == refused || !create(scratch, &roles) {
                let verb = format!("{verb} {target}");
                return Err(Error::Replay { database: self.database.to_owned(), verb, output: text });
            }
            refused = text;
        }
    }

    fn start(&self, scratch: &Database, verb: &str, target: &str) -> Result<Output> {
        let urls = serde_json::json!({ self.database: scratch.url() });
        let mut command = Command::new(self.runner);
        command.args([verb, target, "--db", self.database, "--quiet"]).env(DATABASE_URLS, urls.to_string());
        // What a step can't have in one transaction, as production may want it, makes no other schema.
        if matches!(verb, "upgrade" | "downgrade") {
            command.args(["--transaction", "each"]);
        }
        command.args(arguments::flags());
        // Nothing on scratch is anybody's data.
        if verb == "upgrade" {
            command.arg("--allow-destructive");
        }
        if scratch.server().is_single_connection() {
            command.arg("--single-connection");
        }
        command.env("NO_COLOR", "1").stdin(Stdio::null());
        command.output().map_err(|source| Error::Run { source })
    }
}

/// Runs statements; true if one of them succeeds.
fn create(scratch: &Database, statements: &[String]) -> bool {
    if statements.is_empty() {
        return false;
    }
    let Ok(mut client) = connect(scratch.url()) else { return false };
    statements.iter().map(|sql| client.batch_execute(sql).is_ok()).fold(false, |any, made| any | made)
}
