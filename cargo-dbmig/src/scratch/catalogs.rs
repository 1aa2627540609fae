//! Catalogs that a scratch server printed.

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::inspect::{self, inspect};
use dbmig_runtime::manifest::wire::Declared;
use dbmig_runtime::runner::{connect, own_table_names};

use super::{Database, Error, Refusals, Result, creation, fields};

/// Reads the catalogs of one configured database's scratch copies.
#[derive(Clone, Copy, Debug)]
pub struct Catalogs<'a> {
    /// The configured database.
    pub config: &'a DatabaseConfig,
}

impl Catalogs<'_> {
    /// Creates what the models declare in the empty database `scratch`, and inspects it.
    ///
    /// # Errors
    /// [`Models`](super::Error::Models) if PostgreSQL refuses it, [`Views`](super::Error::Views) if the struct of a view is
    /// another than its query.
    pub fn of_models(&self, scratch: &Database, declared: &Declared) -> Result<Catalog> {
        let mut client = connect(scratch.url())?;
        creation::create(self.config, scratch, &mut client, declared)?;
        let created = self.read(&mut client)?;
        let refusals = fields::mistakes(&mut client, declared, &created)?;
        if refusals.is_empty() {
            return Ok(created);
        }
        let (database, server) = (self.config.name.clone(), scratch.server().name().to_owned());
        Err(Error::Views(Box::new(Refusals { database, server, refusals })))
    }

    /// Inspects the database `scratch`.
    ///
    /// # Errors
    /// If it can't be reached or read.
    pub fn of(&self, scratch: &Database) -> Result<Catalog> {
        self.read(&mut connect(scratch.url())?)
    }

    fn read(&self, client: &mut postgres::Client) -> Result<Catalog> {
        let own_tables = own_table_names(&self.config.version_table);
        let options = inspect::Options { default_schema: &self.config.schema, own_tables: &own_tables };
        Ok(inspect(client, &options)?)
    }
}
