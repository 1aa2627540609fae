//! `edit`.

use std::path::Path;
use std::process::{Command, ExitCode};

use clap::Args;
use dbmig_runtime::build::{DatabaseConfig, Module};
use serde_json::json;

use super::context::Context;
use super::live::Live;
use super::merge::{history, resolve};
use crate::draft::{Entry, History};
use crate::error::Error;
use crate::project::Migrations;

/// Arguments of `edit`.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct EditArgs {
    /// The revision: an id or the beginning of one, a label, head, head-1
    #[arg(value_name = "REVISION", default_value = "head")]
    revision: String,
}

const EXAMPLES: &str = "\
Opens the file in $VISUAL, or else in $EDITOR, and reads it again afterwards. Says so before if the configured database has the revision \
already: what has run doesn't run again for an edit.

Examples:
  cargo dbmig edit
  cargo dbmig edit 8c1f --db users
  cargo dbmig edit head-1 --db users

--format json: {\"version\": 1, \"databases\": {NAME: {\"revision\", \"file\", \"changed\", \"applied_at\": the database that has it, or \
null}}}";

pub(super) fn run(args: &EditArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let (config, history, entry) = find(&args.revision, &migrations, context)?;
    let Some((variable, editor)) = &context.environment.editor else {
        return Err(Error::failed(
            "no editor is known: neither VISUAL nor EDITOR is set",
            format!(
                "set one, as in EDITOR=vi cargo dbmig edit {}; or open {}",
                args.revision,
                entry.file.display()
            ),
        ));
    };
    let console = context.console;
    let applied = applied_at(config, &history, &entry.id, &migrations, context);
    if let Some(address) = &applied {
        console.note(format!(
            "warning: {} at {address} has {entry} already: an edit changes nothing there, and upgrade asks for --accept-edited",
            config.name
        ));
    }
    let file = context.environment.dir.join(&entry.file);
    let before = checksum(&file).ok();
    console.note(format!("{variable}: {editor} {}", entry.file.display()));
    open(variable, editor, &file)?;
    let after = checksum(&file)?;
    let is_changed = before.as_ref() != Some(&after);
    console.result(match is_changed {
        true => format!("edited {}", entry.file.display()),
        false => format!("{}: nothing changed that runs", entry.file.display()),
    });
    if is_changed {
        console.next(match applied {
            Some(_) => format!("cargo dbmig upgrade --db {} --accept-edited", config.name),
            None => format!("cargo dbmig test --db {}", config.name),
        });
    }
    let described =
        json!({ "revision": entry.id, "file": entry.file, "changed": is_changed, "applied_at": applied });
    console.json(json!({ "databases": { &config.name: described } }));
    Ok(ExitCode::SUCCESS)
}

/// The only revision of the chosen databases that is called so.
fn find<'m>(
    name: &str,
    migrations: &'m Migrations,
    context: &Context,
) -> Result<(&'m DatabaseConfig, History, Entry), Error> {
    let (mut found, mut first_error) = (Vec::new(), None);
    let mut candidates = Vec::new();
    for config in context.databases(migrations)? {
        let history = history(config, migrations, context)?;
        match resolve(name, &history) {
            Ok(ids) => {
                let entries: Vec<Entry> = ids.iter().filter_map(|id| history.entry(id)).collect();
                candidates.extend(entries.iter().map(|entry| format!("{entry} of {}", config.name)));
                found.extend(entries.into_iter().map(|entry| (config, history.clone(), entry)));
            }
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    match (found.pop(), found.is_empty(), first_error) {
        (Some(found), true, _) => Ok(found),
        (None, _, Some(error)) => Err(error),
        (None, _, None) => Err(Error::usage(
            format!("{name} is no revision: there is nothing to edit"),
            "name one: cargo dbmig history lists them",
        )),
        _ => Err(Error::usage(
            format!("{name} could be {}", candidates.join(" or ")),
            "name the database with --db, or give an id",
        )),
    }
}

/// The address of the configured database if it has the revision. No server is started to ask.
fn applied_at(
    config: &DatabaseConfig,
    history: &History,
    id: &str,
    migrations: &Migrations,
    context: &Context,
) -> Option<String> {
    let urls = dbmig_runtime::cli::Urls::read(context.global.url.clone()).ok()?;
    let url = context.url(&urls, config, migrations).ok().flatten()?;
    match Live::asked(config, migrations, context) {
        Ok((address, recorded)) => {
            let has = recorded.iter().any(|row| row == id || history.is_above(row, id));
            has.then_some(address)
        }
        Err(error) => {
            let address = crate::url::address(&url).unwrap_or_default();
            context.console.detail(format!(
                "{}: {address} was not asked what it has: {}",
                config.name,
                error.message()
            ));
            None
        }
    }
}

fn open(variable: &str, editor: &str, file: &Path) -> Result<(), Error> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).arg(file).status();
    let correct = format!("correct {variable}, or open {} yourself", file.display());
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::failed(format!("{variable}: {editor} ended with {status}"), correct)),
        Err(error) => Err(Error::failed(format!("{variable}: {editor} could not be run: {error}"), correct)),
    }
}

/// What decides whether a revision is another one.
fn checksum(file: &Path) -> Result<String, Error> {
    Module::read(file).map(|module| module.checksum).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("\n  {error}")).collect();
        Error::failed(format!("the file is no revision:{}", lines.concat()), "edit it again")
    })
}
