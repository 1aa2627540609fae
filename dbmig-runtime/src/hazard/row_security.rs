//! H75, H76: who sees which rows.

use super::{Context, Finding, finding};
use crate::catalog::{Object, ObjectName};
use crate::op::{Alter, NewObject, Operation, TableAction, TableOperation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let (what, table) = match operation {
        Operation::Table(TableOperation::Alter { name, action }) => match action {
            TableAction::EnableRowSecurity if !gets_policy(name, context) => return unseen(name, context),
            TableAction::EnableRowSecurity
            | TableAction::DisableRowSecurity
            | TableAction::ForceRowSecurity
            | TableAction::NoForceRowSecurity => ("another row security".to_owned(), name),
            _ => return Vec::new(),
        },
        Operation::Create(object) => match &**object {
            NewObject::Policy(policy) => ("a new policy".to_owned(), &policy.name.relation),
            _ => return Vec::new(),
        },
        Operation::Alter(alter) => match &**alter {
            Alter { object: Object::Policy(table, name), .. } => (format!("another policy {name}"), table),
            _ => return Vec::new(),
        },
        Operation::Drop(Object::Policy(table, name)) => (format!("dropping policy {name}"), table),
        _ => return Vec::new(),
    };
    if !context.existed(table) {
        return Vec::new();
    }
    finding(
        "H76",
        format!("{what} changes who sees which rows of {table}"),
        "have it reviewed by who answers for access to the data",
    )
}

fn gets_policy(table: &ObjectName, context: &Context<'_>) -> bool {
    context.operations.iter().any(|operation| match operation {
        Operation::Create(object) => {
            matches!(&**object, NewObject::Policy(policy) if policy.name.relation == *table)
        }
        _ => false,
    })
}

fn unseen(table: &ObjectName, context: &Context<'_>) -> Vec<Finding> {
    if !context.existed(table) {
        return Vec::new();
    }
    finding(
        "H75",
        format!("with row security and without a policy, others than the owner see no row of {table}"),
        "create the policies first, in the same revision",
    )
}

#[cfg(test)]
mod tests {
    use crate::catalog::{Object, PartName, Policy, PolicyCommand};
    use crate::hazard::tests::check;
    use crate::op::{TableAction, table};

    #[test]
    fn who_sees_rows() {
        let policy = Policy {
            name: PartName::new("t", "p"),
            permissive: true,
            command: PolicyCommand::All,
            roles: Vec::new(),
            using: Some("true".to_owned()),
            check: None,
            comment: None,
        };
        check(|op| op.alter_table("t", TableAction::EnableRowSecurity), &["H75"]);
        check(|op| op.drop(Object::Policy("t".into(), "p".to_owned())), &["H76"]);
        let own = policy.clone();
        check(
            |op| {
                op.create(own.into())?;
                op.alter_table("t", TableAction::EnableRowSecurity)
            },
            &["H76", "H76"],
        );
        check(
            |op| {
                op.create_table(table("t"))?;
                op.create(policy.into())
            },
            &[],
        );
    }
}
