//! Scratch databases of processes that are gone.
//!
//! Each carries a comment that says which process on which machine made it, and when. One is dropped only if it has such a
//! comment, the machine is this one, the process is gone, it is not brand-new, and nobody is connected to it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::scratch::PREFIX;

/// The age from which a scratch database can be stale, in seconds: a process of another container may have the same name
/// of a machine and not be visible here.
const MIN_AGE: u64 = 600;

/// The comment of a scratch database of this process.
pub(super) fn comment() -> String {
    Origin { pid: std::process::id(), host: host_name(), created: now() }.to_comment()
}

/// Drops the scratch databases that killed processes of this machine left behind on the server of `client`. What can't be dropped stays
/// for the next time.
pub fn drop_stale(client: &mut postgres::Client) {
    let sql = "SELECT datname::text, shobj_description(oid, 'pg_database') FROM pg_database \
               WHERE starts_with(datname, $1) AND pg_has_role(datdba, 'USAGE')";
    let Ok(rows) = client.query(sql, &[&PREFIX]) else { return };
    let host = host_name();
    for row in rows {
        let (Ok(name), Ok(Some(comment))) =
            (row.try_get::<_, String>(0), row.try_get::<_, Option<String>>(1))
        else {
            continue;
        };
        let random = name.strip_prefix(PREFIX).unwrap_or_default();
        let ours = random.len() == 12 && random.chars().all(|c| c.is_ascii_hexdigit());
        if ours && Origin::parse(&comment).is_some_and(|origin| origin.is_stale(&host, now(), is_alive)) {
            // Without FORCE: whoever is connected wins.
            let _ = client.batch_execute(&format!("DROP DATABASE {name}"));
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Origin {
    pid: u32,
    host: String,
    /// Seconds since 1970.
    created: u64,
}

impl Origin {
    fn to_comment(&self) -> String {
        format!("dbmig scratch database, made at {} by process {} on {}", self.created, self.pid, self.host)
    }

    fn parse(comment: &str) -> Option<Self> {
        let rest = comment.strip_prefix("dbmig scratch database, made at ")?;
        let (created, rest) = rest.split_once(" by process ")?;
        let (pid, host) = rest.split_once(" on ")?;
        Some(Self { pid: pid.parse().ok()?, host: host.to_owned(), created: created.parse().ok()? })
    }

    fn is_stale(&self, host: &str, now: u64, is_alive: impl FnOnce(u32) -> bool) -> bool {
        self.host == host && now.saturating_sub(self.created) >= MIN_AGE && !is_alive(self.pid)
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

fn host_name() -> String {
    let from_file = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let from_program = || {
        Command::new("hostname")
            .stderr(Stdio::null())
            .output()
            .ok()
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    from_file.or_else(from_program).unwrap_or_default().trim().to_owned()
}

fn is_alive(pid: u32) -> bool {
    if Path::new("/proc/self").exists() {
        return Path::new("/proc").join(pid.to_string()).exists();
    }
    let mut command = Command::new("kill");
    command.args(["-0", &pid.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    // Where that can't be asked, it lives.
    command.status().map_or(true, |status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read_back() {
        let origin = Origin { pid: 42, host: "a host on earth".to_owned(), created: 1_000 };
        assert_eq!(Origin::parse(&origin.to_comment()), Some(origin));
        assert_eq!(Origin::parse("my database"), None);
    }

    #[test]
    fn only_what_is_surely_ours_and_left_behind_is_stale() {
        let origin = Origin { pid: 42, host: "here".to_owned(), created: 1_000 };
        assert!(origin.is_stale("here", 2_000, |_| false));
        assert!(!origin.is_stale("here", 2_000, |_| true));
        assert!(!origin.is_stale("there", 2_000, |_| false));
        assert!(!origin.is_stale("here", 1_100, |_| false));
        assert!(!origin.is_stale("here", 0, |_| false));
    }

    #[test]
    fn this_process_is_alive() {
        assert!(is_alive(std::process::id()));
    }
}
