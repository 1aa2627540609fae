//! `--sql`: scripts instead of runs, one a database.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, SHAPE_VERSION, print};
use crate::revision::{self, Range};
use crate::runner::{self, Offline, Options, Runner};

/// Whether to write scripts, and where.
#[derive(Args, Clone, Debug)]
pub struct ScriptArgs {
    /// Write a script for psql instead of running anything; no database is asked
    #[arg(long)]
    pub sql: bool,

    /// Write the script of each database to DIR/NAME.sql instead of to standard output
    #[arg(short, long, value_name = "DIR", requires = "sql")]
    pub output: Option<PathBuf>,
}

/// The two ends of `FROM:TO`; of a target alone, what it is without a start.
pub(super) fn range(
    target: &str,
    default_from: Option<&str>,
    default_to: &str,
) -> Result<(String, String), Error> {
    let (from, to) = match target.contains(':') {
        true => {
            let Range { from, to } = target.parse().map_err(|error: revision::Error| Error::Usage {
                message: error.to_string(),
                next_step: "give FROM:TO, such as base:head".to_owned(),
            })?;
            (from.map(|from| from.to_string()), to.map(|to| to.to_string()))
        }
        false => (None, Some(target.to_owned())),
    };
    let to = to.unwrap_or_else(|| default_to.to_owned());
    match from.or_else(|| default_from.map(str::to_owned)) {
        Some(from) => Ok((from, to)),
        None => Err(Error::Usage {
            message: "a script has to know where it starts, since no database is asked".to_owned(),
            next_step: format!("give both ends, such as head:{to}"),
        }),
    }
}

/// A range says where to start, which a database does by itself.
pub(super) fn refuse_range(target: &str) -> Result<(), Error> {
    match target.contains(':') && !target.contains("://") {
        false => Ok(()),
        true => Err(Error::Usage {
            message: format!("`{target}` is a range, and the database says where to start"),
            next_step: "give the target alone, or --sql for a script".to_owned(),
        }),
    }
}

/// Writes the scripts that `work` makes. Nothing is written unless all of them can be made.
pub(super) fn write(
    context: &Context,
    args: &ScriptArgs,
    options: &Options,
    work: impl Fn(&Runner<'_>) -> Result<Offline, runner::Error>,
) -> Result<(), Error> {
    let mut scripts = Vec::new();
    for database in context.databases() {
        let runner = context.offline(database).options(options.clone());
        let script = work(&runner)
            .map_err(|error| Error::Read { database: database.name.to_owned(), error: Box::new(error) })?;
        scripts.push((database.name, script));
    }
    match (&args.output, context.global.format, scripts.as_slice()) {
        (Some(folder), _, scripts) => write_files(context, folder, scripts),
        (None, Format::Json, scripts) => {
            print::line(document(scripts, None));
            Ok(())
        }
        (None, Format::Text, [(_, script)]) => {
            print::text(&script.sql);
            Ok(())
        }
        (None, Format::Text, scripts) => Err(Error::Usage {
            message: format!("there are {} databases, and each has a script of its own", scripts.len()),
            next_step: "give --output DIR for a file each, or name one database with --db".to_owned(),
        }),
    }
}

fn write_files(context: &Context, folder: &Path, scripts: &[(&'static str, Offline)]) -> Result<(), Error> {
    let failed = |path: &Path, error: std::io::Error| {
        Error::failed(
            format!("could not write {}: {error}", path.display()),
            "see that the folder can be written to",
        )
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (database, script) in scripts {
        let file = file(folder, database);
        std::fs::write(&file, &script.sql).map_err(|error| failed(&file, error))?;
        if context.global.format == Format::Text && !context.global.quiet {
            let Offline { from, to, .. } = script;
            let (from, to) = (runner::place(from), runner::place(to));
            print::line(format_args!("{database}: {from} -> {to} in {}", file.display()));
        }
    }
    if context.global.format == Format::Json {
        print::line(document(scripts, Some(folder)));
    }
    Ok(())
}

fn file(folder: &Path, database: &str) -> PathBuf {
    folder.join(format!("{database}.sql"))
}

fn document(scripts: &[(&'static str, Offline)], folder: Option<&Path>) -> serde_json::Value {
    let databases: Vec<_> = scripts
        .iter()
        .map(|(database, Offline { from, to, revisions, sql })| {
            let file = folder.map(|folder| file(folder, database).display().to_string());
            let sql = file.is_none().then_some(sql);
            json!({ "database": database, "from": from, "to": to, "revisions": revisions, "sql": sql, "file": file })
        })
        .collect();
    json!({ "version": SHAPE_VERSION, "databases": databases })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        let ends = |target| range(target, Some("base"), "head").unwrap();
        let owned = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(ends("b2"), owned("base", "b2"));
        assert_eq!(ends("a1:b2"), owned("a1", "b2"));
        assert_eq!(ends("a1:"), owned("a1", "head"));
        assert_eq!(ends(":b2"), owned("base", "b2"));
        assert_eq!(ends("a1:+2"), owned("a1", "+2"));
        assert!(range("b2", None, "base").is_err() && range("a:b:c", None, "base").is_err());
        assert!(range(":b2", None, "base").is_err());
        assert_eq!(range("b2:", None, "base").unwrap(), owned("b2", "base"));
    }
}
