//! The cargo subcommand `cargo dbmig`.
//!
//! In reading order: the command line ([`run`]), the user's project ([`project`]), what cargo builds of it
//! ([`artifact`]), the servers that dbmig starts ([`server`]), throw-away databases ([`scratch`]), what a revision would
//! hold ([`draft`]), its source ([`render`]) or a script of it ([`script`]), and its check ([`proof`]).

pub mod artifact;
mod commands;
mod console;
pub mod draft;
mod environment;
mod error;
pub mod project;
pub mod proof;
mod random;
pub mod render;
pub mod scratch;
pub mod script;
pub mod server;
mod url;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command line `arguments`, the program's name first: `cargo-dbmig dbmig VERB`, as cargo calls it, or
/// `cargo-dbmig VERB`.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    commands::run(arguments)
}
