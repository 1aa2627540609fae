//! Functions and procedures.

use serde::{Deserialize, Serialize};

use super::{Object, ObjectName, RoutineKind, Signature};

/// A [function](https://www.postgresql.org/docs/current/sql-createfunction.html), window functions among them, or a
/// [procedure](https://www.postgresql.org/docs/current/sql-createprocedure.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routine {
    /// A function or a procedure; aggregates are a noun of their own.
    pub kind: RoutineKind,
    /// The name and the types of the input arguments.
    pub signature: Signature,
    /// The arguments, in order; the columns of `RETURNS TABLE` stand in `result`.
    pub arguments: Vec<Argument>,
    /// What a function returns, as `RETURNS` writes it; `None` for a procedure.
    pub result: Option<String>,
    /// `LANGUAGE`.
    pub language: String,
    /// `WINDOW`.
    pub window: bool,
    /// `IMMUTABLE`, `STABLE` or `VOLATILE`.
    pub volatility: Volatility,
    /// `PARALLEL`.
    pub parallel: Parallel,
    /// `STRICT`.
    pub strict: bool,
    /// `LEAKPROOF`.
    pub leakproof: bool,
    /// `SECURITY DEFINER`.
    pub security_definer: bool,
    /// `COST`, where it is not the language's usual one.
    pub cost: Option<String>,
    /// `ROWS`, where it is not 1000.
    pub rows: Option<String>,
    /// `SET`: `name=value` as `pg_proc.proconfig` has it, sorted.
    pub settings: Vec<String>,
    /// `SUPPORT`: the planner support function.
    pub support: Option<ObjectName>,
    /// `TRANSFORM FOR TYPE`: the types, as SQL.
    pub transforms: Vec<String>,
    /// What it does.
    pub body: RoutineBody,
    /// `COMMENT ON FUNCTION`, `COMMENT ON PROCEDURE`.
    pub comment: Option<String>,
}

/// An argument of a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Its direction.
    pub mode: ArgumentMode,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its type, as SQL.
    pub data_type: String,
    /// The default, as SQL.
    pub default: Option<String>,
}

/// Whether an argument goes in or comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArgumentMode {
    /// `IN`.
    In,
    /// `OUT`.
    Out,
    /// `INOUT`.
    InOut,
    /// `VARIADIC`: an array of the arguments that are left.
    Variadic,
}

impl ArgumentMode {
    /// True if a caller gives a value.
    pub fn is_input(self) -> bool {
        self != Self::Out
    }
}

/// What the planner may expect of two calls with equal arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Volatility {
    /// `IMMUTABLE`.
    Immutable,
    /// `STABLE`.
    Stable,
    /// `VOLATILE`, PostgreSQL's default.
    Volatile,
}

/// Whether a query that calls it may run in parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parallel {
    /// `PARALLEL SAFE`.
    Safe,
    /// `PARALLEL RESTRICTED`.
    Restricted,
    /// `PARALLEL UNSAFE`, PostgreSQL's default.
    Unsafe,
}

/// The body of a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutineBody {
    /// `AS '…'`: text that the language reads when the routine runs.
    Text(String),
    /// `AS 'file', 'symbol'`: a function of a shared library.
    Library {
        /// The library (`pg_proc.probin`).
        file: String,
        /// The symbol in it.
        symbol: String,
    },
    /// `RETURN …` or `BEGIN ATOMIC … END`, as PostgreSQL prints what it has parsed.
    Sql(String),
}

impl Routine {
    /// What it is and what it is called.
    pub fn object(&self) -> Object {
        Object::Routine(self.kind, self.signature.clone())
    }

    /// The source of a routine that names what it uses only when it runs: PostgreSQL knows of no dependency.
    pub fn source(&self) -> Option<&str> {
        match &self.body {
            RoutineBody::Text(text) => Some(text),
            RoutineBody::Library { .. } | RoutineBody::Sql(_) => None,
        }
    }
}
