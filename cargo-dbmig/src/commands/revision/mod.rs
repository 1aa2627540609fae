//! `revision`.

mod args;
mod describe;
mod preview;
mod written;

use std::collections::BTreeMap;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::cli::{EXIT_FAILED, Format};
use serde_json::{Map, Value, json};

use super::backfill::Filling;
use super::compare::{Compared, Comparison};
use super::confirm::Confirming;
use super::context::Context;
use super::merge::{about_one, history};
use super::new_file::NewFile;
use super::proven::Outcome;
use super::rename::Renaming;
use crate::draft::{Place, Wish};
use crate::error::Error;
use crate::project::Migrations;
pub(super) use args::RevisionArgs;
use written::Written;

pub(super) fn run(args: &RevisionArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    if databases.len() > 1 && args.is_about_one() {
        return Err(about_one(databases.len(), &migrations));
    }
    let mut places = BTreeMap::new();
    for config in &databases {
        // Before anything is built: revisions of two people may not even run one after the other.
        let place = history(config, &migrations, context)?.place(&args.wish())?;
        places.insert(config.name.as_str(), place);
    }
    let revision = Revision { args, context, migrations: &migrations, places, created: Utc::now() };
    if args.empty { revision.write_empty(&databases) } else { revision.autogenerate(&databases) }
}

impl RevisionArgs {
    /// True if something is said that can't hold for several databases.
    fn is_about_one(&self) -> bool {
        let names = [&self.heads, &self.branch_labels, &self.depends_on];
        self.empty
            || self.rev_id.is_some()
            || names.iter().any(|names| !names.is_empty())
            || !self.renames.is_empty()
            || !self.backfills.is_empty()
    }

    fn wish(&self) -> Wish<'_> {
        Wish {
            heads: &self.heads,
            splice: self.splice,
            labels: &self.branch_labels,
            depends_on: &self.depends_on,
            id: self.rev_id.as_deref(),
        }
    }
}

/// The verb with what all its steps need.
struct Revision<'a> {
    args: &'a RevisionArgs,
    context: &'a Context,
    migrations: &'a Migrations,
    /// Where the new revision of each database stands.
    places: BTreeMap<&'a str, Place>,
    created: DateTime<Utc>,
}

