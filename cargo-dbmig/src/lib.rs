//! The cargo subcommand `cargo dbmig`.
//!
//! In reading order: the command line ([`run`]), the user's project ([`project`]), what cargo builds of it
//! ([`artifact`]), the servers that dbmig starts ([`server`]), throw-away databases ([`scratch`]), what a revision would
//! hold ([`draft`]), its source ([`render`]) or a script of it ([`script`]), and its check ([`proof`]).
//!
//! # What is printed for programs
//!
//! With `--format json`, standard output is one JSON document (`upgrade`, `downgrade` and `stamp` of the runner: one event a line), and an
//! error is one line on standard error: `{"error": {"message", "causes": [TEXT], "next_step", "exit_code"}}`. Each document says
//! which `version` its shape has, 1 up to now: fields may be added without notice, and whatever else changes makes it 2.
//!
//! | verb | document, beside `"version": 1` |
//! |---|---|
//! | `init` | `package`, `models`, `databases`, `files` |
//! | `revision` | `databases`: name → `changes`, `hazards`, `allow_destructive`, `unfound_renames`, `revision`, `revises`, `depends_on`, `labels`, `file`, `proven`, `proof`; with `--sql`, `sql` in place of what is written |
//! | `edit` | `databases`: name → `revision`, `file`, `changed`, `applied_at` |
//! | `merge` | `databases`: name → `merges`, `revision`, `file`, `orders`, `proven`, `heads`, `changes` |
//! | `rebase` | `databases`: name → `moved`, `onto`, `files`, `proven`, `downgrade_proven`, `changes`, `checked` |
//! | `squash` | `databases`: name → `revision`, `file`, `squashed`, `deleted`, `proven`, `checked` |
//! | `check`, `drift` | `databases`: list of `database`, `changes` (each `sign`, `text`, `file`, `line`) |
//! | `test` | `databases`: list of `database`, `passed`, `duration_ms`, `cases` |
//! | `diff` | a document a database, a line each: `database`, `from`, `to`, `default_schema`, `changes`, `operations`, `statements`, `hazards` |
//! | `inspect` | `database`, `package`, `files`; with `--baseline` `revision` and `stamped` |
//! | `config` | `package`, `manifest`, `settings`, `databases`: name → settings; each `value` and `source` |
//! | `serve` | `databases`: name → `url`, `url_env` |
//! | `completions`, `man` | `shell` and `script`; `files` |
//! | the runner's verbs | see `dbmig_runtime::cli` |
//!
//! `cargo dbmig VERB --help` describes the fields.

mod arguments;
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
