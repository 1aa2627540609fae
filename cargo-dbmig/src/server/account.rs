//! The account that runs the server: PostgreSQL refuses to run as root.

use std::path::Path;
use std::process::{Command, Stdio};

use super::error::file_error;
use super::{Error, Result};

/// An unprivileged account of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account's name.
    pub name: String,
    /// Its user id.
    pub uid: u32,
    /// Its group id.
    pub gid: u32,
}

impl Account {
    /// The account to drop to: none unless this process is root's.
    ///
    /// # Errors
    /// [`Error::NoAccount`] if root has no account to drop to.
    pub fn for_server() -> Result<Option<Self>> {
        if id(&["-u"]) != Some(0) {
            return Ok(None);
        }
        ["postgres", "nobody"].into_iter().find_map(Self::named).map(Some).ok_or(Error::NoAccount)
    }

    fn named(name: &str) -> Option<Self> {
        let uid = id(&["-u", name])?;
        let gid = id(&["-g", name])?;
        Some(Self { name: name.to_owned(), uid, gid })
    }

    /// Makes the account the owner of `path`.
    ///
    /// # Errors
    /// If the system refuses it.
    pub fn own(&self, path: &Path) -> Result {
        change_owner(path, self.uid, self.gid).map_err(file_error("hand over", path))
    }

    /// True if the account may enter the folder `dir`, whatever stands above it.
    pub fn can_enter(&self, dir: &Path) -> bool {
        let mut command = Command::new("sh");
        command.args(["-c", "cd \"$1\"", "sh"]).arg(dir).current_dir("/");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        run_as(&mut command, Some(self));
        command.status().is_ok_and(|status| status.success())
    }
}

/// Asks `id`, which knows every source of accounts.
fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

#[cfg(unix)]
fn change_owner(path: &Path, uid: u32, gid: u32) -> std::io::Result<()> {
    std::os::unix::fs::chown(path, Some(uid), Some(gid))
}

#[cfg(not(unix))]
fn change_owner(_: &Path, _: u32, _: u32) -> std::io::Result<()> {
    Ok(())
}

/// Lets `command` run as `account`, in a process group of its own, so that Ctrl-C in the terminal doesn't reach it.
#[cfg(unix)]
pub(super) fn run_as(command: &mut Command, account: Option<&Account>) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
}

#[cfg(not(unix))]
pub(super) fn run_as(_: &mut Command, _: Option<&Account>) {}
