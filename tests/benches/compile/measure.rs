//! What a run of cargo takes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The variable by which this program knows that cargo calls it in the compiler's place: the file for its peak memory.
pub const PEAK_FILE: &str = "DBMIG_BENCH_PEAK_FILE";

/// What one run took.
#[derive(Clone, Copy)]
pub struct Measured {
    /// User and system, of cargo and all that it ran.
    pub cpu: Duration,
    pub wall: Duration,
    /// The compiler's peak of resident memory.
    pub peak_kb: u64,
}

/// Runs `cargo VERB` in a crate's folder.
pub fn cargo(verb: &str, dir: &Path) -> Measured {
    let peak_file = dir.join("peak");
    let (begin, cpu) = (Instant::now(), children_cpu());
    let output = Command::new(env!("CARGO"))
        .args([verb, "--quiet"])
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", dir.join("target"))
        .env("CARGO_INCREMENTAL", std::env::var_os("CARGO_INCREMENTAL").unwrap_or_else(|| "0".into()))
        .env("RUSTC_WRAPPER", std::env::current_exe().expect("this program has a path"))
        .env(PEAK_FILE, &peak_file)
        .stdin(Stdio::null())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let peak = std::fs::read_to_string(&peak_file).unwrap_or_default();
    Measured {
        cpu: children_cpu().saturating_sub(cpu),
        wall: begin.elapsed(),
        peak_kb: peak.trim().parse().unwrap_or_default(),
    }
}

/// Runs the compiler, watches its memory, and ends as it ends.
pub fn pass_on(peak_file: &Path) {
    let mut arguments = std::env::args_os().skip(1);
    let compiler = arguments.next().expect("cargo names the compiler");
    let mut child = Command::new(compiler).args(arguments).env_remove(PEAK_FILE).spawn().expect("rustc runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        peak = peak.max(peak_kb(&status).unwrap_or_default());
        match child.try_wait().expect("rustc ends") {
            Some(code) => break code,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    // The last call is the crate's own.
    let _ = std::fs::write(peak_file, peak.to_string());
    std::process::exit(code.code().unwrap_or(1));
}

fn peak_kb(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// The CPU time of all children that have ended, in hundredths of a second: fields 16 and 17 of `proc_pid_stat(5)`.
fn children_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux tells");
    let after_name = stat.rsplit_once(") ").map(|(_, rest)| rest).unwrap_or_default();
    let ticks: u64 =
        after_name.split(' ').skip(13).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
