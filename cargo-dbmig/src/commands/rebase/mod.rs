//! `rebase`.

mod applied;
mod choose;

use std::cell::OnceCell;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::cli::Format;
use serde_json::{Map, Value, json};

use super::compare::{Against, Comparison};
use super::context::Context;
use super::edited::{Edit, Edited, read};
use super::end::End;
use super::merge::{about_one, history};
use super::standing::Standing;
use crate::draft::{History, Rebase, Reparent};
use crate::error::Error;
use crate::proof::Moved;
use crate::render::reparent;
use crate::scratch::{Catalogs, Replay, Replayed, Server};
use choose::Choice;

/// Arguments of `rebase`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Only the parents change, in the first file of the branch. Where the database that is configured has one of the \
                  revisions already, nothing is changed (exit 4): use merge there. If the branch does not run where it comes to \
                  stand, the files are put back as they were (exit 1).\n\n\
                  Examples:\n  cargo dbmig rebase 5d0e\n  cargo dbmig rebase 5d0e --onto 8c1f\n\n\
                  --format json: {\"version\": 1, \"databases\": {NAME: {\"moved\": [ID], \"onto\", \"files\", \"proven\", \"downgrade_proven\", \
                  \"changes\": what the models have beside, or null if they could not be read, \"checked\": the database that was \
                  asked, or null}}}"
)]
pub(super) struct RebaseArgs {
    /// A revision that only the branch has which is to move: its head, or one below it
    #[arg(value_name = "REVISION")]
    revision: Option<String>,

    /// The head that the branch comes to stand on [default: the other one]
    #[arg(long, value_name = "HEAD")]
    onto: Option<String>,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &RebaseArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    let (mut forked, mut document) = (Vec::new(), Map::new());
    for config in &databases {
        let history = history(config, &migrations, context)?;
        if history.heads().len() > 1 {
            forked.push((*config, history));
            continue;
        }
        context.console.result(format!("nothing to rebase: {} has no second head", config.name));
        document.insert(config.name.clone(), json!({ "moved": [] }));
    }
    let is_about_one = args.revision.is_some() || args.onto.is_some() || context.global.url.is_some();
    if forked.len() > 1 && is_about_one {
        return Err(about_one(forked.len(), &migrations));
    }
    let (scratch_url, against) = (args.scratch_url.as_deref(), Against::Revisions);
    let comparison = Comparison { context, migrations: &migrations, scratch_url, against };
    let is_text = context.global.format == Format::Text && !context.global.quiet;
    let choice = Choice {
        revision: args.revision.as_deref(),
        onto: args.onto.as_deref(),
        can_ask: context.environment.interactive && is_text,
    };
    // Nothing is changed until it is clear what moves everywhere.
    let mut plans = Vec::new();
    for (config, history) in &forked {
        let (head, onto) = choice.make(history)?;
        let plan = history.rebase(&head, &onto).ok_or_else(|| {
            Error::usage(
                format!("{onto} has all of {head} already"),
                "name another branch, or another --onto",
            )
        })?;
        let address = applied::refuse_applied(config, history, &plan, &comparison)?;
        plans.push((*config, history, plan, address));
    }
    let end = End::new(&comparison);
    for (config, history, plan, address) in &plans {
        let mut described = Branch { config, plan, comparison: &comparison, end: &end }.rebase(history)?;
        if let Value::Object(described) = &mut described {
            described.insert("checked".to_owned(), json!(address));
        }
        document.insert(config.name.clone(), described);
    }
    context.console.json(json!({ "databases": document }));
    if !plans.is_empty() {
        context.console.next(format!("cargo dbmig upgrade{}", context.chosen()));
    }
    Ok(ExitCode::SUCCESS)
}

/// A branch that moves, with what all steps need.
struct Branch<'r, 'c, 'a> {
    config: &'a DatabaseConfig,
    plan: &'r Rebase,
    comparison: &'r Comparison<'c, 'a>,
    end: &'r End<'r, 'a>,
}

