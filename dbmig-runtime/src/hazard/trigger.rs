//! H74: triggers come and go under locks.

use super::{Context, Finding, finding};
use crate::catalog::{Object, ObjectName, TriggerTiming};
use crate::op::{NewObject, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let message = match operation {
        Operation::Create(object) | Operation::Replace(object) => match &**object {
            NewObject::Trigger(trigger) if trigger.timing != TriggerTiming::InsteadOf => {
                let (name, table) = (&trigger.name.name, &trigger.name.relation);
                let waits = "waits for those who write to it, and lets nobody else write meanwhile";
                (table, format!("creating trigger {name} of {table} {waits}"))
            }
            _ => return Vec::new(),
        },
        Operation::Drop(Object::Trigger(table, name)) => {
            let waits = "waits for everybody who uses it, and lets nobody else in meanwhile";
            (table, format!("dropping trigger {name} of {table} {waits}"))
        }
        _ => return Vec::new(),
    };
    let (table, message): (&ObjectName, String) = message;
    if !context.existed(table) {
        return Vec::new();
    }
    finding(
        "H74",
        message,
        "on a busy table, give it a revision of its own, which waits and holds its lock for a short time",
    )
}

#[cfg(test)]
mod tests {
    use crate::catalog::Object;
    use crate::hazard::tests::check;
    use crate::op::table;

    #[test]
    fn a_trigger_goes() {
        let drop = || Object::Trigger("t".into(), "x".to_owned());
        check(|op| op.drop(drop()), &["H74"]);
        check(
            |op| {
                op.create_table(table("t"))?;
                op.drop(drop())
            },
            &[],
        );
    }
}
