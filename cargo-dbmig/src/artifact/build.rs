//! `cargo build`, and what it says it built.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::{Artifact, Message};

use super::{Error, Result, left_out};

/// How to call cargo.
#[derive(Clone, Debug)]
pub struct Cargo {
    /// The program.
    pub program: OsString,
    /// The folder that the user is in: cargo looks for its settings from there.
    pub dir: PathBuf,
    /// The workspace's root.
    pub root: PathBuf,
    /// Whether its messages may be coloured.
    pub color: bool,
    /// Whether to show nothing but errors.
    pub quiet: bool,
}

impl Cargo {
    /// Builds what `arguments` say. What cargo prints is passed on to standard error, without the line that says that
    /// all is done: where nothing had to be compiled, nothing is printed.
    ///
    /// `None` if the build failed.
    pub(super) fn build(&self, arguments: &[&str]) -> Result<Option<Vec<Artifact>>> {
        let mut command = Command::new(&self.program);
        command
            .current_dir(&self.dir)
            .arg("build")
            .arg("--manifest-path")
            .arg(self.root.join("Cargo.toml"))
            .args(arguments);
        command.arg("--message-format=json-render-diagnostics");
        // Object code in every library, also where the user's profile has link-time optimisation; it is the default,
        // so that nothing is built twice because of it.
        command.args(["--config", "profile.dev.lto=false"]);
        if self.quiet {
            command.arg("--quiet");
        }
        // Meant for what is released; here the declarations are what the build is for. Where nothing else sets it, it stays
        // away: a value would build anew what the user's own command built.
        match left_out::setting(&self.dir) {
            Some(_) => command.env(left_out::VARIABLE, "0"),
            None => command.env_remove(left_out::VARIABLE),
        };
        command.env("CARGO_TERM_COLOR", if self.color { "always" } else { "never" });
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut cargo = command.spawn().map_err(|source| Error::Cargo { source })?;
        let errors = cargo.stderr.take().map(|errors| std::thread::spawn(|| pass_on(errors)));
        let artifacts = cargo.stdout.take().map(artifacts).unwrap_or_default();
        let status = cargo.wait().map_err(|source| Error::Cargo { source })?;
        if let Some(thread) = errors {
            // It can't panic: it only copies.
            let _ = thread.join();
        }
        Ok(status.success().then_some(artifacts))
    }
}

fn artifacts(output: impl Read) -> Vec<Artifact> {
    Message::parse_stream(BufReader::new(output))
        .filter_map(|message| match message {
            Ok(Message::CompilerArtifact(artifact)) => Some(artifact),
            _ => None,
        })
        .collect()
}

fn pass_on(errors: impl Read) {
    let mut reader = BufReader::new(errors);
    let mut line = Vec::new();
    // Whatever can't be read or written any more is lost with the terminal.
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        if !is_finished(&String::from_utf8_lossy(&line)) {
            let _ = std::io::stderr().write_all(&line);
        }
        line.clear();
    }
}

/// `    Finished `dev` profile …`, perhaps coloured.
fn is_finished(line: &str) -> bool {
    let plain: String = anstream::adapter::strip_str(line).to_string();
    plain.trim_start().starts_with("Finished `")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_known() {
        assert!(is_finished("    Finished `dev` profile [unoptimized] target(s) in 0.01s\n"));
        assert!(is_finished("\u{1b}[1m\u{1b}[32m    Finished\u{1b}[0m `dev` profile\n"));
        assert!(!is_finished("   Compiling app v0.1.0\n"));
    }
}
