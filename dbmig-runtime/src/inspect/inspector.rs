//! Inspecting one database again and again.

use postgres::Client;

use super::session::{Compiled, Session};
use super::{Error, Options};
use crate::catalog::Catalog;

/// A connection that inspects its database more than once: the server compiles each of the queries for it only once.
pub struct Inspector {
    client: Client,
    compiled: Compiled,
}

impl Inspector {
    /// Inspects over `client`, which nothing else uses meanwhile.
    pub fn new(client: Client) -> Self {
        Self { client, compiled: Compiled::new() }
    }

    /// [`inspect`](super::inspect()) as the database is now.
    ///
    /// # Errors
    /// If a query fails or the catalog holds something that can't be decoded.
    pub fn inspect(&mut self, options: &Options<'_>) -> Result<Catalog, Error> {
        let session = Session::start(&mut self.client, Some(&mut self.compiled), options.default_schema)?;
        super::read(session, options)
    }
}

impl std::fmt::Debug for Inspector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inspector").finish_non_exhaustive()
    }
}
