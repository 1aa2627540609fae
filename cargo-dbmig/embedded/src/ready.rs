//! The one line that the parent process reads.

use std::io::{self, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::error::Error;

/// What may not stand in the path of a URL as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a client has to know. The order of the fields is the order in the line.
#[derive(Serialize)]
struct Ready<'a> {
    url: String,
    version: &'a str,
    /// How many clients are served at once.
    connections: u8,
}

/// Prints the ready line, the only thing ever printed on standard output.
pub(crate) fn announce(port: u16, database: &str, version: &str) -> Result<(), Error> {
    let database = utf8_percent_encode(database, RESERVED);
    let url = format!("postgresql://postgres@127.0.0.1:{port}/{database}");
    let ready = Ready { url, version, connections: 1 };
    let mut line = serde_json::to_vec(&ready).map_err(|error| Error::Announce(error.into()))?;
    line.push(b'\n');
    let mut stdout = io::stdout().lock();
    stdout.write_all(&line).and_then(|()| stdout.flush()).map_err(Error::Announce)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_for_the_url() {
        let encode = |name| utf8_percent_encode(name, RESERVED).to_string();
        assert_eq!(encode("app_1"), "app_1");
        assert_eq!(encode("a b/ü"), "a%20b%2F%C3%BC");
    }
}
