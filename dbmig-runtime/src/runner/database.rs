//! A configured database, as the build script registers it.

use std::fmt;
use std::time::Duration;

use super::own_tables::own_table_names;
use super::{Error, Script, TransactionMode};
use crate::catalog::check_identifier;

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
    /// Where dbmig's own tables live, if not in the default schema.
    pub version_schema: Option<&'static str>,
    /// The version table's name.
    pub version_table: &'static str,
    /// How revisions are put into transactions.
    pub transaction: TransactionMode,
    /// How long a statement of a transaction waits for a lock in each attempt, as PostgreSQL writes times; without one, first for a tenth of
    /// a second, and longer from attempt to attempt.
    pub lock_timeout: Option<&'static str>,
    /// How long a statement of a transaction may run; without one, as long as it takes.
    pub statement_timeout: Option<&'static str>,
    /// How long a transaction may take, for PostgreSQL 17 and later; without one, as long as it takes.
    pub transaction_timeout: Option<&'static str>,
    /// How long a transaction that does not get its locks is tried again; without one, five minutes.
    pub retry_for: Option<Duration>,
    /// Tell what those in the way run. Queries hold data.
    pub blocker_queries: bool,
    /// How long batches rest after each: a time, or a share of the batch's time such as `50%`; without one, not at all.
    pub batch_pause: Option<&'static str>,
    /// Batches wait while a standby is behind by more than this time or amount of WAL; without one, they never do.
    pub max_replica_lag: Option<&'static str>,
    /// Batches wait while more WAL is kept for a replication slot.
    pub max_retained_wal: Option<&'static str>,
    /// What the revisions make: the text of a [`Snapshot`](crate::catalog::Snapshot), if it was recorded.
    pub catalog: Option<&'static str>,
    /// Every revision, in file order.
    pub scripts: Vec<Script>,
}

impl Database {
    /// Where dbmig's own tables live.
    pub fn version_schema(&self) -> &'static str {
        self.version_schema.unwrap_or(self.schema)
    }

    /// Fails where PostgreSQL could not keep the name of the schema or of one of dbmig's tables.
    pub(super) fn check_names(&self) -> Result<(), Error> {
        let own_tables = own_table_names(self.version_table);
        let schemas = [self.schema, self.version_schema()];
        let mut names = own_tables.iter().map(String::as_str).chain(schemas);
        names.try_for_each(|name| check_identifier(name).map_err(Error::Name))
    }
}

/// The URL may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("name", &self.name)
            .field("url_env", &self.url_env)
            .field("schema", &self.schema)
            .field("version_table", &self.version_table)
            .field("transaction", &self.transaction)
            .field("scripts", &self.scripts)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
impl Database {
    /// One without revisions.
    pub(crate) fn for_tests() -> Self {
        Self {
            name: "users",
            url_env: None,
            url: None,
            schema: "public",
            version_schema: None,
            version_table: "dbmig_version",
            transaction: TransactionMode::Each,
            lock_timeout: None,
            statement_timeout: None,
            transaction_timeout: None,
            retry_for: None,
            blocker_queries: false,
            batch_pause: None,
            max_replica_lag: None,
            max_retained_wal: None,
            catalog: None,
            scripts: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_url_is_shown() {
        let database = Database { url: Some("postgres://ann:s3cret@h/d"), ..Database::for_tests() };
        assert!(!format!("{database:?}").contains("s3cret"));
    }
}
