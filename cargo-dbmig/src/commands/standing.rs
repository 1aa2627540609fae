//! Scratch databases that stand somewhere in a history, and what is kept of where one came to.

use std::path::Path;

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Filter;

use super::compare::Comparison;
use super::snapshot::SnapshotFile;
use crate::draft::History;
use crate::error::Error;
use crate::project::scope;
use crate::scratch::{Catalogs, Database, Replay, Replayed, Server};

/// A place in a history.
pub(super) struct Standing<'a> {
    pub(super) config: &'a DatabaseConfig,
    pub(super) server: &'a Server,
    /// The version rows there.
    pub(super) rows: &'a [&'a str],
    /// What the revisions up to there make.
    pub(super) made: &'a Replayed,
}

impl Standing<'_> {
    /// A new scratch database there: made from the catalog where that is all there is to it, else replayed.
    pub(super) fn database(&self, runner: &Path) -> Result<Database, Error> {
        let Self { config, server, rows, made } = self;
        let replay = Replay { runner, database: &config.name };
        let scratch = Database::create(server, &config.schema)?;
        let is_restorable = !made.has_rows && scope(config) == Filter::default();
        let catalogs = Catalogs { config };
        if is_restorable && catalogs.restore(&scratch, &made.catalog)? {
            rows.iter().try_for_each(|row| replay.run(&scratch, "stamp", row))?;
            return Ok(scratch);
        }
        drop(scratch);
        let scratch = Database::create(server, &config.schema)?;
        rows.iter().try_for_each(|row| replay.run(&scratch, "upgrade", row))?;
        Ok(scratch)
    }
}

impl Comparison<'_, '_> {
    /// What the revisions make up to `head` is known: to the next comparison, which needs no replay, and to the deployed runner.
    /// Nothing is kept where another head stands beside it.
    pub(super) fn record(
        &self,
        config: &DatabaseConfig,
        head: &str,
        server: &Server,
        made: &Replayed,
    ) -> Result<(), Error> {
        let rows = [head];
        let history = History::read(&config.name, &self.migrations.folder(config))?;
        if history.final_rows() == rows {
            self.recorded(config, &rows, server)?.write(made);
            SnapshotFile::new(config, self.migrations, &rows, &made.catalog).write(self.context)?;
        }
        Ok(())
    }
}
