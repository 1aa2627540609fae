//! A server that runs already, or was left behind by a crash: what `postmaster.pid` tells.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::cluster::Cluster;
use super::error::file_error;
use super::{Error, Result};

/// How long a server that is starting or stopping may take to finish that.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(30);

/// The port of the server that runs on the data folder, if one does. A file that a crash left behind is deleted.
pub(super) fn running(cluster: &Cluster) -> Result<Option<u16>> {
    let path = cluster.data.join("postmaster.pid");
    let deadline = Instant::now() + SETTLE_TIMEOUT;
    loop {
        let Some(file) = fs::read_to_string(&path).ok().as_deref().and_then(PidFile::parse) else {
            return Ok(None);
        };
        if let Some(port) = file.port.filter(|port| cluster.answers(*port)) {
            return Ok(Some(port));
        }
        if !is_postgres(file.pid) {
            // The server would refuse to start if the number belongs to another process by now.
            return match fs::remove_file(&path) {
                Ok(()) => Ok(None),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(file_error("delete", &path)(error)),
            };
        }
        if Instant::now() > deadline {
            return Err(Error::Hung { data: cluster.data.clone(), pid: file.pid });
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The lines of `postmaster.pid` that matter here
/// (<https://www.postgresql.org/docs/current/storage-file-layout.html>).
#[derive(Debug, PartialEq, Eq)]
struct PidFile {
    pid: u32,
    /// Missing while the server starts.
    port: Option<u16>,
}

impl PidFile {
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(str::trim);
        let pid = lines.next()?.parse().ok()?;
        let port = lines.nth(2).and_then(|line| line.parse().ok());
        Some(Self { pid, port })
    }
}

fn is_postgres(pid: u32) -> bool {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok().or_else(|| ask_ps(pid));
    name.is_some_and(|name| {
        let name = Path::new(name.trim()).file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("postgres") || name.starts_with("postmaster")
    })
}

/// For systems without `/proc`.
fn ask_ps(pid: u32) -> Option<String> {
    let mut command = Command::new("ps");
    command.args(["-o", "comm=", "-p", &pid.to_string()]).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pid_files() {
        let full = "42\n/data\n1760000000\n5432\n\n127.0.0.1\n  1234  0\nready   \n";
        assert_eq!(PidFile::parse(full), Some(PidFile { pid: 42, port: Some(5432) }));
        assert_eq!(PidFile::parse("42\n/data\n"), Some(PidFile { pid: 42, port: None }));
        assert_eq!(PidFile::parse(""), None);
    }

    #[test]
    fn this_test_is_no_server() {
        assert!(!is_postgres(std::process::id()));
        assert!(!is_postgres(u32::MAX));
    }
}
