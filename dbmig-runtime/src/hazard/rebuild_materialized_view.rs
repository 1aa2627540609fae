//! H70: a materialized view that is built again or filled again.

use super::{Context, Finding, finding};
use crate::catalog::Object;
use crate::op::{Alteration, NewObject, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let message = match operation {
        Operation::Create(object) => match &**object {
            NewObject::MaterializedView(view)
                if !context.is_new(&Object::MaterializedView(view.name.clone())) =>
            {
                let left = if view.populated { "its query runs anew" } else { "it is left without rows" };
                format!(
                    "materialized view {} is built again: nobody can read it until its indexes are there, and {left}",
                    view.name
                )
            }
            _ => return Vec::new(),
        },
        Operation::Alter(alter) => match alter.alteration {
            Alteration::Refresh(true) => {
                format!(
                    "filling materialized view {} lets nobody read it until its query has run",
                    alter.object
                )
            }
            Alteration::Refresh(false) => {
                format!(
                    "materialized view {} loses its rows, and can't be read until it is filled",
                    alter.object
                )
            }
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    finding("H70", message, "where it is large, build it under another name, fill it, and swap the two")
}

#[cfg(test)]
mod tests {
    use crate::catalog::{MaterializedView, Object};
    use crate::hazard::tests::check;
    use crate::op::{Alter, Alteration, Operation};

    #[test]
    fn rows_are_gone_for_a_while() {
        let view = || MaterializedView {
            name: "m".into(),
            columns: Vec::new(),
            query: "SELECT 1".to_owned(),
            storage: Vec::new(),
            access_method: None,
            tablespace: None,
            populated: true,
            indexes: Vec::new(),
            clustered_on: None,
            comment: None,
        };
        check(|op| op.create(view().into()), &[]);
        check(
            |op| {
                op.drop(Object::MaterializedView("m".into()))?;
                op.create(view().into())
            },
            &["H70"],
        );
        let object = Object::MaterializedView("m".into());
        let refresh = Alter { object, alteration: Alteration::Refresh(true) };
        check(|op| op.push(Operation::Alter(Box::new(refresh))), &["H70"]);
    }
}
