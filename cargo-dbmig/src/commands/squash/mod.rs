//! `squash`.

mod committed;
mod unready;

use std::cell::OnceCell;
use std::process::ExitCode;
use std::time::Instant;

use chrono::Utc;
use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::diff;
use serde_json::{Value, json};

use super::compare::{Against, Comparison};
use super::context::Context;
use super::edited::{Edit, Edited};
use super::merge::{about_one, history, resolve};
use super::new_file::source;
use super::standing::Standing;
use crate::draft::{Draft, History, Squash};
use crate::error::Error;
use crate::proof::Proof;
use crate::render::Module;
use crate::scratch::{Catalogs, Database, Replay, Replayed, Server};

/// Arguments of `squash`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "The revision keeps its id and its file, and makes from then on what it and all below it made; the files below it go. \
                  Databases at it or past it notice nothing. One that is below it has to be upgraded to it first, with the code from \
                  before; the one that is configured is asked.\n\n\
                  Rows that the old revisions put into tables are not made again: where there are any, nothing is changed (exit 4) \
                  until --without-rows says so. Roles and settings of the database, which no schema has, it does not make either: \
                  add them by hand where a new server needs them. On scratch, the new revision must make exactly what the old ones made, and the \
                  revisions above it what they made on top; else the files are put back (exit 1).\n\n\
                  Examples:\n  cargo dbmig squash 8c1f --db users\n  cargo dbmig squash head -m \"everything up to 2026\"\n\n\
                  --format json: {\"version\": 1, \"databases\": {NAME: {\"revision\", \"file\", \"squashed\": [ID], \"deleted\": [FILE], \"proven\", \
                  \"checked\": the database that was asked, or null}}}"
)]
pub(super) struct SquashArgs {
    /// The revision up to which all become one: an id or the beginning of one, a label, head
    #[arg(value_name = "REVISION")]
    revision: String,

    /// What the revision is about [default: what it squashes]
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,

    /// Rows that the old revisions put into tables need not be there in new databases
    #[arg(long)]
    without_rows: bool,

    /// The files may go although git does not have them
    #[arg(long)]
    force: bool,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &SquashArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    let [config] = databases.as_slice() else { return Err(about_one(databases.len(), &migrations)) };
    unready::refuse_scope(config, &migrations)?;
    let history = history(config, &migrations, context)?;
    let plan = plan(&args.revision, &history)?;
    let (scratch_url, against) = (args.scratch_url.as_deref(), Against::Revisions);
    let comparison = Comparison { context, migrations: &migrations, scratch_url, against };
    if !args.force {
        committed::refuse_uncommitted(&plan, &context.environment.dir)?;
    }
    let address = unready::refuse_below(config, &plan, &comparison)?;
    let mut described = Squashing { args, config, plan: &plan, comparison: &comparison }.run(&history)?;
    if let Value::Object(described) = &mut described {
        described.insert("checked".to_owned(), json!(address));
    }
    context.console.json(json!({ "databases": { &config.name: described } }));
    Ok(ExitCode::SUCCESS)
}

fn plan(revision: &str, history: &History) -> Result<Squash, Error> {
    let ids = resolve(revision, history)?;
    match ids.as_slice() {
        [id] => Ok(history.squash(id)?),
        _ => Err(Error::usage(
            format!("`{revision}` is not one revision of {}", history.database()),
            format!("name one of the heads: {}", history.heads().join(", ")),
        )),
    }
}

/// The verb with what all its steps need.
struct Squashing<'r, 'a> {
    args: &'r SquashArgs,
    config: &'a DatabaseConfig,
    plan: &'r Squash,
    comparison: &'r Comparison<'r, 'a>,
}

/// What the revisions make before they are squashed.
struct Before {
    /// Up to the one that stays.
    there: Replayed,
    /// In the end.
    end: Catalog,
}

