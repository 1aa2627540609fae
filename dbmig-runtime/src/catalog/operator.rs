//! Operators.

use serde::{Deserialize, Serialize};

use super::{Object, ObjectName, OperatorSignature};

/// An [operator](https://www.postgresql.org/docs/current/sql-createoperator.html). One that is only promised, as the
/// commutator or negator of another, is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// The name and the types of the operands.
    pub signature: OperatorSignature,
    /// The function that it calls.
    pub function: ObjectName,
    /// `COMMUTATOR`: what is the same with the operands swapped.
    pub commutator: Option<ObjectName>,
    /// `NEGATOR`: what is true where this one is false.
    pub negator: Option<ObjectName>,
    /// `RESTRICT`: the estimator of how many rows it selects.
    pub restrict: Option<ObjectName>,
    /// `JOIN`: the estimator of how many rows a join with it gives.
    pub join: Option<ObjectName>,
    /// `HASHES`: it can be the condition of a hash join.
    pub hashes: bool,
    /// `MERGES`: it can be the condition of a merge join.
    pub merges: bool,
    /// `COMMENT ON OPERATOR`.
    pub comment: Option<String>,
}

impl Operator {
    /// What it is and what it is called.
    pub fn object(&self) -> Object {
        Object::Operator(self.signature.clone())
    }
}
