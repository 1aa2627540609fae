//! What the revisions make in the end, against the models, where the models can be read.

use std::cell::OnceCell;

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::diff::{Sign, diff};

use super::compare::Comparison;
use super::report::Found;
use crate::artifact::Models;
use crate::error::Error;
use crate::scratch::{Catalogs, Database, Server};

/// The models, read once. While branches of the code are being put together they may not compile, which is no obstacle.
pub(super) struct End<'c, 'a> {
    comparison: &'c Comparison<'c, 'a>,
    models: OnceCell<Option<Models>>,
}

impl<'c, 'a> End<'c, 'a> {
    pub(super) fn new(comparison: &'c Comparison<'c, 'a>) -> Self {
        Self { comparison, models: OnceCell::new() }
    }

    /// What the models have and `made`, which the revisions make, has not; told to the user. `None` if that can't be said.
    pub(super) fn tell(
        &self,
        config: &DatabaseConfig,
        server: &Server,
        made: &Catalog,
    ) -> Option<Vec<String>> {
        let models = self.models.get_or_init(|| self.known(self.comparison.read_models())).as_ref()?;
        let found = self.known(compare(config, server, made, models))?;
        found.print(self.comparison.context.console);
        Some(found.texts())
    }

    fn known<T>(&self, result: Result<T, Error>) -> Option<T> {
        let unknown = |error: Error| {
            self.comparison.context.console.note(format!(
                "what the revisions make is not compared with the models: {}; cargo dbmig check does it later",
                error.message()
            ));
        };
        result.map_err(unknown).ok()
    }
}

fn compare(
    config: &DatabaseConfig,
    server: &Server,
    made: &Catalog,
    models: &Models,
) -> Result<Found, Error> {
    let declared = models.get(&config.name).cloned().unwrap_or_default();
    let scratch = Database::create(server, &config.schema)?;
    let models = Catalogs { config }.of_models(&scratch, &declared)?;
    let changes = diff(made, models, &declared.renames);
    let found = Found::of_models(&config.name, Some(&changes), &declared);
    // Revisions may be put together before the models are: then a revision would drop what one branch has just made.
    let is_dropped = changes.summary().iter().any(|line| line.sign == Sign::Drop);
    let next = match is_dropped {
        true => format!(
            "put together the models of the branches, too; what is to go nevertheless goes with {}",
            found.next
        ),
        false => found.next,
    };
    Ok(Found { next, ..found })
}
