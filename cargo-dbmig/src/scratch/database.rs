//! One scratch database.

use dbmig_runtime::testing::ScratchDatabase;

use super::{Result, Server};

/// An empty database that is dropped with the value.
pub struct Database {
    server: Server,
    scratch: ScratchDatabase,
}

impl Database {
    /// Creates the database, with the schema `default_schema` in it.
    ///
    /// # Errors
    /// If the server can't be reached or refuses it.
    pub fn create(server: &Server, default_schema: &str) -> Result<Self> {
        let scratch =
            ScratchDatabase::create(server.place(), default_schema).map_err(|error| server.refused(error))?;
        Ok(Self { server: server.clone(), scratch })
    }

    /// A copy with all that is in it. Nobody may be connected to it.
    ///
    /// # Errors
    /// If the server can't be reached or refuses it.
    pub fn copy(&self) -> Result<Self> {
        let scratch = self.scratch.copy().map_err(|error| self.server.refused(error))?;
        Ok(Self { server: self.server.clone(), scratch })
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        self.scratch.url()
    }

    /// The server that it is on.
    pub fn server(&self) -> &Server {
        &self.server
    }
}