impl Squashing<'_, '_> {
    fn run(&self, history: &History) -> Result<Value, Error> {
        let Self { config, plan, comparison, .. } = self;
        let (console, name) = (comparison.context.console, &config.name);
        let server = comparison.scratch_server(config)?;
        let before = self.before(history, &server)?;
        let empty = Catalogs { config }.of(&Database::create(&server, &config.schema)?)?;
        let edits = self.edits(&empty, &before.there.catalog)?;
        Edited::if_proven(edits, comparison.context, |edited| self.prove(edited, &server, &empty, &before))?;
        let deleted: Vec<_> = plan.below.iter().map(|entry| &entry.file).collect();
        console.result(format!("{name}: {} makes what {} revisions made", plan.top.id, deleted.len() + 1));
        console.result(format!("wrote {}", plan.top.file.display()));
        deleted.iter().for_each(|file| console.result(format!("deleted {}", file.display())));
        console.note(format!(
            "next: read {} and commit all of it; a database below {} has to be upgraded to it with the code from before",
            plan.top.file.display(),
            plan.top.id
        ));
        Ok(json!({
            "revision": plan.top.id,
            "file": plan.top.file,
            "squashed": plan.squashes,
            "deleted": deleted,
            "proven": true,
        }))
    }

    /// Runs the revisions as they are.
    fn before(&self, history: &History, server: &Server) -> Result<Before, Error> {
        let Self { config, plan, comparison, .. } = self;
        let built = OnceCell::new();
        let rows = [plan.top.id.as_str()];
        let (there, scratch) = comparison.revisions(config, &rows, server, &built)?;
        if there.has_rows && !self.args.without_rows {
            let scratch = match scratch {
                Some(scratch) => scratch,
                None => {
                    let standing = Standing { config, server, rows: &rows, made: &there };
                    standing.database(comparison.runner(&built)?)?
                }
            };
            unready::refuse_rows(plan, &Catalogs { config }.tables_with_rows(&scratch)?)?;
        }
        let (end, _) = comparison.revisions(config, &history.final_rows(), server, &built)?;
        Ok(Before { there, end: end.catalog })
    }

    /// The one file with all in it; the others go.
    fn edits(&self, empty: &Catalog, made: &Catalog) -> Result<Vec<Edit>, Error> {
        let Self { plan, comparison, .. } = self;
        let draft = Draft::new(empty, made, &Renames::default());
        let (upgrade, downgrade): (&[_], &[_]) =
            draft.as_ref().map_or((&[], &[]), |draft| (&draft.upgrade, &draft.downgrade));
        let default = format!("all {} revisions up to {}", plan.below.len() + 1, plan.top);
        let squashed: Vec<String> =
            plan.below.iter().chain([&plan.top]).map(|entry| format!("squashes {entry}")).collect();
        let module = Module {
            message: self.args.message.as_deref().unwrap_or(&default),
            id: &plan.top.id,
            parents: &[],
            depends_on: &[],
            labels: &plan.labels,
            squashes: Some((&plan.squashes, &plan.checksum)),
            created: Utc::now(),
            changes: &squashed,
            allow_destructive: false,
            upgrade,
            downgrade,
        };
        let text = source(&module, comparison.migrations, comparison.context)?;
        let mut edits: Vec<Edit> = plan.below.iter().map(|entry| (entry.file.clone(), None)).collect();
        edits.push((plan.top.file.clone(), Some(text)));
        Ok(edits)
    }

    /// Runs the new revision there and back, and what stands on it.
    fn prove(&self, edited: &Edited, server: &Server, empty: &Catalog, before: &Before) -> Result<(), Error> {
        let Self { config, plan, comparison, .. } = self;
        let Comparison { context, migrations, .. } = comparison;
        edited.post_write("nothing is squashed", migrations, context)?;
        let (began, built) = (Instant::now(), OnceCell::new());
        let runner = comparison.runner(&built)?;
        let scratch = Database::create(server, &config.schema)?;
        let (replay, catalogs) = (Replay { runner, database: &config.name }, Catalogs { config });
        let (revision, models) = (plan.top.id.as_str(), &before.there.catalog);
        Proof { scratch: &scratch, replay, catalogs, revision, start: empty, models }.run()?;
        replay.run(&scratch, "upgrade", "heads")?;
        let rest = diff(catalogs.of(&scratch)?, before.end.clone(), &Renames::default()).summary();
        if !rest.is_empty() {
            let lines: Vec<String> =
                rest.iter().map(|line| format!("\n  {} {line}", line.sign.as_char())).collect();
            return Err(Error::failed(
                format!(
                    "on top of the new {revision}, the revisions of {} do not come to what they came to; what is missing:{}",
                    config.name,
                    lines.concat()
                ),
                "name a later revision, which has those in it that this is about",
            ));
        }
        context.console.note(format!(
            "proven on scratch in {:.1} s: {revision} makes what the old revisions made, and takes it back; what stands on it comes to \
             the same",
            began.elapsed().as_secs_f32()
        ));
        Ok(())
    }
}
