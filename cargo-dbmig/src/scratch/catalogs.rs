//! Catalogs that a scratch server printed.

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Catalog, Renames, quote_identifier};
use dbmig_runtime::diff::diff;
use dbmig_runtime::inspect::{self, inspect};
use dbmig_runtime::manifest::wire::Declared;
use dbmig_runtime::plan::plan;
use dbmig_runtime::runner::{ApplyError, Part, apply, connect, own_table_names, own_tables};
use postgres::Client;
use postgres::types::{ToSql, Type};

use super::{Database, Error, Refusals, Result, creation, fields};
use crate::project::scope;

/// Reads the catalogs of one configured database's scratch copies: what its revisions are about.
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
        let created = self.read_all(&mut client)?;
        let refusals = fields::mistakes(&mut client, declared, &created)?;
        if refusals.is_empty() {
            return Ok(scope(self.config).apply(created, &self.config.schema));
        }
        let (database, server) = (self.config.name.clone(), scratch.server().name().to_owned());
        Err(Error::Views(Box::new(Refusals { database, server, refusals })))
    }

    /// Makes the empty database `scratch` what `catalog` says. False if it could not be made exactly so: a new database is needed then.
    ///
    /// # Errors
    /// If the connection breaks.
    pub fn restore(&self, scratch: &Database, catalog: &Catalog) -> Result<bool> {
        let mut client = connect(scratch.url())?;
        let empty = Catalog { server_version: catalog.server_version, ..Catalog::default() };
        let operations = plan(&diff(&empty, catalog, &Renames::default()));
        let parts: Vec<Part> =
            operations.iter().map(|operation| Part::of_operation(operation, &self.config.schema)).collect();
        match apply(&mut client, &parts, &self.config.schema, |_| Vec::new()) {
            Ok(()) => Ok(diff(&self.read(&mut client)?, catalog, &Renames::default()).is_empty()),
            Err(ApplyError::Refused(_)) => Ok(false),
            Err(ApplyError::Connection(source)) => Err(Error::Broken { source }),
        }
    }

    /// Inspects the database `scratch`.
    ///
    /// # Errors
    /// If it can't be reached or read.
    pub fn of(&self, scratch: &Database) -> Result<Catalog> {
        self.read(&mut connect(scratch.url())?)
    }

    /// The tables of the database `scratch` that hold rows, as SQL names them.
    ///
    /// # Errors
    /// If it can't be reached or asked.
    pub fn tables_with_rows(&self, scratch: &Database) -> Result<Vec<String>> {
        let own_tables = own_table_names(&self.config.version_table);
        let parameters: [(&(dyn ToSql + Sync), Type); 2] =
            [(&own_tables.as_slice(), Type::TEXT_ARRAY), (&self.config.version_schema(), Type::TEXT)];
        let mut client = connect(scratch.url())?;
        let broken = |source| Error::Broken { source };
        let files = client.query_typed(FILLED, &parameters).map_err(broken)?;
        let mut tables = Vec::new();
        for file in files {
            let (schema, table): (String, String) =
                (file.try_get(0).map_err(broken)?, file.try_get(1).map_err(broken)?);
            let table = format!("{}.{}", quote_identifier(&schema), quote_identifier(&table));
            // What was deleted leaves a file behind.
            let row = client.query_typed_one(&format!("SELECT EXISTS (SELECT FROM {table})"), &[]);
            if row.and_then(|row| row.try_get(0)).map_err(broken)? {
                tables.push(table);
            }
        }
        Ok(tables)
    }

    fn read(&self, client: &mut Client) -> Result<Catalog> {
        Ok(scope(self.config).apply(self.read_all(client)?, &self.config.schema))
    }

    fn read_all(&self, client: &mut Client) -> Result<Catalog> {
        let own_tables = own_tables_of(self.config);
        let options = inspect::Options { default_schema: &self.config.schema, own_tables: &own_tables };
        Ok(inspect(client, &options)?)
    }
}

/// dbmig's own tables in a database, for what is inspected.
pub(crate) fn own_tables_of(config: &DatabaseConfig) -> [String; 3] {
    own_tables(&config.schema, config.version_schema(), &config.version_table)
}

/// Tables whose file is not empty.
const FILLED: &str = "SELECT nspname::text, relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace \
    WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg_toast%' \
    AND NOT (nspname = $2 AND relname::text = ANY ($1)) AND pg_relation_size(c.oid) > 0 ORDER BY 1, 2";
