//! A configured database, as the build script registers it.

use std::fmt;

use super::Script;

/// One database of a migrations package: its settings and its history.
#[derive(Clone)]
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
    /// What the revisions make: the text of a [`Snapshot`](crate::catalog::Snapshot), if it was recorded.
    pub catalog: Option<&'static str>,
    /// Every revision, in file order.
    pub scripts: Vec<Script>,
}

/// The URL may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("name", &self.name)
            .field("url_env", &self.url_env)
            .field("schema", &self.schema)
            .field("version_table", &self.version_table)
            .field("scripts", &self.scripts)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_url_is_shown() {
        let database = Database {
            name: "users",
            url_env: None,
            url: Some("postgres://ann:s3cret@h/d"),
            schema: "public",
            version_table: "dbmig_version",
            catalog: None,
            scripts: Vec::new(),
        };
        assert!(!format!("{database:?}").contains("s3cret"));
    }
}
