//! `revision`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use chrono::{DateTime, Utc};
use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Renames;
use dbmig_runtime::cli::{EXIT_FAILED, Format};
use dbmig_runtime::diff::diff;
use dbmig_runtime::hazard::Hazard;
use serde_json::{Map, Value, json};

use super::backfill::{BackfillArg, Filling};
use super::compare::{Against, Compared, Comparison};
use super::confirm::Confirming;
use super::context::Context;
use super::merge::history;
use super::new_file::NewFile;
use super::proven::{Outcome, Proven};
use super::rename::{Rename, Renaming};
use crate::draft::{Draft, History};
use crate::error::Error;
use crate::project::Migrations;
use crate::proof::{Proof, RowProof, touched};
use crate::scratch::{Catalogs, Database, Replay, Replayed};

/// Arguments of `revision`.
#[derive(Args, Clone, Debug)]
pub(super) struct RevisionArgs {
    /// What the revision is about
    #[arg(short, long, value_name = "TEXT")]
    message: String,

    /// Write a revision without operations, to be filled in by hand
    #[arg(long)]
    empty: bool,

    /// The revision's id [default: a random one]
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,

    /// The revision to go on from, where the history has several heads
    #[arg(long, value_name = "ID")]
    head: Option<String>,

    /// Something is not dropped and added but renamed: `table.old=new` for a column, `old_table=new_table`, `type:old=new`,
    /// `value:type.old=new` for a value of an enum type, `view:old=new`, `sequence:old=new`; may be given several times
    #[arg(long = "rename", value_name = "OLD=NEW")]
    renames: Vec<Rename>,

    /// Nothing else is renamed: drop and add, and ask nothing
    #[arg(long)]
    no_renames: bool,

    /// What the rows that are there hold in a column that becomes NOT NULL, an SQL expression: `table.column='expression'`;
    /// may be given several times
    #[arg(long = "backfill", value_name = "COLUMN=VALUE")]
    backfills: Vec<BackfillArg>,

    /// New columns that are NOT NULL get no value: upgrade refuses where their table has rows
    #[arg(long)]
    no_backfill: bool,

    /// The new revision may delete data, on every database: without this, upgrade asks for its own flag
    #[arg(long)]
    allow_destructive: bool,

    /// What to compare the models with
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    against: Against,

    /// Don't prove the new revisions on scratch
    #[arg(long)]
    no_proof: bool,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &RevisionArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = migrations.databases(&context.global.databases)?;
    let is_about_one = args.empty
        || args.rev_id.is_some()
        || args.head.is_some()
        || context.global.url.is_some()
        || !args.renames.is_empty()
        || !args.backfills.is_empty();
    if databases.len() > 1 && is_about_one {
        return Err(Error::usage(
            format!("there are {} databases, and this is about one", databases.len()),
            format!("name it with --db: {}", migrations.database_names().join(", ")),
        ));
    }
    for config in &databases {
        // Before anything is built: revisions of two people may not even run one after the other.
        history(config, &migrations, context)?.parents(args.head.as_deref())?;
    }
    let revision = Revision { args, context, migrations: &migrations, created: Utc::now() };
    if args.empty { revision.write_empty(&databases) } else { revision.autogenerate(&databases) }
}

/// The verb with what all its steps need.
struct Revision<'a> {
    args: &'a RevisionArgs,
    context: &'a Context,
    migrations: &'a Migrations,
    created: DateTime<Utc>,
}

/// A revision whose file is written.
struct Written<'a> {
    compared: &'a Compared<'a>,
    draft: &'a Draft,
    id: String,
    file: PathBuf,
}

