//! `ensure-version`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::script::{self, ScriptArgs};
use super::{Format, SHAPE_VERSION, print};
use crate::runner::own_table_names;

/// Arguments of `ensure-version`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  ensure-version
  ensure-version --sql --db users")]
pub struct EnsureVersionArgs {
    #[command(flatten)]
    pub(super) script: ScriptArgs,
}

pub(super) fn run(args: &EnsureVersionArgs, context: &Context) -> Result<(), Error> {
    if args.script.sql {
        let options = context.options();
        return script::write(context, &args.script, &options, |runner| runner.ensure_version_script());
    }
    // Nothing is begun while a later database has no URL.
    let runners: Vec<_> =
        context.databases().iter().map(|one| context.runner(one)).collect::<Result<_, _>>()?;
    let mut made = Vec::new();
    for (database, mut runner) in context.databases().iter().zip(runners) {
        let created = runner.ensure_version().map_err(|failure| Error::Run {
            database: database.name.to_owned(),
            failure: Box::new(failure),
            untouched: context.after(database),
        })?;
        if context.global.format == Format::Text && !context.global.quiet {
            let [version, ..] = own_table_names(database.version_table);
            let what = if created { "created" } else { "is there" };
            print::line(format_args!("{}: {}.{version} {what}", database.name, database.version_schema()));
        }
        made.push(json!({ "database": database.name, "created": created }));
    }
    if context.global.format == Format::Json {
        print::line(json!({ "version": SHAPE_VERSION, "databases": made }));
    }
    Ok(())
}
