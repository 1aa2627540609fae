//! `inspect --baseline`: an existing database is adopted.
//!
//! Each step leaves something that the next run finds: models that are there are taken as they are, a first revision that is
//! there is proven, and nothing is recorded in the database before all three are equal.

use std::path::PathBuf;

use chrono::Utc;
use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::diff;
use serde_json::json;

use super::super::compare::{Against, Comparison};
use super::super::live::{Found, Live};
use super::super::new_file::NewFile;
use super::super::snapshot::SnapshotFile;
use super::Inspection;
use super::stamp::Stamp;
use crate::draft::{Draft, History, Place};
use crate::error::Error;
use crate::project::ModulePlace;
use crate::proof::Proof;
use crate::scratch::{Catalogs, Database, Replay, Server};

/// The adoption of a database with what all its steps need.
pub(super) struct Baseline<'a> {
    inspection: &'a Inspection<'a>,
    place: ModulePlace,
    live: Live<'a>,
    found: Found,
    history: History,
    recorded: Vec<String>,
}

/// The first revision.
struct First {
    id: String,
    /// Where it was written, if it was not there already.
    file: Option<PathBuf>,
}

impl<'a> Baseline<'a> {
    /// Looks at the project and the database; writes nothing.
    pub(super) fn of(inspection: &'a Inspection<'a>) -> Result<Self, Error> {
        let Inspection { context, migrations, config, target, .. } = inspection;
        let workspace = &migrations.workspace;
        if !workspace.dependencies(&target.package).contains_key("dbmig-runtime") {
            return Err(Error::failed(
                format!(
                    "the package {} does not depend on dbmig-runtime, so its models can't be compiled",
                    target.package
                ),
                format!(
                    "add it with `cargo add dbmig-runtime --package {}`, and run the command again",
                    target.package
                ),
            ));
        }
        let place = ModulePlace::find(&workspace.crate_roots(&target.package), &target.folder)?;
        let history = History::read(&config.name, &migrations.folder(config))?;
        let live = Live::of(config, migrations, context)?;
        let (recorded, found) = (live.recorded()?, live.read()?);
        Ok(Self { inspection, place, live, found, history, recorded })
    }

    /// Writes what is missing, proves it, and stamps the database.
    pub(super) fn run(&self) -> Result<(), Error> {
        let Inspection { args, context, target, .. } = self.inspection;
        let console = &context.console;
        if self.is_done() {
            let at = self.recorded.join(", ");
            console.note(format!("nothing to do: {} is at {at} already", self.name()));
            console.json(json!({ "database": self.name(), "revision": at, "stamped": true }));
            return Ok(());
        }
        self.check()?;
        let written = match target.is_taken {
            true => Vec::new(),
            false => self.inspection.write(&self.found.catalog)?,
        };
        self.inspection.tell(&written, &self.found);
        if target.is_taken {
            console
                .note(format!("{} is there already: its models are taken as they are", args.out.display()));
        }
        let named_in = self.name_module()?;
        let (first, runner, server) = self.prove()?;
        let stamp = Stamp {
            runner: &runner,
            database: self.name(),
            revision: &first.id,
            live: &self.live,
            single_connection: server.is_single_connection(),
        };
        let stamped = if args.no_stamp { Ok(()) } else { stamp.run() };
        console.json(json!({
            "database": self.name(),
            "package": target.package,
            "files": written,
            "module": named_in,
            "revision": first.id,
            "revision_file": first.file,
            "proven": true,
            "stamped": !args.no_stamp && stamped.is_ok(),
        }));
        stamped?;
        if args.no_stamp {
            console.note(format!("next: {}", stamp.by_hand()));
        } else {
            console.result(format!("stamped {} at {} with {}", self.name(), self.live.address, first.id));
            console.note("next: change the models, and run cargo dbmig revision -m \"…\"");
        }
        Ok(())
    }

    fn name(&self) -> &str {
        &self.inspection.config.name
    }

    /// True if an earlier run did everything.
    fn is_done(&self) -> bool {
        let ids = self.history.ids();
        self.inspection.target.is_taken && ids.len() == 1 && self.recorded == ids
    }

