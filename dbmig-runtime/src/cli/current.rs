//! `current`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{Format, print};
use crate::runner::{Current, Recorded, Runner};

/// Arguments of `current`.
#[derive(Args, Clone, Debug)]
pub struct CurrentArgs {}

pub(super) fn run(_: &CurrentArgs, context: &Context) -> Result<(), Error> {
    let (found, result) = context.read(Runner::current);
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> = found.iter().map(|(name, current)| with_name(name, current)).collect();
            print::line(json!({ "databases": databases }));
        }
        Format::Text => {
            for (name, current) in &found {
                print(name, current, context.global.verbose);
            }
        }
    }
    result
}

fn with_name(name: &str, current: &Current) -> serde_json::Value {
    let mut value = json!(current);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("database".to_owned(), json!(name));
    }
    value
}

fn print(database: &str, current: &Current, verbose: bool) {
    let server = if verbose { format!(" on {}", current.address) } else { String::new() };
    if current.recorded.is_empty() {
        print::line(format_args!("{database}: base{server}{}", behind(current.pending)));
    }
    for recorded in &current.recorded {
        let Recorded { revision, message, file, is_head } = recorded;
        let message = message.as_deref().map(|message| format!(" {message}")).unwrap_or_default();
        let state = match (file, is_head) {
            (None, _) => " (not in this code)".to_owned(),
            (_, true) if current.pending == 0 => " (head)".to_owned(),
            _ => behind(current.pending),
        };
        print::line(format_args!("{database}: {revision}{message}{server}{state}"));
    }
    if let Some(half) = &current.half_done {
        print::line(format_args!(
            "{database}: the {} of {} is half done ({} statements)",
            half.action, half.revision, half.done
        ));
    }
}

fn behind(pending: usize) -> String {
    match pending {
        0 => String::new(),
        1 => " (1 revision behind)".to_owned(),
        several => format!(" ({several} revisions behind)"),
    }
}
