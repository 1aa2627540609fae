//! Recording the first revision in the live database, by the runner itself.

use std::path::Path;
use std::process::{Command, Stdio};

use dbmig_runtime::cli::DATABASE_URLS;

use super::super::live::Live;
use crate::error::Error;

/// A revision that a live database has already.
pub(super) struct Stamp<'a> {
    pub(super) runner: &'a Path,
    pub(super) database: &'a str,
    pub(super) revision: &'a str,
    pub(super) live: &'a Live<'a>,
    pub(super) single_connection: bool,
}

impl Stamp<'_> {
    /// Writes dbmig's own tables, and nothing else.
    pub(super) fn run(&self) -> Result<(), Error> {
        let Self { database, revision, live, .. } = self;
        let mut command = Command::new(self.runner);
        // In the environment no other user of the machine sees the password.
        let urls = serde_json::json!({ *database: live.url });
        command.args(["stamp", revision, "--db", database, "--quiet"]).env(DATABASE_URLS, urls.to_string());
        if self.single_connection {
            command.arg("--single-connection");
        }
        let output = command.env("NO_COLOR", "1").stdin(Stdio::null()).output();
        let reason = match output {
            Ok(output) if output.status.success() => return Ok(()),
            Ok(output) => String::from_utf8_lossy(&output.stderr).trim().replace('\n', "\n  "),
            Err(error) => format!("could not run {}: {error}", self.runner.display()),
        };
        Err(Error::failed(
            format!("{database} at {} is not stamped; models and revision stay:\n  {reason}", live.address),
            format!("record it when the database can be written: {}", self.by_hand()),
        ))
    }

    /// What records it by hand.
    pub(super) fn by_hand(&self) -> String {
        format!("cargo dbmig stamp {} --db {}", self.revision, self.database)
    }
}
