//! A configured database, as the build script registers it.

use super::Script;

/// One database of a migrations package: its settings and its history.
#[derive(Clone, Debug)]
pub struct Database {
    /// The name in `[package.metadata.dbmig.databases]`.
    pub name: &'static str,
    /// The environment variable that holds the URL.
    pub url_env: Option<&'static str>,
    /// The URL to use when nothing else gives one; `embedded` is cargo-dbmig's own server.
    pub url: Option<&'static str>,
    /// The default schema: where a name without schema lives.
    pub schema: &'static str,
    /// The version table's name, in the default schema.
    pub version_table: &'static str,
    /// Every revision, in file order.
    pub scripts: Vec<Script>,
}
