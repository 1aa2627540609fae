//! Routines whose bodies name what isn't there.

use dbmig_runtime::catalog::RoutineBody;
use dbmig_runtime::op::{Execute, NewObject, Operation};

/// Until the transaction ends, PostgreSQL doesn't look into the bodies of new routines, as for a restore of `pg_dump`.
///
/// See [`check_function_bodies`](https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-CHECK-FUNCTION-BODIES).
const UNCHECKED: &str = "SET LOCAL check_function_bodies = off";

/// `operations`, such that no routine is refused for its body: two may call each other, and one of an old database may name a table
/// that is long gone. Whether they do what they should is for their author; that the result is the models' is for the proof.
pub(super) fn unchecked(mut operations: Vec<Operation>) -> Vec<Operation> {
    if let Some(first) = operations.iter().position(has_text) {
        let setting = Execute { sql: UNCHECKED.to_owned(), transactional: true };
        operations.insert(first, Operation::Execute(setting));
    }
    operations
}

/// True for a new routine with a body that PostgreSQL would read.
fn has_text(operation: &Operation) -> bool {
    let (Operation::Create(object) | Operation::Replace(object)) = operation else { return false };
    let NewObject::Routine(routine) = object.as_ref() else { return false };
    // Other languages don't look up what a body names.
    matches!(routine.body, RoutineBody::Text(_)) && matches!(routine.language.as_str(), "sql" | "plpgsql")
}
