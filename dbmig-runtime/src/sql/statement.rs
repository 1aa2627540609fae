//! A statement that is ready to run.

/// One SQL statement and how it may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The SQL, without a closing semicolon.
    pub sql: String,
    /// False if PostgreSQL refuses it inside a transaction block, or if what it makes can't be used before the
    /// transaction ends.
    pub transactional: bool,
}

impl Statement {
    pub(super) fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), transactional: true }
    }

    pub(super) fn alone(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), transactional: false }
    }
}