impl Revision<'_> {
    fn write_empty(&self, databases: &[&DatabaseConfig]) -> Result<ExitCode, Error> {
        let console = self.context.console;
        for config in databases {
            let Some(new) = self.new_file(config) else { continue };
            let file = new.write(None, self.migrations, self.context)?;
            console.result(format!("wrote {}", file.display()));
            console.next(format!(
                "fill in upgrade and downgrade, then cargo dbmig upgrade --db {}",
                config.name
            ));
            let Place { id, parents, .. } = &new.place;
            let described = json!({ "revision": id, "revises": parents, "file": file });
            console.json(json!({ "databases": { &config.name: described } }));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn autogenerate(&self, databases: &[&DatabaseConfig]) -> Result<ExitCode, Error> {
        let (context, migrations) = (self.context, self.migrations);
        let (scratch_url, against) = (self.args.scratch_url.as_deref(), self.args.against);
        let comparison = Comparison { context, migrations, scratch_url, against };
        let mut compared = comparison.run(databases)?;
        self.settle(&mut compared)?;
        compared.iter().for_each(|compared| self.tell(compared));
        if self.args.sql {
            return self.preview(&compared);
        }
        let mut written = Vec::new();
        for compared in &compared {
            let (Some(draft), Some(new)) = (&compared.draft, self.new_file(compared.config)) else {
                continue;
            };
            let write = || new.write(Some(draft), migrations, context);
            let file = context.console.timed(format!("{}: written", compared.config.name), write)?;
            context.console.result(format!("wrote {}", file.display()));
            written.push(Written { compared, draft, place: new.place, file });
        }
        let proofs = match self.args.no_proof {
            true => written.iter().map(|_| Outcome::Skipped).collect(),
            false if written.is_empty() => Vec::new(),
            false => self.prove(&comparison, &written)?,
        };
        if self.args.no_proof && !written.is_empty() {
            context.console.note("not proven: --no-proof was given");
        }
        let mut document: Map<String, Value> = compared
            .iter()
            .map(|compared| (compared.config.name.clone(), json!({ "changes": [] })))
            .collect();
        for (written, outcome) in written.iter().zip(&proofs) {
            document.insert(written.compared.config.name.clone(), written.describe(outcome));
        }
        context.console.json(json!({ "databases": document }));
        if proofs.iter().any(Outcome::is_failed) {
            return Ok(EXIT_FAILED.into());
        }
        if !written.is_empty() {
            context
                .console
                .next(format!("read what was written, then cargo dbmig upgrade{}", context.chosen()));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Asks, or is told, what the models don't say.
    fn settle(&self, compared: &mut [Compared<'_>]) -> Result<(), Error> {
        let is_text = self.context.global.format == Format::Text && !self.context.global.quiet;
        let can_ask = self.context.environment.interactive && is_text;
        let renaming = Renaming { renames: &self.args.renames, no_renames: self.args.no_renames, can_ask };
        compared.iter_mut().try_for_each(|compared| renaming.settle(compared))?;
        let (given, no_backfill) = (&self.args.backfills, self.args.no_backfill);
        let filling = Filling { given, no_backfill, can_ask };
        compared.iter_mut().try_for_each(|compared| filling.settle(compared))?;
        // A preview deletes nothing anywhere.
        let confirming =
            Confirming { allowed: self.args.allow_destructive, can_ask: can_ask && !self.args.sql };
        compared.iter_mut().try_for_each(|compared| confirming.settle(compared))
    }

    fn new_file<'b>(&'b self, config: &'b DatabaseConfig) -> Option<NewFile<'b>> {
        let place = self.places.get(config.name.as_str())?.clone();
        Some(NewFile { config, place, message: &self.args.message, created: self.created })
    }

    fn tell(&self, compared: &Compared<'_>) {
        let (console, name) = (self.context.console, &compared.config.name);
        let say = |line: String| if self.args.sql { console.note(line) } else { console.result(line) };
        let Some(draft) = &compared.draft else {
            return say(format!("no changes in {name}"));
        };
        let count = draft.changes.summary().len();
        let plural = if count == 1 { "" } else { "s" };
        say(format!("{count} change{plural} in {name}"));
        for line in draft.lines() {
            say(format!("  {line}"));
        }
        if !draft.losses().is_empty() && !draft.allow_destructive {
            console.note(format!(
                "the new revision of {name} deletes data: upgrade will ask for --allow-destructive, unless the revision is written with it"
            ));
        }
        for unfound in &draft.unfound_renames {
            say(format!("  ? {unfound}"));
        }
    }

    /// Builds the runner with the new revisions, and runs each on scratch: one answer a revision.
    fn prove(&self, comparison: &Comparison<'_, '_>, written: &[Written<'_>]) -> Result<Vec<Outcome>, Error> {
        let console = self.context.console;
        let runner = console.timed("revisions built", || self.context.runner(self.migrations))?;
        let busy = |written: &Written<'_>| {
            let _busy = console
                .busy(format!("{}: proving {} on scratch", written.compared.config.name, written.place.id));
            written.prove(&runner)
        };
        let prove = |written: &Written<'_>| match busy(written) {
            Ok(proven) => {
                proven.tell(console, &written.place.id, &written.compared.config.name);
                written.record(comparison, &proven.replayed)?;
                Ok(Outcome::Proven(Box::new(proven)))
            }
            Err(error) => {
                error.print(console.format);
                console.note(format!("the new file stays: {}", written.file.display()));
                Ok(Outcome::Failed)
            }
        };
        written.iter().map(prove).collect()
    }
}