impl Revision<'_> {
    fn write_empty(&self, databases: &[&DatabaseConfig]) -> Result<ExitCode, Error> {
        for config in databases {
            let history = History::read(&config.name, &self.migrations.folder(config))?;
            let new = self.place(config, &history)?;
            let file = new.write(None, self.migrations, self.context)?;
            self.context.console.result(format!("wrote {}", file.display()));
            let described = json!({ "revision": new.id, "file": file });
            self.context.console.json(&json!({ "databases": { &config.name: described } }));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn autogenerate(&self, databases: &[&DatabaseConfig]) -> Result<ExitCode, Error> {
        let (context, migrations) = (self.context, self.migrations);
        let (scratch_url, against) = (self.args.scratch_url.as_deref(), self.args.against);
        let comparison = Comparison { context, migrations, scratch_url, against };
        let mut compared = comparison.run(databases)?;
        let is_text = context.global.format == Format::Text && !context.global.quiet;
        let can_ask = context.environment.interactive && is_text;
        let renaming = Renaming { renames: &self.args.renames, no_renames: self.args.no_renames, can_ask };
        compared.iter_mut().try_for_each(|compared| renaming.settle(compared))?;
        let (given, no_backfill) = (&self.args.backfills, self.args.no_backfill);
        let filling = Filling { given, no_backfill, can_ask };
        compared.iter_mut().try_for_each(|compared| filling.settle(compared))?;
        let confirming = Confirming { allowed: self.args.allow_destructive, can_ask };
        compared.iter_mut().try_for_each(|compared| confirming.settle(compared))?;
        compared.iter().for_each(|compared| self.tell(compared));
        // Nothing is written until every new revision has a place.
        let mut placed = Vec::new();
        for compared in &compared {
            if let Some(draft) = &compared.draft {
                placed.push((compared, draft, self.place(compared.config, &compared.history)?));
            }
        }
        let mut written = Vec::new();
        for (compared, draft, new) in placed {
            let write = || new.write(Some(draft), migrations, context);
            let file = context.console.timed(format!("{}: written", compared.config.name), write)?;
            context.console.result(format!("wrote {}", file.display()));
            written.push(Written { compared, draft, id: new.id, file });
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
        context.console.json(&json!({ "databases": document }));
        Ok(if proofs.iter().any(Outcome::is_failed) { EXIT_FAILED.into() } else { ExitCode::SUCCESS })
    }

    fn place<'b>(&'b self, config: &'b DatabaseConfig, history: &History) -> Result<NewFile<'b>, Error> {
        Ok(NewFile {
            config,
            parents: history.parents(self.args.head.as_deref())?,
            id: history.new_id(self.args.rev_id.as_deref())?,
            message: &self.args.message,
            created: self.created,
        })
    }

    fn tell(&self, compared: &Compared<'_>) {
        let (console, name) = (self.context.console, &compared.config.name);
        let Some(draft) = &compared.draft else {
            return console.result(format!("no changes in {name}"));
        };
        let count = draft.changes.summary().len();
        let plural = if count == 1 { "" } else { "s" };
        console.result(format!("{count} change{plural} in {name}"));
        for line in draft.lines() {
            console.result(format!("  {line}"));
        }
        if !draft.losses().is_empty() && !draft.allow_destructive {
            console.note(format!(
                "the new revision of {name} deletes data: upgrade will ask for --allow-destructive, unless the revision is written with it"
            ));
        }
        for unfound in &draft.unfound_renames {
            console.result(format!("  ? {unfound}"));
        }
    }

    /// Builds the runner with the new revisions, and runs each on scratch: one answer a revision.
    fn prove(&self, comparison: &Comparison<'_, '_>, written: &[Written<'_>]) -> Result<Vec<Outcome>, Error> {
        let console = self.context.console;
        let runner = console.timed("revisions built", || self.context.runner(self.migrations))?;
        let prove = |written: &Written<'_>| match written.prove(&runner) {
            Ok(proven) => {
                proven.tell(console, &written.id, &written.compared.config.name);
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

impl Written<'_> {
    fn prove(&self, runner: &Path) -> Result<Proven, Error> {
        let (began, config) = (Instant::now(), self.compared.config);
        let (scratch, catalogs) = (self.compared.at_start(runner)?, Catalogs { config });
        let proof = Proof {
            scratch: &scratch,
            replay: Replay { runner, database: &config.name },
            catalogs,
            revision: &self.id,
            start: &self.compared.start,
            models: &self.compared.models,
        };
        // Nobody is connected to the start yet; it is no more when the tables are filled.
        let start = (!touched(&self.draft.changes).is_empty()).then(|| scratch.copy()).transpose()?;
        proof.run()?;
        let replayed = Replayed::of(&scratch, catalogs)?;
        let empty_seconds = began.elapsed().as_secs_f32();
        let of_rows = RowProof { proof: &proof, draft: self.draft };
        let rows = start.map(|start| of_rows.run(&start)).transpose()?.unwrap_or_default();
        if self.compared.against == Against::Live {
            self.prove_from_nothing(runner)?;
        }
        Ok(Proven { seconds: began.elapsed().as_secs_f32(), empty_seconds, rows, replayed })
    }

    /// A live database may have what no revision made: then the revision is right there, and nowhere else.
    fn prove_from_nothing(&self, runner: &Path) -> Result<(), Error> {
        let Compared { config, history, server, models, .. } = self.compared;
        let scratch = Database::create(server, &config.schema)?;
        let replay = Replay { runner, database: &config.name };
        let mut rows = history.final_rows().into_iter().chain([self.id.as_str()]);
        let replayed = rows.try_for_each(|row| replay.run(&scratch, "upgrade", row));
        let reason = match replayed {
            Ok(()) => {
                let catalog = Catalogs { config }.of(&scratch)?;
                let missing = diff(&catalog, models, &Renames::default()).summary();
                if missing.is_empty() {
                    return Ok(());
                }
                let missing: Vec<String> =
                    missing.iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
                format!("what is missing then:\n  {}", missing.join("\n  "))
            }
            Err(error) => error.to_string(),
        };
        let (id, name) = (&self.id, &config.name);
        Err(Error::failed(
            format!(
                "the new revision {id} leads the live database to the models, and no new one: {name} has what no revision made, \
                 and replayed from nothing the history doesn't land on the models; {reason}"
            ),
            format!(
                "see what is different with cargo dbmig drift --db {name}; delete the new file, take that back by hand, and run the \
                 command again without --against live"
            ),
        ))
    }

    /// What the revisions make now is known: to the next comparison, which needs no replay, and to the deployed runner.
    fn record(&self, comparison: &Comparison<'_, '_>, replayed: &Replayed) -> Result<(), Error> {
        // What is live may be more than the revisions make.
        match comparison.against {
            Against::Revisions => {
                comparison.record(self.compared.config, &self.id, &self.compared.server, replayed)
            }
            Against::Live => Ok(()),
        }
    }

    fn describe(&self, outcome: &Outcome) -> Value {
        let changes = self.draft.changes.summary();
        let changes: Vec<String> =
            changes.into_iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
        let hazards: Vec<Value> = self
            .draft
            .hazards
            .iter()
            .map(|hazard| {
                let Hazard { code, message, advice, destructive, .. } = hazard;
                json!({ "code": code, "message": message, "advice": advice, "destructive": destructive })
            })
            .collect();
        json!({
            "changes": changes,
            "hazards": hazards,
            "allow_destructive": self.draft.allow_destructive,
            "unfound_renames": self.draft.unfound_renames,
            "revision": self.id,
            "file": self.file,
            "proven": outcome.proven(),
            "proof": outcome.describe(),
        })
    }
}
