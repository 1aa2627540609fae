//! Operations on schemas.

use serde::{Deserialize, Serialize};

use super::{Op, Operation, Result};
use crate::catalog::check_identifier;

/// A change of a schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SchemaOperation {
    /// `CREATE SCHEMA`.
    Create {
        /// The schema.
        name: String,
    },
    /// `DROP SCHEMA`: it must be empty.
    Drop {
        /// The schema.
        name: String,
    },
    /// `ALTER SCHEMA … RENAME TO`.
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
}

impl Op {
    /// Creates the schema `name`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep the name.
    pub fn create_schema(&mut self, name: &str) -> Result {
        check_identifier(name)?;
        self.push(Operation::Schema(SchemaOperation::Create { name: name.to_owned() }))
    }

    /// Drops the schema `name`, which must be empty.
    ///
    /// # Errors
    /// If PostgreSQL could not keep the name.
    pub fn drop_schema(&mut self, name: &str) -> Result {
        check_identifier(name)?;
        self.push(Operation::Schema(SchemaOperation::Drop { name: name.to_owned() }))
    }

    /// Renames the schema `from` to `to`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn rename_schema(&mut self, from: &str, to: &str) -> Result {
        check_identifier(from)?;
        check_identifier(to)?;
        self.push(Operation::Schema(SchemaOperation::Rename { from: from.to_owned(), to: to.to_owned() }))
    }
}
