//! Routines whose bodies name what isn't there.

use dbmig_runtime::catalog::RoutineBody;
use dbmig_runtime::op::{Execute, NewObject, Operation};
use dbmig_runtime::sql::portable_statements;

/// Until the transaction ends, PostgreSQL doesn't look into the bodies of new routines, as for a restore of `pg_dump`.
///
/// See [`check_function_bodies`](https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-CHECK-FUNCTION-BODIES).
const UNCHECKED: &str = "SET LOCAL check_function_bodies = off";

/// `operations`, such that no routine is refused for its body: two may call each other, and one of an old database may name a table
/// that is long gone. Whether they do what they should is for their author; that the result is the models' is for the proof.
pub(super) fn unchecked(operations: Vec<Operation>) -> Vec<Operation> {
    let (mut all, mut is_set) = (Vec::new(), false);
    for operation in operations {
        if has_text(&operation) && !is_set {
            all.push(Operation::Execute(Execute { sql: UNCHECKED.to_owned(), transactional: true }));
            is_set = true;
        }
        is_set = is_set && portable_statements(&operation).iter().all(|statement| statement.transactional);
        all.push(operation);
    }
    all
}

/// True for a new routine with a body that PostgreSQL would read.
fn has_text(operation: &Operation) -> bool {
    let (Operation::Create(object) | Operation::Replace(object)) = operation else { return false };
    let NewObject::Routine(routine) = object.as_ref() else { return false };
    // Other languages don't look up what a body names.
    matches!(routine.body, RoutineBody::Text(_)) && matches!(routine.language.as_str(), "sql" | "plpgsql")
}
