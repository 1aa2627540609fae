//! What every verb takes.

use std::fmt;

use clap::{Args, ValueEnum};

/// Arguments that every verb takes.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Only this database; may be given several times [default: every database, in configured order]
    #[arg(long = "db", value_name = "NAME", global = true)]
    pub databases: Vec<String>,

    /// The URL of the database, instead of the configured one; needs a single database
    #[arg(long, value_name = "URL", global = true)]
    pub url: Option<String>,

    /// How to print results
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, global = true)]
    pub format: Format,

    /// Print nothing but results that were asked for, and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Print each statement, and where the URL comes from
    #[arg(short, long, global = true)]
    pub verbose: bool,

    /// How long to wait for another run on the same database to finish
    #[arg(long, value_name = "SECONDS", default_value_t = 60, global = true)]
    pub lock_wait: u64,

    /// Use one connection per database, for servers that accept no second one
    #[arg(long, hide = true, global = true)]
    pub single_connection: bool,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs: one event a line where a verb runs long, one document elsewhere
    Json,
}

/// The URL may hold a password.
impl fmt::Debug for GlobalArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GlobalArgs")
            .field("databases", &self.databases)
            .field("url", &self.url.as_ref().map(|_| "…"))
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}
