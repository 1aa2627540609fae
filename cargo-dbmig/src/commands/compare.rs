//! What the models declare against what the revisions make, on scratch databases.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Catalog, Filter};
use dbmig_runtime::cli::Urls;
use dbmig_runtime::manifest::wire::Declared;

use super::context::Context;
use super::live::Live;
use crate::artifact::{self, Models, read_models};
use crate::draft::{Draft, History};
use crate::error::Error;
use crate::project::{Migrations, scope};
use crate::scratch::{Candidates, Catalogs, Database, Recorded, Replay, Replayed, Server};

/// A database where a revision starts, against its models.
pub(super) struct Compared<'a> {
    pub(super) config: &'a DatabaseConfig,
    pub(super) history: History,
    pub(super) server: Server,
    pub(super) start: Catalog,
    pub(super) models: Catalog,
    /// What leads from the one to the other; `None` if nothing differs.
    pub(super) draft: Option<Draft>,
    /// Where the models declare it.
    pub(super) declared: Declared,
    /// The revisions were replayed on it, and not looked up.
    replayed: RefCell<Option<Database>>,
    /// True if a database needs nothing but its catalog to be at the start.
    is_restorable: bool,
    pub(super) against: Against,
}

/// Compares databases of one migrations package.
pub(super) struct Comparison<'c, 'a> {
    pub(super) context: &'c Context,
    pub(super) migrations: &'a Migrations,
    /// `--scratch-url`.
    pub(super) scratch_url: Option<&'c str>,
    pub(super) against: Against,
}

/// What the models are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Against {
    /// What the revisions make, on scratch
    #[default]
    Revisions,
    /// The live database, which must be at head
    Live,
}

