//! How long statements may wait and run, by the kind of step that they are in.

use std::time::Duration;

use super::{Database, Options, ladder};
use crate::catalog::quote_literal;

/// The limits of a run: those of the options, or else the database's. Times that go to the server are as PostgreSQL writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Of every attempt; without one they climb a ladder.
    pub(super) lock_timeout: Option<String>,
    statement_timeout: Option<String>,
    transaction_timeout: Option<String>,
    /// How long a transaction that does not get its locks is tried again.
    pub(super) retry_for: Duration,
    /// Show the queries of those in the way.
    pub(super) blocker_queries: bool,
}

/// How long a statement waits for a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LockTimeout {
    Fixed(String),
    Time(Duration),
}

impl LockTimeout {
    /// As PostgreSQL writes times.
    pub(super) fn as_text(&self) -> String {
        match self {
            Self::Fixed(limit) => limit.clone(),
            Self::Time(limit) => format!("{}ms", limit.as_millis()),
        }
    }
}

/// How long a transaction that does not get its locks is tried again, unless something else is configured.
pub(super) const RETRY_FOR: Duration = Duration::from_secs(5 * 60);

impl Limits {
    pub(super) fn of(database: &Database, options: &Options) -> Self {
        let choose = |option: &Option<String>, configured: Option<&str>| {
            option.clone().or_else(|| configured.map(str::to_owned))
        };
        Self {
            lock_timeout: choose(&options.lock_timeout, database.lock_timeout),
            statement_timeout: choose(&options.statement_timeout, database.statement_timeout),
            transaction_timeout: choose(&options.transaction_timeout, database.transaction_timeout),
            retry_for: options.retry_for.or(database.retry_for).unwrap_or(RETRY_FOR),
            blocker_queries: options.blocker_queries || database.blocker_queries,
        }
    }

    /// The settings of a transaction.
    pub(super) fn in_transaction(&self, lock_timeout: &LockTimeout, version: i32) -> Vec<String> {
        let or_none = |limit: &Option<String>| limit.clone().unwrap_or_else(|| "0".to_owned());
        settings(
            &lock_timeout.as_text(),
            &or_none(&self.statement_timeout),
            &or_none(&self.transaction_timeout),
            version,
        )
    }

    /// The settings of the only attempt, where nobody tries again.
    pub(super) fn in_only_attempt(&self, version: i32) -> Vec<String> {
        let fixed = self.lock_timeout.clone().map(LockTimeout::Fixed);
        self.in_transaction(&fixed.unwrap_or(LockTimeout::Time(ladder::LONGEST)), version)
    }
}

/// The settings of a step that blocks nobody, and may take hours: an index built concurrently, a validation, a backfill.
pub(super) fn unlimited(version: i32) -> Vec<String> {
    settings("0", "0", "0", version)
}

/// The settings of taking away what a failed statement left: long enough to have an autovacuum cancelled.
pub(super) fn clearing(version: i32) -> Vec<String> {
    settings("5s", "0", "0", version)
}

/// The settings of what a run does on dbmig's own tables, which nobody else locks for long.
pub(super) fn own(version: i32) -> Vec<String> {
    settings("60s", "0", "0", version)
}

fn settings(lock: &str, statement: &str, transaction: &str, version: i32) -> Vec<String> {
    let set = |name: &str, time: &str| format!("SET {name} = {}", quote_literal(time));
    let mut settings = vec![set("lock_timeout", lock), set("statement_timeout", statement)];
    if version >= 170_000 {
        settings.push(set("transaction_timeout", transaction));
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_go_before_the_database() {
        let database = Database {
            lock_timeout: Some("5s"),
            statement_timeout: Some("1min"),
            retry_for: Some(Duration::from_secs(7)),
            ..Database::for_tests()
        };
        let limits = Limits::of(&database, &Options::default());
        assert_eq!((limits.lock_timeout.as_deref(), limits.retry_for.as_secs()), (Some("5s"), 7));
        let options = Options {
            lock_timeout: Some("2s".to_owned()),
            retry_for: Some(Duration::ZERO),
            ..Options::default()
        };
        let limits = Limits::of(&database, &options);
        assert_eq!((limits.lock_timeout.as_deref(), limits.retry_for), (Some("2s"), Duration::ZERO));
        assert_eq!(
            limits.in_only_attempt(160_000),
            ["SET lock_timeout = '2s'", "SET statement_timeout = '1min'"]
        );
        assert_eq!(Limits::of(&Database::for_tests(), &Options::default()).retry_for, RETRY_FOR);
    }

    #[test]
    fn what_a_server_lacks_is_not_set() {
        assert!(!unlimited(160_000).iter().any(|sql| sql.contains("transaction_timeout")));
        assert!(unlimited(170_000).contains(&"SET transaction_timeout = '0'".to_owned()));
    }
}
