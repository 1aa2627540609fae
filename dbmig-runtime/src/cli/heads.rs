//! `heads`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, print};
use crate::runner::{RevisionInfo, Runner};

/// Arguments of `heads`.
#[derive(Args, Clone, Debug)]
pub struct HeadsArgs {}

pub(super) fn run(_: &HeadsArgs, context: &Context) -> Result<(), Error> {
    let mut found = Vec::new();
    for database in context.databases() {
        // No connection is made, so no URL is needed.
        let heads = Runner::new(database.clone(), "")
            .heads()
            .map_err(|error| Error::Read { database: database.name.to_owned(), error: Box::new(error) })?;
        found.push((database.name, heads));
    }
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> =
                found.iter().map(|(name, heads)| json!({ "database": name, "heads": heads })).collect();
            print::line(json!({ "databases": databases }));
        }
        Format::Text => found.iter().for_each(|(name, heads)| print(name, heads)),
    }
    Ok(())
}

fn print(database: &str, heads: &[RevisionInfo]) {
    if heads.is_empty() {
        print::line(format_args!("{database}: no revisions"));
    }
    for head in heads {
        print::line(format_args!("{database}: {} {}", head.revision, head.message));
    }
}
