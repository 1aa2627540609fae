//! SQL that the author wrote.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};

/// SQL that runs as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Execute {
    /// The statement or statements. Outside a transaction only one is allowed.
    pub sql: String,
    /// False for a statement that can't run in a transaction, such as `VACUUM`.
    pub transactional: bool,
}

impl Op {
    /// Runs `sql`, one statement or several, in the revision's transaction. It may not end that transaction, nor COPY
    /// from or to the client.
    ///
    /// # Errors
    /// If the text is empty or holds a NUL character.
    pub fn execute(&mut self, sql: impl Into<String>) -> Result {
        self.push_sql(sql.into(), true)
    }

    /// Runs `sql`, a single statement, outside any transaction: the transaction before it is committed, and a new
    /// one starts after it.
    ///
    /// # Errors
    /// If the text is empty or holds a NUL character.
    pub fn execute_outside_transaction(&mut self, sql: impl Into<String>) -> Result {
        self.push_sql(sql.into(), false)
    }

    fn push_sql(&mut self, sql: String, transactional: bool) -> Result {
        if sql.trim().is_empty() {
            return Err(Error::Missing { what: "the SQL of execute".to_owned() });
        }
        if sql.contains('\0') {
            return Err(Error::Nul { what: "the SQL of execute".to_owned() });
        }
        self.push(Operation::Execute(Execute { sql, transactional }))
    }
}
