//! Printing that never fails: a full disk or a terminal that is gone must not stop a run between two statements.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::Write;

use serde_json::json;

use super::secrets::without_secrets;
use super::{Format, SHAPE_VERSION};

/// Prints a line to stdout.
pub(super) fn line(text: impl Display) {
    // Nobody reads what can't be printed.
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Prints text as it is to stdout, without color.
pub(super) fn text(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints a line to stderr.
pub(super) fn note(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// `value` with the database that it is of.
pub(super) fn with_name(database: &str, mut value: serde_json::Value) -> serde_json::Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("database".to_owned(), database.into());
    }
    value
}

/// `value` with the version of its shape.
pub(super) fn with_version(mut value: serde_json::Value) -> serde_json::Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("version".to_owned(), super::SHAPE_VERSION.into());
    }
    value
}

/// Prints what clap says of `arguments`: its help, or what is wrong with them, without the URLs and passwords among them.
pub fn print_usage(error: &clap::Error, arguments: &[OsString]) {
    let text = error.render().ansi().to_string();
    let _ = match error.use_stderr() {
        true => write!(anstream::stderr(), "{}", without_secrets(text, arguments)),
        // Help repeats nothing, and may speak of passwords.
        false => write!(anstream::stdout(), "{text}"),
    };
}

/// `text` with the part after `://` of every argument left out.
pub(super) fn without_urls(mut text: String, arguments: &[OsString]) -> String {
    let arguments = arguments.iter().filter_map(|argument| argument.to_str());
    for (_, rest) in arguments.filter_map(|argument| argument.split_once("://")) {
        if !rest.is_empty() {
            text = text.replace(&format!("://{rest}"), "://…");
        }
    }
    text
}

/// What was read of each database: one document under `key`, or as `show` prints it.
pub(super) fn databases<T: serde::Serialize>(
    format: Format,
    found: &[(&'static str, T)],
    key: &str,
    show: impl Fn(&str, &T),
) {
    match format {
        Format::Json => {
            let databases: Vec<_> =
                found.iter().map(|(name, value)| json!({ "database": name, key: value })).collect();
            line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => found.iter().for_each(|(name, value)| show(name, value)),
    }
}
