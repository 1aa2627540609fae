//! `serve`.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::signals::Stop;
use crate::error::Error;

/// Arguments of `serve`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "The data is kept under target/dbmig. Ctrl-C stops the server.\n\n\
                  Examples:\n  cargo dbmig serve\n  cargo dbmig serve --db users --format json\n\n\
                  --format json: {\"version\": 1, \"databases\": {NAME: {\"url\", \"url_env\"}}}, before it waits")]
pub(super) struct ServeArgs {}

pub(super) fn run(_: &ServeArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    // Before the server starts, so that an early Ctrl-C finds somebody who stops it.
    let stop = Stop::on_signals();
    let server = context.embedded(&migrations)?;
    context.console.note(server.describe());
    let mut document = serde_json::Map::new();
    for database in databases {
        let url = server.database(&database.name)?;
        context.console.result(format!("{}\n  psql '{url}'", database.name));
        if let Some(variable) = &database.url_env {
            context.console.result(format!("  {variable}='{url}'"));
        }
        document.insert(database.name.clone(), json!({ "url": url, "url_env": database.url_env }));
    }
    context.console.json(json!({ "databases": document }));
    context.console.note("the server is up; Ctrl-C stops it");
    stop.wait();
    Ok(ExitCode::SUCCESS)
}