impl<'a> Comparison<'_, 'a> {
    /// Compares each of `databases`, in order.
    pub(super) fn run(&self, databases: &[&'a DatabaseConfig]) -> Result<Vec<Compared<'a>>, Error> {
        let mut models = self.context.console.timed("models built and read", || self.read_models())?;
        let runner = OnceCell::new();
        let mut compared = Vec::new();
        for config in databases {
            let declared = models.remove(&config.name).unwrap_or_default();
            compared.push(self.compare(config, declared, &runner)?);
        }
        Ok(compared)
    }

    /// What the models declare, for each database.
    pub(super) fn read_models(&self) -> Result<Models, Error> {
        let databases = &self.migrations.config.databases;
        let schemas: BTreeMap<String, String> =
            databases.iter().map(|database| (database.name.clone(), database.schema.clone())).collect();
        let cargo = self.context.cargo(&self.migrations.workspace);
        let (packages, features) = (self.migrations.models()?, &self.migrations.config.features);
        let models = read_models(&cargo, &packages, features, &schemas)?;
        let unknown: Vec<_> = models
            .iter()
            .filter(|(name, _)| !schemas.contains_key(*name))
            .filter_map(|(name, declared)| Some((name.clone(), declared.first_place()?.clone())))
            .collect();
        if unknown.is_empty() {
            return Ok(models);
        }
        let (package, known) = (self.migrations.name.clone(), self.migrations.database_names());
        Err(artifact::Error::UnknownDatabases { databases: unknown, package, known }.into())
    }

    fn compare(
        &self,
        config: &'a DatabaseConfig,
        declared: Declared,
        runner: &OnceCell<PathBuf>,
    ) -> Result<Compared<'a>, Error> {
        let history = History::read(&config.name, &self.migrations.folder(config))?;
        let server = self.scratch_server(config)?;
        let (console, name) = (self.context.console, &config.name);
        let models = console.timed(format!("{name}: models created on scratch and inspected"), || {
            let _busy = console.busy(format!("{name}: creating the models on scratch"));
            let scratch = Database::create(&server, &config.schema)?;
            Catalogs { config }.of_models(&scratch, &declared)
        })?;
        let (start, replayed) = match self.against {
            Against::Revisions => self.revisions(config, &history.final_rows(), &server, runner)?,
            Against::Live => (Replayed { catalog: self.live(config, &history)?, has_rows: false }, None),
        };
        // What an earlier revision made and others call their own is in no catalog.
        let is_whole = !start.has_rows && scope(config) == Filter::default();
        let is_restorable = is_whole || self.against == Against::Live;
        let start = start.catalog;
        let compare = || Draft::new(&start, &models, &declared.renames);
        let draft = console.timed(format!("{name}: compared"), compare);
        Ok(Compared {
            config,
            history,
            server,
            start,
            models,
            draft,
            declared,
            replayed: RefCell::new(replayed),
            is_restorable,
            against: self.against,
        })
    }

    /// What the revisions up to `rows` make, and the database that they were replayed on, if they had to be.
    pub(super) fn revisions(
        &self,
        config: &DatabaseConfig,
        rows: &[&str],
        server: &Server,
        runner: &OnceCell<PathBuf>,
    ) -> Result<(Replayed, Option<Database>), Error> {
        let recorded = self.recorded(config, rows, server)?;
        if let Some(replayed) = recorded.read() {
            self.context.console.detail(format!("{}: nothing changed since the last replay", config.name));
            return Ok((replayed, None));
        }
        let scratch = Database::create(server, &config.schema)?;
        // Without revisions there is nothing to replay.
        if !rows.is_empty() {
            let runner = self.runner(runner)?;
            let replay = Replay { runner, database: &config.name };
            let replay = || {
                let _busy =
                    self.context.console.busy(format!("{}: replaying the revisions on scratch", config.name));
                rows.iter().try_for_each(|row| replay.run(&scratch, "upgrade", row))
            };
            self.context.console.timed(format!("{}: replayed", config.name), replay)?;
        }
        let replayed = Replayed::of(&scratch, Catalogs { config })?;
        recorded.write(&replayed);
        Ok((replayed, Some(scratch)))
    }

    /// The place of the catalog that the revisions up to `rows` make.
    pub(super) fn recorded(
        &self,
        config: &DatabaseConfig,
        rows: &[&str],
        server: &Server,
    ) -> Result<Recorded, Error> {
        let folder = self.migrations.workspace.data_dir().join("replayed");
        let key =
            [config.name.clone(), self.migrations.digest(config), server.fingerprint()?, rows.join(" ")];
        Ok(Recorded::new(&folder, key.iter().map(String::as_str)))
    }

    /// The runner, built once.
    pub(super) fn runner<'r>(&self, runner: &'r OnceCell<PathBuf>) -> Result<&'r Path, Error> {
        if let Some(path) = runner.get() {
            return Ok(path);
        }
        let path = self.context.console.timed("revisions built", || self.context.runner(self.migrations))?;
        Ok(runner.get_or_init(|| path))
    }

    /// What the live database has, if it is at head.
    fn live(&self, config: &DatabaseConfig, history: &History) -> Result<Catalog, Error> {
        let live = Live::of(config, self.migrations, self.context)?;
        let (recorded, heads) = (live.recorded()?, history.final_rows());
        if recorded.iter().map(String::as_str).ne(heads.iter().copied()) {
            let or_base =
                |names: &[&str]| if names.is_empty() { "base".to_owned() } else { names.join(", ") };
            let recorded: Vec<&str> = recorded.iter().map(String::as_str).collect();
            let pending = history.pending(&recorded);
            let pending =
                if pending.is_empty() { String::new() } else { format!("; pending: {}", pending.join(", ")) };
            let (name, address) = (&config.name, &live.address);
            return Err(Error::failed(
                format!(
                    "{name} at {address} is at {} and not at head, which is {}{pending}",
                    or_base(&recorded),
                    or_base(&heads)
                ),
                format!(
                    "run cargo dbmig upgrade --db {name}, or leave --against live out to compare with the revisions"
                ),
            ));
        }
        Ok(live.read()?.catalog)
    }

    /// The server on which scratch databases of this database are made.
    pub(super) fn scratch_server(&self, config: &DatabaseConfig) -> Result<Server, Error> {
        let context = self.context;
        let named = self.scratch_url.or(context.environment.scratch_url.as_deref());
        let named = named.or(self.migrations.config.scratch_url.as_deref());
        // A database without any URL is no obstacle to writing a revision.
        let urls = Urls::read(context.global.url.clone())?;
        let own = context.url(&urls, config, self.migrations).ok().flatten();
        let named = named.map(|url| urls.complete(url)).transpose()?;
        let candidates = Candidates { named: named.as_deref(), own: own.as_deref() };
        let server = Server::choose(candidates, || context.embedded(self.migrations))?;
        context.console.detail(format!("{}: scratch databases are on {}", config.name, server.name()));
        server.drop_stale();
        Ok(server)
    }
}

impl Compared<'_> {
    /// A scratch database that has what the models were compared with, and records the revisions.
    pub(super) fn at_start(&self, runner: &Path) -> Result<Database, Error> {
        if let Some(replayed) = self.replayed.take() {
            return Ok(replayed);
        }
        let (config, catalogs) = (self.config, Catalogs { config: self.config });
        let scratch = Database::create(&self.server, &config.schema)?;
        let replay = Replay { runner, database: &config.name };
        // Not the heads: the runner has the new revision already.
        let rows = self.history.final_rows();
        if self.is_restorable && catalogs.restore(&scratch, &self.start)? {
            rows.iter().try_for_each(|row| replay.run(&scratch, "stamp", row))?;
            return Ok(scratch);
        }
        if self.against == Against::Live {
            return Err(Error::failed(
                format!(
                    "what {} has can't be made on scratch, so that nothing can be proven from there",
                    config.name
                ),
                "run the command again with --no-proof, and review the new file all the more; or compare with the revisions",
            ));
        }
        let scratch = Database::create(&self.server, &config.schema)?;
        rows.iter().try_for_each(|row| replay.run(&scratch, "upgrade", row))?;
        Ok(scratch)
    }
}
