//! H47: a domain that rules out values reads every table that uses it.

use super::{Context, Finding, finding};
use crate::op::{Alteration, DomainAction, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Alter(alter) = operation else { return Vec::new() };
    let Alteration::Domain(action) = &alter.alteration else { return Vec::new() };
    if context.is_new(&alter.object) {
        return Vec::new();
    }
    let domain = &alter.object;
    let what = match action {
        DomainAction::AddCheck(check) if !check.not_valid => format!("adding check {} to", check.name),
        DomainAction::ValidateConstraint(name) => format!("validating constraint {name} of"),
        DomainAction::SetNotNull(_) => "not null on".to_owned(),
        _ => return Vec::new(),
    };
    finding(
        "H47",
        format!(
            "{what} domain {domain} reads every table that uses it while nobody writes there, and fails on values that break it"
        ),
        "add the check as NOT VALID, and validate it at a quiet time",
    )
}

#[cfg(test)]
mod tests {
    use crate::catalog::{Check, Object};
    use crate::hazard::tests::check;
    use crate::op::{Alter, Alteration, DomainAction, Op, Operation, Result};

    fn change(action: DomainAction) -> impl FnOnce(&mut Op) -> Result {
        let (object, alteration) = (Object::Domain("d".into()), Alteration::Domain(action));
        move |op| op.push(Operation::Alter(Box::new(Alter { object, alteration })))
    }

    #[test]
    fn values_are_checked() {
        let valid = Check::new("c", "VALUE > 0");
        let not_valid = Check { not_valid: true, ..valid.clone() };
        check(change(DomainAction::AddCheck(valid)), &["H47"]);
        check(change(DomainAction::AddCheck(not_valid)), &[]);
        check(change(DomainAction::ValidateConstraint("c".to_owned())), &["H47"]);
        check(change(DomainAction::SetNotNull(None)), &["H47"]);
        check(change(DomainAction::DropNotNull), &[]);
    }
}
