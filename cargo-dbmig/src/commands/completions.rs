//! `completions`.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;
use serde_json::json;

use super::print::print_text;
use crate::console::Console;
use crate::error::Error;

/// Arguments of `completions`.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
The script completes `cargo-dbmig VERB`, which is the same as `cargo dbmig VERB`: cargo completes no arguments of subcommands.

Examples:
  cargo dbmig completions bash > ~/.local/share/bash-completion/completions/cargo-dbmig
  cargo dbmig completions zsh > ~/.zfunc/_cargo-dbmig
  cargo dbmig completions fish > ~/.config/fish/completions/cargo-dbmig.fish

--format json: {\"version\": 1, \"shell\", \"script\"}";

pub(super) fn run(args: &CompletionsArgs, command: Command, console: Console) -> Result<ExitCode, Error> {
    let mut command = command.name("cargo-dbmig").bin_name("cargo-dbmig");
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "cargo-dbmig", &mut script);
    let script = String::from_utf8_lossy(&script);
    print_text(console, &script)?;
    console.json(json!({ "shell": args.shell.to_string(), "script": script }));
    Ok(ExitCode::SUCCESS)
}
