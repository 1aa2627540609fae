//! `drift`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, SHAPE_VERSION, print};
use crate::catalog::{Catalog, Renames, Snapshot};
use crate::diff::{Line, diff};
use crate::inspect::{self, inspect};
use crate::runner::{Current, Database, connect};

/// Arguments of `drift`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  drift
  drift --db users --format json

What the revisions make is compiled into this program. Exits with 3 if something differs; the database is \
    read, never changed.")]
pub struct DriftArgs {}

/// What was found of one database.
struct Found {
    database: &'static str,
    current: Current,
    lines: Vec<Line>,
}

/// True if something differs.
pub(super) fn run(_: &DriftArgs, context: &Context) -> Result<bool, Error> {
    let found = context.databases().iter().map(|database| drift(database, context));
    let found = found.collect::<Result<Vec<_>, _>>()?;
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> = found.iter().map(Found::describe).collect();
            print::line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => found.iter().for_each(Found::print),
    }
    Ok(found.iter().any(|found| !found.lines.is_empty()))
}

fn drift(database: &Database, context: &Context) -> Result<Found, Error> {
    let name = database.name;
    let snapshot = snapshot(database)?;
    let read = |error| Error::Read { database: name.to_owned(), error: Box::new(error) };
    let current = context.runner(database)?.current().map_err(read)?;
    check_place(name, &current, &snapshot)?;
    let mut client = connect(&context.url(database)?).map_err(read)?;
    let options = inspect::Options { default_schema: database.schema, own_tables: &database.own_tables() };
    let actual = inspect(&mut client, &options).map_err(|error| {
        Error::failed(
            format!("{name}: can't be read: {error}"),
            "see to it that the role may read the catalogs",
        )
    })?;
    let actual = snapshot.scope().apply(actual, database.schema);
    warn_of_versions(name, &snapshot.catalog, &actual);
    let lines = diff(snapshot.catalog, actual, &Renames::default()).summary();
    Ok(Found { database: name, current, lines })
}

/// What the revisions make, as it was recorded.
fn snapshot(database: &Database) -> Result<Snapshot, Error> {
    let name = database.name;
    let next =
        "where cargo and the sources are, run cargo dbmig check --record, and build this program again";
    let text = database
        .catalog
        .ok_or_else(|| Error::failed(format!("{name}: what the revisions make was never recorded"), next))?;
    Snapshot::parse(text).map_err(|error| {
        Error::failed(format!("{name}: what the revisions make is recorded, but {error}"), next)
    })
}

/// Refuses a database that is elsewhere in its history.
fn check_place(name: &str, current: &Current, snapshot: &Snapshot) -> Result<(), Error> {
    if let Some(half) = &current.half_done {
        return Err(Error::failed(
            format!("{name}: the {} of {} is half done", half.action, half.revision),
            "run the same command again to finish it, then look for drift",
        ));
    }
    let recorded: Vec<&str> = current.recorded.iter().map(|recorded| recorded.revision.as_str()).collect();
    if recorded == snapshot.revisions {
        return Ok(());
    }
    let or_base = |names: String| if names.is_empty() { "base".to_owned() } else { names };
    Err(Error::failed(
        format!(
            "{name} is at {}, and what is recorded is the catalog at {}",
            or_base(recorded.join(", ")),
            or_base(snapshot.revisions.join(", "))
        ),
        "run upgrade first, or use the program of the version that the database is at; where cargo and the sources are, \
         cargo dbmig drift compares at any revision, and cargo dbmig check --record records the newest",
    ))
}

fn warn_of_versions(name: &str, recorded: &Catalog, actual: &Catalog) {
    if let (Some(recorded), Some(actual)) = (recorded.server_version, actual.server_version)
        && recorded != actual
    {
        print::note(format_args!(
            "{name}: the server is PostgreSQL {actual}, and the recorded catalog is of {recorded}: they print some expressions \
             in different ways, which then look changed"
        ));
    }
}

impl Found {
    fn place(&self) -> String {
        let recorded = self.current.recorded.iter().map(|recorded| recorded.revision.as_str());
        let place = recorded.collect::<Vec<_>>().join(", ");
        if place.is_empty() { "base".to_owned() } else { place }
    }

    fn print(&self) {
        let (database, address, place) = (self.database, &self.current.address, self.place());
        if self.lines.is_empty() {
            return print::line(format_args!("{database}: {address} is what its revisions make, at {place}"));
        }
        print::line(format_args!("{database}: {address} differs from what its revisions make, at {place}"));
        for line in &self.lines {
            print::line(format_args!("  {} {line}", line.sign.as_char()));
        }
    }

    fn describe(&self) -> serde_json::Value {
        let changes: Vec<_> =
            self.lines.iter().map(|line| json!({ "sign": line.sign.as_char(), "text": line.text })).collect();
        json!({ "database": self.database, "changes": changes })
    }
}