    /// Refuses where a first revision would be a second truth.
    fn check(&self) -> Result<(), Error> {
        let Inspection { migrations, config, target, .. } = self.inspection;
        let (name, ids) = (self.name(), self.history.ids());
        if !self.recorded.is_empty() {
            return Err(Error::refused(
                format!(
                    "{name} has a history already: {} records {}",
                    self.live.address,
                    self.recorded.join(", ")
                ),
                "leave --baseline out to write models alone; `cargo dbmig diff --from live --to models` says whether they are equal",
            ));
        }
        // With its models there, one revision may be what an interrupted run wrote: the proof decides.
        if ids.len() > usize::from(target.is_taken) {
            return Err(Error::refused(
                format!(
                    "{name} has a history already: {} in {}",
                    ids.join(", "),
                    migrations.folder(config).display()
                ),
                format!(
                    "a baseline is the first revision; if the database has what these make, record it: cargo dbmig stamp head --db {name}"
                ),
            ));
        }
        if self.found.catalog.is_empty() {
            return Err(Error::failed(
                format!("{} is empty: there is nothing to adopt", self.live.address),
                "write the models, then run cargo dbmig revision -m \"…\" and cargo dbmig upgrade",
            ));
        }
        Ok(())
    }

    /// Names the module in its crate; the file, if that was needed.
    fn name_module(&self) -> Result<Option<PathBuf>, Error> {
        if !self.place.name_module()? {
            return Ok(None);
        }
        let file = self.place.file.strip_prefix(&self.inspection.target.root).unwrap_or(&self.place.file);
        self.inspection.context.console.result(format!("added `{}` to {}", self.place.line, file.display()));
        Ok(Some(file.to_owned()))
    }

    /// Proves on scratch that models, revision and database are equal, and gives the revision.
    fn prove(&self) -> Result<(First, PathBuf, Server), Error> {
        let Inspection { args, context, migrations, config, .. } = self.inspection;
        let comparison = Comparison {
            context,
            migrations,
            scratch_url: args.scratch_url.as_deref(),
            against: Against::Revisions,
        };
        let declared = comparison.read_models()?.remove(&config.name).unwrap_or_default();
        let (server, catalogs) = (comparison.scratch_server(config)?, Catalogs { config });
        let models = {
            let scratch = Database::create(&server, &config.schema)?;
            catalogs.of_models(&scratch, &declared)?
        };
        self.compare(&self.found.catalog, &models, "the models")?;
        let scratch = Database::create(&server, &config.schema)?;
        let start = catalogs.of(&scratch)?;
        let first = self.first(&start, &models)?;
        let runner = context.runner(migrations)?;
        let replay = Replay { runner: &runner, database: &config.name };
        let proof = Proof {
            scratch: &scratch,
            replay,
            catalogs,
            revision: &first.id,
            start: &start,
            models: &models,
        };
        proof.run()?;
        // Time has passed: it is what is there now that the revision must make.
        let made = catalogs.of(&scratch)?;
        self.compare(&self.live.read()?.catalog, &made, "the revision")?;
        SnapshotFile::new(config, migrations, &[&first.id], &made).write(context)?;
        let equal =
            format!("proven on scratch: the models, the revision {} and {} are equal", first.id, config.name);
        context.console.note(equal);
        Ok((first, runner, server))
    }

    /// The revision that an earlier run wrote, or a new one.
    fn first(&self, start: &Catalog, models: &Catalog) -> Result<First, Error> {
        let Inspection { args, context, migrations, config, .. } = self.inspection;
        if let Some(id) = self.history.ids().first() {
            return Ok(First { id: (*id).to_owned(), file: None });
        }
        let draft = Draft::new(start, models, &Renames::default());
        let id = self.history.new_id(None)?;
        let place = Place { id, ..Place::default() };
        let new = NewFile { config, place, message: &args.message, created: Utc::now() };
        let file = new.write(draft.as_ref(), migrations, context)?;
        context.console.result(format!("wrote {}", file.display()));
        Ok(First { id: new.place.id, file: Some(file) })
    }

    /// Requires that what is on scratch is what the database has.
    fn compare(&self, live: &Catalog, scratch: &Catalog, what: &str) -> Result<(), Error> {
        let changes = diff(live.clone(), scratch.clone(), &Renames::default());
        if changes.is_empty() {
            return Ok(());
        }
        let lines: Vec<String> =
            changes.summary().into_iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
        let next = match (live.server_version, scratch.server_version) {
            (Some(live), Some(scratch)) if live != scratch => format!(
                "the database is on PostgreSQL {live} and the scratch server is {scratch}, which may print things in another \
                 way: name a server of version {live} with --scratch-url, and run the command again"
            ),
            _ => format!(
                "make {what} and the database equal, and run the command again: it goes on where it stopped"
            ),
        };
        let (name, address, lines) = (self.name(), &self.live.address, lines.join("\n  "));
        Err(Error::failed(
            format!(
                "nothing is stamped: {what} and {name} at {address} differ; from the database to {what}:\n  {lines}"
            ),
            next,
        ))
    }
}
