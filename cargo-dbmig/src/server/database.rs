//! Databases on a server that dbmig started.

use dbmig_runtime::catalog::quote_identifier;
use dbmig_runtime::runner::with_database;

use super::cluster::{SUPERUSER, connect};
use super::{Error, Result};

/// The URL of the database `name` on the local server at `port`.
pub(super) fn local_url(port: u16, name: &str) -> String {
    with_database(&format!("postgresql://{SUPERUSER}@127.0.0.1:{port}"), name)
}

/// Creates an empty database.
pub(super) fn create(port: u16, name: &str) -> Result {
    let sql_error = |source| Error::Sql { action: format!("create the database {name}"), source };
    let mut client = connect(port, "postgres").map_err(sql_error)?;
    client
        .batch_execute(&format!("CREATE DATABASE {} TEMPLATE template0", quote_identifier(name)))
        .map_err(sql_error)
}

/// Creates the database unless it exists.
pub(super) fn ensure(port: u16, name: &str) -> Result {
    let sql_error = |source| Error::Sql { action: format!("look for the database {name}"), source };
    let mut client = connect(port, "postgres").map_err(sql_error)?;
    let found =
        client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).map_err(sql_error)?;
    drop(client);
    match found {
        Some(_) => Ok(()),
        // Another command may have been faster.
        None => match create(port, name) {
            Err(Error::Sql { source, .. })
                if source.code() == Some(&postgres::error::SqlState::DUPLICATE_DATABASE) =>
            {
                Ok(())
            }
            done => done,
        },
    }
}
