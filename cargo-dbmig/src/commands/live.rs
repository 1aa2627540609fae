//! The live database: what is in it, and which histories.

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Catalog, Filter};
use dbmig_runtime::cli::Urls;
use dbmig_runtime::runner::{self, Address, connect, recorded_revisions};

use super::context::Context;
use super::inspected::Source;
use crate::error::Error;
use crate::project::{Migrations, scope};
use crate::scratch::own_tables_of;

/// The argument that names the database in messages.
const SIDE: &str = "--url";

/// The database that is inspected.
pub(super) struct Live<'a> {
    pub(super) url: String,
    pub(super) address: Address,
    config: &'a DatabaseConfig,
}

/// What a database holds.
pub(super) struct Found {
    /// Without the histories.
    pub(super) catalog: Catalog,
    pub(super) histories: Vec<History>,
}

/// A table, and the tool that keeps its history in it.
pub(super) type History = (&'static str, &'static str);

/// The histories of other tools, which are no part of a schema.
const OTHER_HISTORIES: &[History] = &[
    ("alembic_version", "Alembic"),
    ("__diesel_schema_migrations", "Diesel"),
    ("_sqlx_migrations", "sqlx"),
    ("seaql_migrations", "SeaORM"),
    ("refinery_schema_history", "Refinery"),
];

/// The patterns of tables that other tools keep their histories in, but for those that `catalog` says are part of a schema.
pub(super) fn other_histories(catalog: &Catalog) -> Vec<String> {
    let is_declared = |table: &str| catalog.tables.keys().any(|name| name.name == table);
    let tables = OTHER_HISTORIES.iter().map(|(table, _)| table).filter(|table| !is_declared(table));
    tables.map(|table| format!("table:{table}")).collect()
}

impl<'a> Live<'a> {
    /// The database `config` at the URL that is known for it.
    pub(super) fn of(
        config: &'a DatabaseConfig,
        migrations: &Migrations,
        context: &Context,
    ) -> Result<Self, Error> {
        let url = match context.url(&Urls::read(context.global.url.clone())?, config, migrations)? {
            Some(url) => url,
            None => context.embedded(migrations)?.database(&config.name)?,
        };
        let address = Address::of(&url).map_err(|error| failed(error.into()))?;
        Ok(Self { url, address, config })
    }

    /// The address of the database `config`, and the revisions that it records.
    ///
    /// # Errors
    /// If it can't be asked.
    pub(super) fn asked(
        config: &'a DatabaseConfig,
        migrations: &Migrations,
        context: &Context,
    ) -> Result<(String, Vec<String>), Error> {
        let live = Self::of(config, migrations, context)?;
        Ok((live.address.to_string(), live.recorded()?))
    }

    /// Reads it, and changes nothing in it.
    pub(super) fn read(&self) -> Result<Found, Error> {
        let source = Source {
            side: SIDE,
            url: &self.url,
            label: self.address.to_string(),
            default_schema: &self.config.schema,
            own_tables: Some(own_tables_of(self.config).to_vec()),
            scope: scope(self.config),
        };
        let catalog = source.inspect()?.catalog;
        let found = OTHER_HISTORIES.iter().filter(|(table, _)| {
            catalog.tables.keys().any(|name| name.name == *table && name.schema.is_none())
        });
        let histories: Vec<History> = found.copied().collect();
        let exclude =
            histories.iter().filter_map(|(table, _)| format!("table:{table}").parse().ok()).collect();
        let filter = Filter { include: Vec::new(), exclude };
        Ok(Found { catalog: filter.apply(catalog, &self.config.schema), histories })
    }

    /// The revisions that it records, applied or half done.
    pub(super) fn recorded(&self) -> Result<Vec<String>, Error> {
        let mut client = connect(&self.url).map_err(failed)?;
        recorded_revisions(&mut client, self.config.version_schema(), &self.config.version_table)
            .map_err(failed)
    }
}

fn failed(error: runner::Error) -> Error {
    Error::Connect { side: SIDE, error: Box::new(error) }
}
