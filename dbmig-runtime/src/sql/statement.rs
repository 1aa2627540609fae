//! A statement that is ready to run.

/// One SQL statement and how it may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The SQL, without a closing semicolon.
    pub sql: String,
    /// False if PostgreSQL refuses it inside a transaction block, or if what it makes can't be used before the
    /// transaction ends.
    pub transactional: bool,
    /// True if it only moves a sequence to where the rows are: no part of the schema.
    pub follows_rows: bool,
}

impl Statement {
    pub(super) fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), transactional: true, follows_rows: false }
    }

    pub(super) fn following_rows(sql: impl Into<String>) -> Self {
        Self { follows_rows: true, ..Self::new(sql) }
    }

    pub(super) fn alone(sql: impl Into<String>) -> Self {
        Self { transactional: false, ..Self::new(sql) }
    }
}
