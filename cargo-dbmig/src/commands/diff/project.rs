//! The sides that a project has: its models, its revisions, its databases.

use std::path::PathBuf;

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::cli::Urls;
use dbmig_runtime::runner::{self, Address};

use super::super::compare::Comparison;
use super::super::inspected::{Inspected, Source};
use super::side::Side;
use crate::artifact::Models;
use crate::draft::History;
use crate::error::Error;
use crate::project::scope;
use crate::scratch::{Catalogs, Database, Replay, Server, own_tables_of};

/// What the sides of all databases have in common, built once.
pub(super) struct Project<'c, 'a> {
    comparison: Comparison<'c, 'a>,
    models: Option<Models>,
    runner: Option<PathBuf>,
}

impl<'c, 'a> Project<'c, 'a> {
    /// Builds what `sides` need.
    pub(super) fn build(comparison: Comparison<'c, 'a>, sides: [&Side; 2]) -> Result<Self, Error> {
        let needs = |needed: fn(&Side) -> bool| sides.into_iter().any(needed);
        let models = needs(|side| *side == Side::Models).then(|| comparison.read_models()).transpose()?;
        let runner = needs(|side| matches!(side, Side::Revision(_)))
            .then(|| comparison.context.runner(comparison.migrations))
            .transpose()?;
        Ok(Self { comparison, models, runner })
    }

    /// Inspects a side of one database.
    pub(super) fn inspect(
        &self,
        name: &'static str,
        side: &Side,
        config: &DatabaseConfig,
    ) -> Result<Inspected, Error> {
        let database = &config.name;
        match side {
            Side::Url(url) => self.live(name, &self.comparison.context.complete(url)?, config),
            Side::Live => self.live(name, &self.url(config)?, config),
            Side::Models => {
                let (scratch, catalogs) = (self.scratch(config)?, Catalogs { config });
                let declared = self.models.as_ref().and_then(|models| models.get(database));
                let catalog = catalogs.of_models(&scratch, &declared.cloned().unwrap_or_default())?;
                Ok(Inspected { label: format!("the models of {database}"), catalog })
            }
            Side::Revision(target) => {
                let history = History::read(database, &self.comparison.migrations.folder(config))?;
                let revisions = resolve(name, &history, target)?;
                let (scratch, catalogs) = (self.scratch(config)?, Catalogs { config });
                if let Some(runner) = self.runner.as_deref().filter(|_| !revisions.is_empty()) {
                    let target = if let [only] = revisions.as_slice() { only } else { target };
                    Replay { runner, database }.run(&scratch, "upgrade", target)?;
                }
                let label = if revisions.is_empty() { "base".to_owned() } else { revisions.join(", ") };
                Ok(Inspected {
                    label: format!("revision {label} of {database}"),
                    catalog: catalogs.of(&scratch)?,
                })
            }
        }
    }

    fn live(&self, side: &'static str, url: &str, config: &DatabaseConfig) -> Result<Inspected, Error> {
        let address =
            Address::of(url).map_err(|error| Error::Connect { side, error: Box::new(error.into()) })?;
        let source = Source {
            side,
            url,
            label: address.to_string(),
            default_schema: &config.schema,
            own_tables: Some(own_tables_of(config).to_vec()),
            scope: scope(config),
        };
        source.inspect()
    }

    fn url(&self, config: &DatabaseConfig) -> Result<String, Error> {
        let Comparison { context, migrations, .. } = self.comparison;
        match context.url(&Urls::read(context.global.url.clone())?, config, migrations)? {
            Some(url) => Ok(url),
            None => Ok(context.embedded(migrations)?.database(&config.name)?),
        }
    }

    fn scratch(&self, config: &DatabaseConfig) -> Result<Database, Error> {
        let server: Server = self.comparison.scratch_server(config)?;
        Ok(Database::create(&server, &config.schema)?)
    }
}

/// The revisions that a side means.
pub(super) fn resolve(side: &'static str, history: &History, target: &str) -> Result<Vec<String>, Error> {
    if target.starts_with("current") {
        return Err(Error::usage(
            format!("{side}: `{target}` is where a database stands, and no place in the history"),
            "give `live` for the database itself, or a revision id",
        ));
    }
    let failed = |error| Error::Connect { side, error: Box::new(runner::Error::from(error)) };
    history.resolve(target).map_err(failed)
}
