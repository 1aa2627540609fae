//! The process that stops a server once we are gone, however we go.
//!
//! It reads from a pipe that only we hold. When the pipe closes, because a [`Watchdog`] was finished or because this
//! process was killed, it stops the server. There is no other way in which a server is stopped.

use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use super::account::run_as;
use super::cluster::Cluster;
use super::error::program_error;
use super::{Account, Result};

/// A running watchdog.
#[derive(Debug)]
pub(super) struct Watchdog {
    process: Child,
    pipe: Option<ChildStdin>,
}

/// Stops a throw-away server without ceremony and deletes its folder.
const THROW_AWAY: &str = "trap '' HUP INT TERM; cat >/dev/null; \
    \"$1\" stop -D \"$2\" -m immediate -w -t 20; rm -rf \"$3\"";

impl Watchdog {
    /// Stops the server of `cluster` and deletes `dir`, in which all of it lies.
    pub(super) fn of_throw_away(cluster: &Cluster, dir: &Path) -> Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", THROW_AWAY, "sh"]).arg(cluster.binaries.program("pg_ctl"));
        command.arg(&cluster.data).arg(dir);
        Self::spawn(command, cluster.account.as_ref())
    }

    /// Runs `helper`, which must wait for the end of its standard input itself.
    pub(super) fn of_helper(helper: &Path, arguments: &[&std::ffi::OsStr]) -> Result<Self> {
        let mut command = Command::new(helper);
        command.args(arguments);
        Self::spawn(command, None)
    }

    fn spawn(mut command: Command, account: Option<&Account>) -> Result<Self> {
        let program = command.get_program().to_owned();
        run_as(&mut command, account);
        // A folder that surely stays, and that every account may enter.
        command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(program_error(program))?;
        let pipe = process.stdin.take();
        Ok(Self { process, pipe })
    }

    /// Closes the pipe and waits until the server is stopped.
    pub(super) fn finish(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            // A watchdog that hears nothing before the end knows that we were killed.
            let _ = pipe.write_all(b"done");
        }
        // It has nothing to tell: a server that doesn't stop is met again at the next start.
        let _ = self.process.wait();
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.finish();
    }
}
