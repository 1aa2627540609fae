//! `man`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Command};
use serde_json::json;

use crate::console::Console;
use crate::error::Error;

/// Arguments of `man`.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct ManArgs {
    /// The folder to write them to; it is made if it is not there
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

const EXAMPLES: &str = "\
One page for each verb. Pages of earlier versions are overwritten.

Examples:
  cargo dbmig man target/man
  cargo dbmig man ~/.local/share/man/man1

--format json: {\"version\": 1, \"files\": [PATH]}";

pub(super) fn run(args: &ManArgs, command: Command, console: Console) -> Result<ExitCode, Error> {
    // A file's name has no space.
    let command = command.name("cargo-dbmig").bin_name("cargo-dbmig");
    let written = fs::create_dir_all(&args.folder)
        .and_then(|()| clap_mangen::generate_to(command, &args.folder))
        .and_then(|()| pages(&args.folder))
        .map_err(|error| {
            Error::failed(
                format!("could not write the pages to {}: {error}", args.folder.display()),
                "name a folder that you may write to",
            )
        })?;
    console.result(format!("wrote {} pages to {}", written.len(), args.folder.display()));
    console.next(format!("man -l {}", args.folder.join("cargo-dbmig.1").display()));
    console.json(json!({ "files": written }));
    Ok(ExitCode::SUCCESS)
}

/// The pages in the folder, sorted.
fn pages(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("cargo-dbmig") && name.ends_with(".1") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
