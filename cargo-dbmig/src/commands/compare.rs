//! What the models declare against what the revisions make, on scratch databases.

use std::collections::BTreeMap;
use std::path::Path;

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::cli::Urls;
use dbmig_runtime::manifest::wire::Declared;

use super::context::Context;
use crate::artifact::{self, Models, read_models};
use crate::draft::{Draft, History};
use crate::error::Error;
use crate::project::Migrations;
use crate::scratch::{Candidates, Catalogs, Database, Replay, Server};

/// A database at its revisions on scratch, against its models there.
pub(super) struct Compared<'a> {
    pub(super) config: &'a DatabaseConfig,
    pub(super) history: History,
    /// It is at the revisions.
    pub(super) scratch: Database,
    pub(super) start: Catalog,
    pub(super) models: Catalog,
    /// What leads from the one to the other; `None` if nothing differs.
    pub(super) draft: Option<Draft>,
}

/// Compares databases of one migrations package.
pub(super) struct Comparison<'c, 'a> {
    pub(super) context: &'c Context,
    pub(super) migrations: &'a Migrations,
    /// `--scratch-url`.
    pub(super) scratch_url: Option<&'c str>,
}

impl<'a> Comparison<'_, 'a> {
    /// Compares each of `databases`, in order.
    pub(super) fn run(&self, databases: &[&'a DatabaseConfig]) -> Result<Vec<Compared<'a>>, Error> {
        let mut models = self.read_models()?;
        let histories = databases
            .iter()
            .map(|config| History::read(&config.name, &self.migrations.folder(config)))
            .collect::<Result<Vec<_>, _>>()?;
        // Without revisions there is nothing to replay.
        let replays = histories.iter().any(|history| !history.is_empty());
        let runner = replays.then(|| self.context.runner(self.migrations)).transpose()?;
        let mut compared = Vec::new();
        for (config, history) in databases.iter().zip(histories) {
            let declared = models.remove(&config.name).unwrap_or_default();
            compared.push(self.compare(config, history, &declared, runner.as_deref())?);
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
        history: History,
        declared: &Declared,
        runner: Option<&Path>,
    ) -> Result<Compared<'a>, Error> {
        let server = self.scratch_server(config)?;
        let catalogs = Catalogs { config };
        let models = {
            let scratch = Database::create(&server, &config.schema)?;
            catalogs.of_models(&scratch, declared)?
        };
        let scratch = Database::create(&server, &config.schema)?;
        if let Some(runner) = runner.filter(|_| !history.is_empty()) {
            Replay { runner, database: &config.name }.run(&scratch, "upgrade", "heads")?;
        }
        let start = catalogs.of(&scratch)?;
        let draft = Draft::new(&start, &models, &declared.renames);
        Ok(Compared { config, history, scratch, start, models, draft })
    }

    /// The server on which scratch databases of this database are made.
    pub(super) fn scratch_server(&self, config: &DatabaseConfig) -> Result<Server, Error> {
        let context = self.context;
        let named = self.scratch_url.or(context.environment.scratch_url.as_deref());
        let named = named.or(self.migrations.config.scratch_url.as_deref());
        // A database without any URL is no obstacle to writing a revision.
        let urls = Urls::read(context.global.url.clone())?;
        let own = context.url(&urls, config).ok().flatten();
        let candidates = Candidates { named, own: own.as_deref() };
        let server = Server::choose(candidates, || context.embedded(self.migrations))?;
        context.console.detail(format!("{}: scratch databases are on {}", config.name, server.name()));
        server.drop_stale();
        Ok(server)
    }
}
