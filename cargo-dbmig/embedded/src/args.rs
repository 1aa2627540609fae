//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

/// A PostgreSQL 17 server with nothing to install, for scratch databases.
///
/// Listens on 127.0.0.1 and prints one line of JSON when it is ready:
/// {"url":"postgresql://postgres@127.0.0.1:PORT/NAME","version":"17.5","connections":1}.
/// Stops when its standard input ends, and on SIGTERM or SIGINT.
///
/// One client is served at a time; the others wait for it to disconnect. Any number of databases fit in one directory:
/// CREATE DATABASE works as usual. The first start unpacks about 100 MB into the user's cache directory.
#[derive(Debug, Parser)]
#[command(name = "dbmig-embedded", version)]
pub(crate) struct Args {
    /// Directory that holds the data: created if missing, kept between runs
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,

    /// Port to listen on [default: a free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,

    /// Database named in the URL: created if it doesn't exist
    #[arg(long, value_name = "NAME", default_value = "postgres", value_parser = database_name)]
    pub(crate) database: String,

    /// Extension that CREATE EXTENSION shall find; can be given several times
    #[arg(long = "extension", value_name = "NAME")]
    pub(crate) extensions: Vec<String>,

    /// How long a client waits for the one before it, until it gets the error "too many connections"
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u32,
}

impl Args {
    /// How long a client waits for its turn.
    pub(crate) fn wait(&self) -> Duration {
        Duration::from_secs(self.wait.into())
    }
}

/// Refuses what PostgreSQL would silently cut off or couldn't store.
fn database_name(name: &str) -> Result<String, String> {
    if name.is_empty() {
        return Err("a database name can't be empty".to_owned());
    }
    if name.len() > 63 {
        return Err(format!("a database name has at most 63 bytes, this one has {}", name.len()));
    }
    if name.contains('\0') {
        return Err("a database name can't contain a zero byte".to_owned());
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn names_that_postgresql_would_cut_off_are_refused() {
        assert!(database_name("app").is_ok());
        assert!(database_name("").is_err());
        assert!(database_name(&"x".repeat(64)).is_err());
    }
}
