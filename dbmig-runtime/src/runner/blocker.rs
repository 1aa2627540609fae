//! Who holds the lock that a statement waits for.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::time;
use crate::catalog::quote_literal;

/// A session, or a prepared transaction, that a statement waits for. Where sessions wait for each other, the one that all wait for.
///
/// What other roles do is shown to members of `pg_read_all_stats`; without that right only process and application are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Blocker {
    /// The backend's process id; a prepared transaction has none.
    pub pid: Option<i32>,
    /// The global id of a transaction that was prepared for a two-phase commit.
    pub prepared: Option<String>,
    /// Its `application_name`; empty if it has none.
    pub application: String,
    /// Its role.
    pub user: Option<String>,
    /// The client's address; none on a Unix socket, and of the server's own processes.
    pub client: Option<String>,
    /// `active`, `idle in transaction`, …
    pub state: Option<String>,
    /// `client backend`, `autovacuum worker`, …
    pub backend: Option<String>,
    /// For how long its transaction has been open.
    #[serde(rename = "transaction_age_ms", serialize_with = "time::as_optional_milliseconds")]
    pub transaction_age: Option<Duration>,
    /// What it runs, or ran last, if that was asked for: queries hold data.
    pub query: Option<String>,
}

impl Blocker {
    /// What to do about it.
    pub(super) fn next_step(&self) -> String {
        match (&self.prepared, self.pid) {
            (Some(id), _) => {
                let id = quote_literal(id);
                format!("finish it with COMMIT PREPARED {id} or ROLLBACK PREPARED {id}")
            }
            (None, Some(_)) if self.is_autovacuum() => "let the autovacuum finish".to_owned(),
            (None, Some(pid)) => {
                format!("wait until process {pid} is done, or end it with SELECT pg_terminate_backend({pid})")
            }
            (None, None) => "wait until it is done".to_owned(),
        }
    }

    /// True if it is the same one, whatever it does now.
    pub(super) fn is(&self, other: &Self) -> bool {
        (self.pid, &self.prepared) == (other.pid, &other.prepared)
    }

    fn is_autovacuum(&self) -> bool {
        self.backend.as_deref() == Some("autovacuum worker")
    }
}

/// `"psql" (process 42, role ann, 10.0.0.7, idle in transaction for 312 s)`.
impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut known: Vec<String> = Vec::new();
        match &self.prepared {
            Some(id) => write!(f, "the prepared transaction {}", quote_literal(id))?,
            None if self.application.is_empty() => {
                f.write_str(self.backend.as_deref().unwrap_or("a session"))?;
            }
            None => write!(f, "{:?}", self.application)?,
        }
        known.extend(self.pid.map(|pid| format!("process {pid}")));
        known.extend(self.user.as_ref().map(|role| format!("role {role}")));
        known.extend(self.client.clone());
        let age = self.transaction_age.map(|age| format!("for {} s", age.as_secs()));
        let state = match (&self.state, age) {
            (Some(state), Some(age)) => Some(format!("{state} {age}")),
            (None, Some(age)) => Some(format!("open {age}")),
            (state, None) => state.clone(),
        };
        known.extend(state);
        if !known.is_empty() {
            write!(f, " ({})", known.join(", "))?;
        }
        match &self.query {
            Some(query) => write!(f, ": {}", query.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_named_by_what_is_known_of_it() {
        let mut blocker = Blocker { pid: Some(42), application: "psql".to_owned(), ..Blocker::default() };
        assert_eq!(blocker.to_string(), "\"psql\" (process 42)");
        blocker.user = Some("ann".to_owned());
        blocker.client = Some("10.0.0.7".to_owned());
        blocker.state = Some("idle in transaction".to_owned());
        blocker.transaction_age = Some(Duration::from_secs(312));
        blocker.query = Some("SELECT 1\n  FROM t".to_owned());
        assert_eq!(
            blocker.to_string(),
            "\"psql\" (process 42, role ann, 10.0.0.7, idle in transaction for 312 s): SELECT 1 FROM t"
        );
        assert!(blocker.next_step().contains("pg_terminate_backend(42)"));
    }

    #[test]
    fn a_prepared_transaction_has_no_process() {
        let blocker = Blocker {
            prepared: Some("it's".to_owned()),
            transaction_age: Some(Duration::from_secs(5)),
            ..Blocker::default()
        };
        assert_eq!(blocker.to_string(), "the prepared transaction 'it''s' (open for 5 s)");
        assert_eq!(
            blocker.next_step(),
            "finish it with COMMIT PREPARED 'it''s' or ROLLBACK PREPARED 'it''s'"
        );
    }
}
