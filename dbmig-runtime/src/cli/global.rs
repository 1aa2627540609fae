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

    /// The URL of the database, instead of the configured one; needs a single database. PG* variables, ~/.pgpass and service files
    /// say what it leaves open
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

    /// What revisions are told: op.argument("KEY") gives VALUE; may be given several times
    #[arg(short = 'x', value_name = "KEY=VALUE", value_parser = argument, global = true)]
    pub arguments: Vec<(String, String)>,

    /// When to print in color; a variable NO_COLOR that is set turns `auto` off
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    pub color: Color,

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

/// When to print in color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Lets this process print so. Call it before anything is printed.
    pub fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// `KEY=VALUE`, or `KEY` for one without a value.
fn argument(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    match key.trim() {
        "" => Err("expected KEY=VALUE".to_owned()),
        key => Ok((key.to_owned(), value.to_owned())),
    }
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
