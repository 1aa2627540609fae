//! One side of a difference, as PostgreSQL has it.

use dbmig_runtime::catalog::{Catalog, Filter};
use dbmig_runtime::inspect::{Options, inspect};
use dbmig_runtime::runner::{self, connect, find_own_tables};

use crate::error::Error;

/// A catalog, and where it comes from.
pub(super) struct Inspected {
    /// In words, without a password.
    pub(super) label: String,
    pub(super) catalog: Catalog,
}

/// The database of a URL.
pub(super) struct Source<'a> {
    /// The argument that names it.
    pub(super) side: &'static str,
    pub(super) url: &'a str,
    pub(super) label: String,
    pub(super) default_schema: &'a str,
    /// The names of dbmig's own tables, where they are known.
    pub(super) own_tables: Option<Vec<String>>,
    /// What of it is read.
    pub(super) scope: Filter,
}

impl Source<'_> {
    /// Reads the database, and changes nothing in it.
    pub(super) fn inspect(self) -> Result<Inspected, Error> {
        let side = self.side;
        let failed = |error: runner::Error| Error::Connect { side, error: Box::new(error) };
        let mut client = connect(self.url).map_err(failed)?;
        let own_tables = match self.own_tables {
            Some(names) => names,
            None => find_own_tables(&mut client, self.default_schema).map_err(failed)?,
        };
        let options = Options { default_schema: self.default_schema, own_tables: &own_tables };
        let catalog = inspect(&mut client, &options).map_err(|error| Error::Inspect { side, error })?;
        Ok(Inspected { label: self.label, catalog: self.scope.apply(catalog, self.default_schema) })
    }
}
