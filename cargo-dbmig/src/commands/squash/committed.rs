//! Whether git has the files that are to go, so that nothing is lost with them.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::draft::Squash;
use crate::error::Error;

/// Refuses where a file is not in git as it is.
///
/// # Errors
/// With the files, or with what git says where there is no repository.
pub(super) fn refuse_uncommitted(plan: &Squash, dir: &Path) -> Result<(), Error> {
    let next = "commit them, and run the command again; or say that they may go, with --force";
    let files: Vec<&Path> = plan.below.iter().chain([&plan.top]).map(|entry| entry.file.as_path()).collect();
    // `status` is silent of what is not there at all in git's eyes, and `ls-files` of what was changed since.
    let tracked = git(dir, &["ls-files", "--error-unmatch", "-z", "--"], &files);
    let changed = git(dir, &["status", "--porcelain", "--"], &files);
    let (Ok(tracked), Ok(changed)) = (tracked, changed) else {
        return Err(Error::refused(
            "nothing is changed: git could not be run, so that it is not known whether it has the revision files that would go",
            "install git, or say that they may go, with --force",
        ));
    };
    if tracked.status.success() && changed.status.success() && changed.stdout.is_empty() {
        return Ok(());
    }
    let told = if tracked.status.success() { &changed.stdout } else { &tracked.stderr };
    let told: String =
        String::from_utf8_lossy(told).lines().take(10).map(|line| format!("\n  {line}")).collect();
    Err(Error::refused(
        format!(
            "nothing is changed: git does not have all the revision files that would go, as they are:{told}"
        ),
        next,
    ))
}

fn git(dir: &Path, arguments: &[&str], files: &[&Path]) -> std::io::Result<Output> {
    Command::new("git").arg("-C").arg(dir).args(arguments).args(files).stdin(Stdio::null()).output()
}
