//! `upgrade --plan`: what `plan --format json` printed.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::SHAPE_VERSION;
use super::context::Context;
use super::error::Error;
use crate::runner::Fingerprint;

#[derive(Deserialize)]
struct Document {
    version: u32,
    databases: Vec<Planned>,
}

#[derive(Deserialize)]
struct Planned {
    database: String,
    fingerprint: Fingerprint,
}

/// What each database's plan in the file `path` was made for. Each database of `context` has to be there.
pub(super) fn read(path: &Path, context: &Context) -> Result<BTreeMap<String, Fingerprint>, Error> {
    let usage = |message: String| Error::Usage {
        message,
        next_step: "make it anew: plan --format json > FILE, for the same databases".to_owned(),
    };
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| usage(format!("the plan {shown} can't be read: {error}")))?;
    let document: Document =
        serde_json::from_str(&text).map_err(|error| usage(format!("{shown} is no plan: {error}")))?;
    if document.version != SHAPE_VERSION {
        return Err(usage(format!("the plan {shown} was made by another version of dbmig")));
    }
    let planned: BTreeMap<String, Fingerprint> =
        document.databases.into_iter().map(|one| (one.database, one.fingerprint)).collect();
    match context.databases().iter().find(|database| !planned.contains_key(database.name)) {
        None => Ok(planned),
        Some(lacking) => Err(usage(format!("the plan {shown} has nothing for database {}", lacking.name))),
    }
}
