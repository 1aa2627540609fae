//! A new revision on tables that have rows: the runtime's rule, on scratch databases that the runner is called for.

use std::collections::BTreeSet;
use std::sync::Arc;

use dbmig_runtime::catalog::{Catalog, ObjectName};
use dbmig_runtime::op::{Operation, TableOperation};
use dbmig_runtime::runner::connect;
use dbmig_runtime::testing::{self, Ground, RowError, Tried};
use postgres::Client;

use super::{Error, Proof, Result, Step};
use crate::draft::Draft;
use crate::scratch::{self, Database};

pub use dbmig_runtime::testing::{Rows, touched};

/// The check of a revision that is right on empty tables.
pub struct RowProof<'a> {
    /// That check. Its database is empty, and where the revision leads.
    pub proof: &'a Proof<'a>,
    /// What the revision does.
    pub draft: &'a Draft,
}

impl RowProof<'_> {
    /// Fills what the revision meets in `scratch`, a database before the revision, and upgrades, downgrades and upgrades again.
    ///
    /// # Errors
    /// If no rows get through the upgrade, or if some are lost on the way back.
    pub fn run(&self, scratch: &Database) -> Result<Rows> {
        let rule = testing::RowProof {
            changes: &self.draft.changes,
            dropped: self.dropped(),
            refuses_rows: self.draft.upgrade.iter().any(Operation::refuses_rows),
            is_reversible: true,
            default_schema: &self.proof.catalogs.config.schema,
        };
        let mut ground = Called { proof: self.proof, scratch };
        match rule.run(&mut ground).map_err(|error| self.error(error))? {
            Tried::Through(rows) => Ok(rows),
            Tried::Stopped { rows, by } => {
                // The revision is right on empty tables: its own downgrade leads back to the start.
                let mut empty = Called { proof: self.proof, scratch: self.proof.scratch };
                empty.downgrade().map_err(|source| self.failed(Step::Downgrade, source))?;
                rule.fitting(&mut empty, rows, &by).map_err(|error| self.error(error))
            }
        }
    }

    /// The tables that the revision drops, by their names before it.
    fn dropped(&self) -> BTreeSet<ObjectName> {
        let renames = &self.draft.changes.renames.tables;
        let names = self.draft.upgrade.iter().filter_map(|operation| match operation {
            Operation::Table(TableOperation::Drop { name, .. }) => Some(name),
            _ => None,
        });
        names.flat_map(|name| [Some(name), renames.get(name)]).flatten().cloned().collect()
    }

    fn error(&self, error: RowError<scratch::Error>) -> Error {
        let revision = self.proof.revision.to_owned();
        match error {
            RowError::Stops { tables, source } => Error::Rows { revision, tables, source },
            RowError::Lost { table, before, after } => {
                Error::Lost { revision, table: table.to_string(), before, after }
            }
            RowError::Differs { step, differences } => Error::Differs { revision, step, differences },
            RowError::Other { step, source } => self.failed(step, source),
        }
    }

    fn failed(&self, step: Step, source: scratch::Error) -> Error {
        Error::Failed { revision: self.proof.revision.to_owned(), step, source }
    }
}

/// A scratch database, on which the runner is called.
struct Called<'a> {
    proof: &'a Proof<'a>,
    scratch: &'a Database,
}

impl Ground for Called<'_> {
    type Error = scratch::Error;

    fn upgrade(&mut self) -> Result<(), scratch::Error> {
        self.proof.replay.run(self.scratch, "upgrade", self.proof.revision)
    }

    fn downgrade(&mut self) -> Result<(), scratch::Error> {
        self.proof.replay.run(self.scratch, "downgrade", &format!("{}@-1", self.proof.revision))
    }

    fn catalog(&mut self) -> Result<Arc<Catalog>, scratch::Error> {
        self.proof.catalogs.of(self.scratch).map(Arc::new)
    }

    fn connect(&mut self) -> Result<Client, scratch::Error> {
        Ok(connect(self.scratch.url())?)
    }
}
