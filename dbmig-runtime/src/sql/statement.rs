//! A statement that is ready to run.

/// One SQL statement and how it may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The SQL, without a closing semicolon.
    pub sql: String,
    /// False if PostgreSQL refuses it inside a transaction block.
    pub transactional: bool,
}
