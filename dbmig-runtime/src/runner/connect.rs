//! Connections for work that is not a run.

use postgres::Client;

use super::Error;

/// Connects for work that is not a run: scratch databases, inspection.
///
/// Call it and drop the client on a thread that is not inside an async runtime; the driver panics there.
///
/// # Errors
/// If the URL can't be used or no connection can be made; no message holds the password.
pub fn connect(url: &str) -> Result<Client, Error> {
    Ok(crate::connect::connect(url)?)
}
