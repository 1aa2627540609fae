//! The file of a new revision.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use dbmig_runtime::build::{Config, DatabaseConfig};

use super::context::Context;
use super::post_write::post_write;
use crate::draft::{Draft, Place};
use crate::error::Error;
use crate::project::{Migrations, in_zone};
use crate::render::{FileName, Module, Rustfmt};

/// A revision with its place in the history.
pub(super) struct NewFile<'a> {
    pub(super) config: &'a DatabaseConfig,
    pub(super) place: Place,
    pub(super) message: &'a str,
    pub(super) created: DateTime<Utc>,
}

impl NewFile<'_> {
    /// Writes the file of `draft`, or one without operations, and gives its path as the user would type it. Overwrites nothing.
    pub(super) fn write(
        &self,
        draft: Option<&Draft>,
        migrations: &Migrations,
        context: &Context,
    ) -> Result<PathBuf, Error> {
        let Self { place: Place { id, parents, depends_on, labels }, message, created, .. } = self;
        let (upgrade, downgrade): (&[_], &[_]) =
            draft.map_or((&[], &[]), |draft| (&draft.upgrade, &draft.downgrade));
        let changes = draft.map(Draft::header).unwrap_or_default();
        let allow_destructive = draft.is_some_and(|draft| draft.allow_destructive);
        let module = Module {
            allow_destructive,
            message,
            id,
            parents,
            depends_on,
            labels,
            squashes: None,
            created: *created,
            changes: &changes,
            upgrade,
            downgrade,
        };
        self.write_module(&module, migrations, context)
    }

    /// [`Self::write`] for a module that is no draft's.
    pub(super) fn write_module(
        &self,
        module: &Module<'_>,
        migrations: &Migrations,
        context: &Context,
    ) -> Result<PathBuf, Error> {
        let Self { place: Place { id, .. }, message, created, .. } = self;
        let source = source(module, migrations, context)?;
        let Config { file_template, slug_length, time_zone, .. } = &migrations.config;
        let created = in_zone(*created, time_zone);
        let name = FileName { created, id, message, slug_length: *slug_length }.render(file_template)?;
        let folder = migrations.folder(self.config);
        let file = folder.join(name);
        fs::create_dir_all(&folder)
            .and_then(|()| File::create_new(&file))
            .and_then(|mut new| new.write_all(source.as_bytes()))
            .map_err(|error| {
                let message = format!("could not write {}: {error}", file.display());
                Error::failed(message, "make room for the file, and run the command again")
            })?;
        let shown = file.strip_prefix(&context.environment.dir).unwrap_or(&file).to_owned();
        let fate = format!("the new file stays, and is not proven: {}", shown.display());
        post_write(&file, &fate, migrations, context)?;
        Ok(shown)
    }
}

/// The module as the user's own code is formatted.
pub(super) fn source(
    module: &Module<'_>,
    migrations: &Migrations,
    context: &Context,
) -> Result<String, Error> {
    Ok(module.render(Some(&Rustfmt {
        program: context.environment.rustfmt.clone(),
        dir: migrations.dir.clone(),
        edition: migrations.edition.clone(),
    }))?)
}
