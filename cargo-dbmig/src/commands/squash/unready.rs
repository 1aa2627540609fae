//! What speaks against a squash: databases that have only a part of it, and rows that it would not make.

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Filter;

use super::super::compare::Comparison;
use super::super::live::Live;
use crate::draft::Squash;
use crate::error::Error;
use crate::project::{Migrations, scope};

/// The address of the database that was asked, and is not below the new revision; `None` if none could be asked, which the user is
/// told.
///
/// # Errors
/// If it is below it.
pub(super) fn refuse_below(
    config: &DatabaseConfig,
    plan: &Squash,
    comparison: &Comparison<'_, '_>,
) -> Result<Option<String>, Error> {
    let (context, name, top) = (comparison.context, &config.name, &plan.top.id);
    let (address, recorded) = match Live::asked(config, comparison.migrations, context) {
        Ok(asked) => asked,
        Err(error) => {
            context.console.note(format!(
                "{name}: not checked where a database is, since none could be asked: {}; each has to be at {top} or past it, or empty",
                error.message()
            ));
            return Ok(None);
        }
    };
    let below: Vec<&str> = recorded.iter().map(String::as_str).filter(|id| plan.is_below(id)).collect();
    if below.is_empty() {
        return Ok(Some(address));
    }
    Err(Error::refused(
        format!("nothing is changed: {name} at {address} is at {}, which is below {top}", below.join(", ")),
        format!(
            "cargo dbmig upgrade {top} --db {name}, there and wherever else the database is below it, and run this again"
        ),
    ))
}

/// Refuses where some objects are others' business: what the old revisions made of those is in no catalog, so that it would be in the
/// new revision as little.
///
/// # Errors
/// If the configuration includes or excludes anything.
pub(super) fn refuse_scope(config: &DatabaseConfig, migrations: &Migrations) -> Result<(), Error> {
    if scope(config) == Filter::default() {
        return Ok(());
    }
    Err(Error::refused(
        format!(
            "nothing is changed: include and exclude of {} leave objects out, and what the old revisions made of those would get lost",
            config.name
        ),
        format!("take them out of {} for this one run", migrations.manifest.display()),
    ))
}

/// Refuses where the old revisions put rows into tables.
///
/// # Errors
/// With the tables.
pub(super) fn refuse_rows(plan: &Squash, tables: &[String]) -> Result<(), Error> {
    if tables.is_empty() {
        return Ok(());
    }
    let (top, noun) = (&plan.top.id, if tables.len() == 1 { "the table" } else { "the tables" });
    Err(Error::refused(
        format!(
            "nothing is changed: the revisions up to {top} put rows into {noun} {}, and the new one would not",
            tables.join(", ")
        ),
        "run this again with --without-rows, and write the INSERTs into the new file by hand where new databases need the rows",
    ))
}
