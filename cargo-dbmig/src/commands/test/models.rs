//! The end of a history against the models.

use std::collections::BTreeMap;
use std::time::Instant;

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::diff::diff;
use dbmig_runtime::manifest::wire::Declared;
use dbmig_runtime::testing::{Case, Failure, Outcome, Step};

use crate::error::Error;
use crate::scratch::{self, Catalogs, Database, Server};

/// Compares what the revisions make, `made`, with what the models declare.
pub(super) fn compare(
    config: &DatabaseConfig,
    server: &Server,
    declared: &Declared,
    made: Option<&Catalog>,
) -> Result<Case, Error> {
    let began = Instant::now();
    let outcome = match made {
        Some(made) => outcome(config, server, declared, made)?,
        None => Outcome::Skipped { reason: "not all revisions could be applied".to_owned() },
    };
    Ok(Case {
        name: "models".to_owned(),
        title: "the revisions make what the models declare".to_owned(),
        file: None,
        outcome,
        rows: BTreeMap::new(),
        notes: Vec::new(),
        duration: began.elapsed(),
    })
}

fn outcome(
    config: &DatabaseConfig,
    server: &Server,
    declared: &Declared,
    made: &Catalog,
) -> Result<Outcome, Error> {
    let scratch = Database::create(server, &config.schema)?;
    let failed = |message: String, differences| {
        Outcome::Failed(Failure { step: Step::Models, message, differences, details: Vec::new() })
    };
    let models = match (Catalogs { config }).of_models(&scratch, declared) {
        Ok(models) => models,
        Err(error @ (scratch::Error::Models(_) | scratch::Error::Views(_))) => {
            return Ok(failed(error.to_string(), Vec::new()));
        }
        Err(error) => return Err(error.into()),
    };
    let lines = diff(made.clone(), models, &declared.renames).summary();
    if lines.is_empty() {
        return Ok(Outcome::Passed);
    }
    let lines = lines.into_iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
    let message = format!(
        "the models have changes that no revision has (cargo dbmig revision --db {} writes one):",
        config.name
    );
    Ok(failed(message, lines))
}
