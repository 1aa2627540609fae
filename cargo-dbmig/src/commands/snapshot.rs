//! `catalog.json` beside a database's revisions: what they make, for the deployed runner's `drift`.

use std::fs;
use std::path::PathBuf;

use dbmig_runtime::build::{CATALOG_FILE, DatabaseConfig, PatternText};
use dbmig_runtime::catalog::{Catalog, Renames, Snapshot};
use dbmig_runtime::diff::diff;

use super::context::Context;
use super::live::other_histories;
use crate::error::Error;
use crate::project::Migrations;

/// The file of one database.
pub(super) struct SnapshotFile<'a> {
    config: &'a DatabaseConfig,
    path: PathBuf,
    snapshot: Snapshot,
}

impl<'a> SnapshotFile<'a> {
    /// The file with what the revisions up to `rows` make.
    pub(super) fn new(
        config: &'a DatabaseConfig,
        migrations: &Migrations,
        rows: &[&str],
        catalog: &Catalog,
    ) -> Self {
        let texts = |patterns: &[PatternText]| -> Vec<String> {
            patterns.iter().map(|pattern| pattern.text.clone()).collect()
        };
        // The deployed runner leaves out what the verbs of this program do.
        let exclude = texts(&config.exclude).into_iter().chain(other_histories(catalog)).collect();
        let snapshot = Snapshot {
            revisions: rows.iter().map(|row| (*row).to_owned()).collect(),
            include: texts(&config.include),
            exclude,
            catalog: catalog.clone(),
        };
        Self { config, path: migrations.folder(config).join(CATALOG_FILE), snapshot }
    }

    /// True if the file says the same. Another server's spelling is no other catalog.
    pub(super) fn is_current(&self) -> bool {
        let present = fs::read_to_string(&self.path).ok().and_then(|text| Snapshot::parse(&text).ok());
        present.is_some_and(|present| {
            let Snapshot { revisions, include, exclude, catalog } = present;
            let own = &self.snapshot;
            (&revisions, &include, &exclude) == (&own.revisions, &own.include, &own.exclude)
                && (catalog.server_version != own.catalog.server_version
                    || diff(&catalog, &own.catalog, &Renames::default()).is_empty())
        })
    }

    /// Writes the file, where it says something else.
    pub(super) fn write(&self, context: &Context) -> Result<(), Error> {
        if self.is_current() {
            return Ok(());
        }
        let failed = |error: &dyn std::fmt::Display| {
            let message = format!("could not write {}: {error}", self.path.display());
            Error::failed(message, "make room for the file, and run cargo dbmig check --record")
        };
        let text = self.snapshot.text().map_err(|error| failed(&error))?;
        fs::write(&self.path, text).map_err(|error| failed(&error))?;
        context.console.detail(format!(
            "{}: recorded what the revisions make in {}",
            self.config.name,
            self.shown(context)
        ));
        Ok(())
    }

    /// The path as the user would type it.
    pub(super) fn shown(&self, context: &Context) -> String {
        self.path.strip_prefix(&context.environment.dir).unwrap_or(&self.path).display().to_string()
    }
}
