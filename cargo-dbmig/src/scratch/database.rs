//! One scratch database.

use dbmig_runtime::catalog::{quote_identifier, quote_literal};
use dbmig_runtime::runner::connect;

use super::{Error, Result, Server, stale};
use crate::random::random_hex;
use crate::url::with_database;

/// The beginning of the name of every scratch database.
pub(super) const PREFIX: &str = "dbmig_scratch_";

/// An empty database that is dropped with the value.
pub struct Database {
    server: Server,
    name: String,
    url: String,
}

impl Database {
    /// Creates the database, with the schema `default_schema` in it.
    ///
    /// # Errors
    /// If the server can't be reached or refuses it.
    pub fn create(server: &Server, default_schema: &str) -> Result<Self> {
        let failed = |source| Error::Create { server: server.name.clone(), source };
        let name = format!("{PREFIX}{}", random_hex(12));
        let mut client = connect(&server.url)?;
        // `template0` is empty on every server, and nobody is ever connected to it.
        let template = if server.has_own_template { "template1" } else { "template0" };
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).map_err(failed)?;
        let database = Self { server: server.clone(), url: with_database(&server.url, &name), name };
        let comment = quote_literal(&stale::comment());
        // It may be lost with the machine; nothing waits for the disk.
        let setup = format!(
            "COMMENT ON DATABASE {0} IS {comment}; ALTER DATABASE {0} SET synchronous_commit = off",
            database.name
        );
        client.batch_execute(&setup).map_err(failed)?;
        drop(client);
        let schema = format!("CREATE SCHEMA IF NOT EXISTS {}", quote_identifier(default_schema));
        connect(&database.url)?.batch_execute(&schema).map_err(failed)?;
        Ok(database)
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The server that it is on.
    pub fn server(&self) -> &Server {
        &self.server
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What can't be dropped now is dropped by a later command.
        if let Ok(mut client) = connect(&self.server.url) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}