impl Branch<'_, '_, '_> {
    fn rebase(&self, history: &History) -> Result<Value, Error> {
        let Self { config, plan, comparison, .. } = self;
        let (console, name) = (comparison.context.console, &config.name);
        let server = comparison.scratch_server(config)?;
        // With the files changed, nothing that is kept of them can be found any more.
        let below = history.common_rows(&[&plan.onto]);
        let known = comparison.recorded(config, &below, &server)?.read();
        let prove = |edited: &Edited| self.prove(edited, &server, known);
        let (edited, (made, is_down_proven)) = Edited::if_proven(edits(plan)?, comparison.context, prove)?;
        for entry in &plan.moved {
            console.result(format!("{name}: moved {entry}"));
        }
        console.result(format!("{name}: {} stands on {} now", plan.head, plan.onto));
        console.result(format!("edited {}", edited.shown()));
        comparison.record(config, &plan.head, &server, &made)?;
        let changes = self.end.tell(config, &server, &made.catalog);
        let ids = |entries: &[crate::draft::Entry]| -> Vec<String> {
            entries.iter().map(|entry| entry.id.clone()).collect()
        };
        let files: Vec<_> = plan.edits.iter().map(|edit| &edit.entry.file).collect();
        Ok(json!({
            "moved": ids(&plan.moved),
            "onto": plan.onto,
            "files": files,
            "proven": true,
            "downgrade_proven": is_down_proven,
            "changes": changes,
        }))
    }

    /// Runs the moved revisions where they stand now: what comes of them, and whether the way down was run too.
    fn prove(
        &self,
        edited: &Edited,
        server: &Server,
        known: Option<Replayed>,
    ) -> Result<(Replayed, bool), Error> {
        let Self { config, plan, comparison, .. } = self;
        let Comparison { context, migrations, .. } = comparison;
        edited.post_write("the branch is not moved", migrations, context)?;
        let history = history(config, migrations, context)?;
        let heads = history.heads();
        if !heads.contains(&plan.head.as_str()) || heads.contains(&plan.onto.as_str()) {
            return Err(Error::failed(
                format!(
                    "with {} on top of {} there would be the heads {}",
                    plan.head,
                    plan.onto,
                    heads.join(", ")
                ),
                format!("try cargo dbmig merge --db {}", config.name),
            ));
        }
        let (below, built) = (history.common_rows(&[&plan.onto]), OnceCell::new());
        let runner = comparison.runner(&built)?;
        let began = Instant::now();
        let (start, scratch) = match known {
            Some(known) => (known, None),
            None => comparison.revisions(config, &below, server, &built)?,
        };
        let scratch = match scratch {
            Some(scratch) => scratch,
            None => Standing { config, server, rows: &below, made: &start }.database(runner)?,
        };
        let (replay, catalogs) = (Replay { runner, database: &config.name }, Catalogs { config });
        let (head, onto) = (&plan.head, &plan.onto);
        let moved = Moved { scratch: &scratch, replay, catalogs, head, onto, start: &start.catalog };
        let (made, is_down_proven) = moved.run()?;
        let down = match is_down_proven {
            true => "and downgrades it again",
            false => "and says that it can't be undone, so that no downgrade was run",
        };
        context.console.note(format!(
            "proven on scratch in {:.1} s: {head} upgrades {} from {onto} {down}",
            began.elapsed().as_secs_f32(),
            config.name
        ));
        Ok((made, is_down_proven))
    }
}

/// The revisions of the plan with their new parents.
fn edits(plan: &Rebase) -> Result<Vec<Edit>, Error> {
    let edit = |edit: &Reparent| {
        let file = edit.entry.file.clone();
        let Some(after) = reparent(&read(&file)?, &edit.replaced, &plan.onto, &edit.parents) else {
            return Err(Error::failed(
                format!("nothing is changed: `REVISION` in {} is not understood", file.display()),
                format!("write .revises(&{:?}) there by hand", edit.parents),
            ));
        };
        Ok((file, Some(after)))
    };
    plan.edits.iter().map(edit).collect()
}
