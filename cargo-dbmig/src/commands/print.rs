//! Text for standard output that others read on.

use std::io::{self, Write};

use dbmig_runtime::cli::Format;

use crate::console::Console;
use crate::error::Error;

/// Prints a whole text, byte for byte, where results are for people. A reader that has seen enough is no failure.
///
/// # Errors
/// If it can't be printed.
pub(super) fn print_text(console: Console, text: &str) -> Result<(), Error> {
    if console.format != Format::Text {
        return Ok(());
    }
    let written = io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::failed(
            format!("could not print the result: {error}"),
            "make room, and run the command again",
        )),
        _ => Ok(()),
    }
}
