//! `post-write`: the user's commands on a file that was written.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use dbmig_runtime::build::PostWrite;

use super::context::Context;
use crate::error::Error;
use crate::project::Migrations;

/// Runs the configured commands on `file`, in the migrations package's folder. The first one that fails is the last.
///
/// # Errors
/// With the command, what it exited with and what it printed; `fate` says what is the case then.
pub(super) fn post_write(
    file: &Path,
    fate: &str,
    migrations: &Migrations,
    context: &Context,
) -> Result<(), Error> {
    let manifest = migrations.dir.join("Cargo.toml");
    let manifest = manifest.strip_prefix(&context.environment.dir).unwrap_or(&manifest).display();
    for command in &migrations.config.post_write {
        let arguments = command.arguments_for(&file.to_string_lossy());
        let line = std::iter::once(&command.program).chain(&arguments);
        let line = line.map(String::as_str).collect::<Vec<_>>().join(" ");
        let failed = |what: String| {
            Error::failed(
                format!("the post-write command `{line}` {what}\n{fate}"),
                format!("correct what it complains of, or post-write in {manifest}"),
            )
        };
        match run(command, &arguments, &migrations.dir) {
            Ok(output) if output.status.success() => {
                context.console.detail(format!("post-write: {line}"));
                told(&output).lines().for_each(|line| context.console.detail(format!("  {line}")));
            }
            Ok(output) => {
                let what = match output.status.code() {
                    Some(code) => format!("exited with {code}"),
                    None => "was killed".to_owned(),
                };
                let told = told(&output);
                let lines = told.lines().map(|line| format!("\n  {line}")).collect::<String>();
                let colon = if lines.is_empty() { "" } else { ":" };
                return Err(failed(format!("{what}{colon}{lines}")));
            }
            Err(error) => return Err(failed(format!("could not be run: {error}"))),
        }
    }
    Ok(())
}

fn run(command: &PostWrite, arguments: &[String], dir: &Path) -> std::io::Result<Output> {
    let program = PathBuf::from(&command.program);
    // A path is one in that folder; a name is looked for where the system has its programs.
    let program = if program.components().count() > 1 { dir.join(program) } else { program };
    Command::new(program).args(arguments).current_dir(dir).stdin(Stdio::null()).output()
}

/// What it printed for people: some programs print that to standard output.
fn told(output: &Output) -> String {
    let text = [&output.stderr, &output.stdout].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    text.into_iter().map(|text| text.trim_end().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
}
