//! Aggregates.

use serde::{Deserialize, Serialize};

use super::{Object, ObjectName, Parallel, RoutineKind, Signature};

/// An [aggregate function](https://www.postgresql.org/docs/current/sql-createaggregate.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregate {
    /// The name and the types of the arguments, direct and aggregated.
    pub signature: Signature,
    /// The arguments, as SQL between the parentheses: `*` if there are none, with `ORDER BY` for an ordered set.
    pub arguments: String,
    /// Whether it is an ordinary one, or one over an ordered set.
    pub kind: AggregateKind,
    /// The type of the result, as SQL; it follows from the functions.
    pub result: String,
    /// `SFUNC` and what belongs to it.
    pub transition: Transition,
    /// `COMBINEFUNC`.
    pub combine: Option<ObjectName>,
    /// `SERIALFUNC`.
    pub serialize: Option<ObjectName>,
    /// `DESERIALFUNC`.
    pub deserialize: Option<ObjectName>,
    /// `MSFUNC` and what belongs to it: the way to compute it over a moving window frame.
    pub moving: Option<Transition>,
    /// `MINVFUNC`: what takes a value out of the state of `moving`.
    pub inverse: Option<ObjectName>,
    /// `SORTOP`, by its name: an index on it can answer the aggregate.
    pub sort_operator: Option<ObjectName>,
    /// `PARALLEL`.
    pub parallel: Parallel,
    /// `COMMENT ON AGGREGATE`.
    pub comment: Option<String>,
}

/// What the arguments of an aggregate are (`pg_aggregate.aggkind`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AggregateKind {
    /// All are aggregated.
    Normal,
    /// Some are direct, and the rows are sorted: `WITHIN GROUP (ORDER BY …)`.
    OrderedSet,
    /// The same, `HYPOTHETICAL`: the direct ones are a row that might be there.
    Hypothetical,
}

/// How an aggregate keeps its state and makes a result of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// `SFUNC`: what makes the next state from a state and a row.
    pub function: ObjectName,
    /// `STYPE`: the type of the state, as SQL.
    pub state: String,
    /// `SSPACE`: the state's size in bytes; 0 is the planner's guess.
    pub space: i32,
    /// `FINALFUNC`: what makes the result from the last state.
    pub last: Option<ObjectName>,
    /// `FINALFUNC_EXTRA`: it gets the types of the arguments too.
    pub last_extra: bool,
    /// `FINALFUNC_MODIFY`: what it does to the state.
    pub last_modifies: Modifies,
    /// `INITCOND`: the first state, as text.
    pub initial: Option<String>,
}

/// Whether a final function leaves the state as it is (`pg_aggregate.aggfinalmodify`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modifies {
    /// `READ_ONLY`.
    ReadOnly,
    /// `SHAREABLE`: other final functions may follow.
    Shareable,
    /// `READ_WRITE`.
    ReadWrite,
}

impl Aggregate {
    /// What it is and what it is called.
    pub fn object(&self) -> Object {
        Object::Routine(RoutineKind::Aggregate, self.signature.clone())
    }
}
