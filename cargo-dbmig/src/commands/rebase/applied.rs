//! Whether a database has what is to move: then its records would say what is no longer so.

use dbmig_runtime::build::DatabaseConfig;

use super::super::compare::Comparison;
use super::super::live::Live;
use crate::draft::{History, Rebase};
use crate::error::Error;

/// The address of the database that was asked, and has none of what moves; `None` if none could be asked, which the user is told.
///
/// # Errors
/// If it has a revision that would move.
pub(super) fn refuse_applied(
    config: &DatabaseConfig,
    history: &History,
    plan: &Rebase,
    comparison: &Comparison<'_, '_>,
) -> Result<Option<String>, Error> {
    let (context, name) = (comparison.context, &config.name);
    let (address, recorded) = match Live::asked(config, comparison.migrations, context) {
        Ok(asked) => asked,
        Err(error) => {
            let moved: Vec<&str> = plan.affected.iter().map(|entry| entry.id.as_str()).collect();
            context.console.note(format!(
                "{name}: not checked whether a database has what moves, since none could be asked: {}; no database may have {} yet",
                error.message(),
                moved.join(", ")
            ));
            return Ok(None);
        }
    };
    let merge = format!("cargo dbmig merge --db {name}, which moves nothing");
    if let Some(unknown) = recorded.iter().find(|id| history.entry(id).is_none()) {
        return Err(Error::refused(
            format!(
                "nothing is changed: {name} at {address} records revision {unknown}, which is not in this code, so that it can't be \
                 told what it has"
            ),
            format!("run this with the code that the database was upgraded with, or run {merge}"),
        ));
    }
    let has = |id: &str| recorded.iter().any(|row| row == id || history.is_above(row, id));
    let applied = plan.affected.iter().filter(|entry| has(&entry.id));
    let applied: Vec<String> =
        applied.map(|entry| format!("\n  {entry}\n    {}", entry.file.display())).collect();
    if applied.is_empty() {
        context.console.detail(format!("{name}: {address} has nothing of what moves"));
        return Ok(Some(address));
    }
    Err(Error::refused(
        format!("nothing is changed: {name} at {address} already has what would move:{}", applied.concat()),
        format!("run {merge}; or rebase the other branch, if no database has that one"),
    ))
}
