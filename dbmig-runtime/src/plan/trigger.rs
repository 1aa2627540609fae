//! Triggers.

use super::graph::{Rank, Resource};
use super::noun::{Change, Noun, alter};
use super::scope::Scope;
use crate::catalog::{Firing, Object, ObjectName, Trigger};
use crate::op::{Alteration, NewObject, Operation};

impl Noun for Trigger {
    const CREATE: Rank = Rank::CreatePart;
    const DROP: Rank = Rank::DropPart;

    fn object(&self) -> Object {
        Object::Trigger(self.name.relation.clone(), self.name.name.clone())
    }

    fn parent(&self) -> Option<Object> {
        Some(self.on.clone())
    }

    /// A constraint trigger has a name among the constraints of its table.
    fn names(&self) -> Vec<Resource> {
        let constraint = self.constraint.as_ref();
        let name = || Resource::Constraint(self.name.relation.clone(), self.name.name.clone());
        constraint.map(|_| name()).into_iter().collect()
    }

    fn also_needs(&self) -> Vec<Object> {
        self.partitions.keys().map(|name| Object::Table(name.clone())).collect()
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// A column can't go before the trigger lets go of it, and the new trigger may be in need of what comes after that.
    fn is_hindered(&self, _: &Self, scope: &Scope<'_>) -> bool {
        let on = scope.changes.renamed.dependencies.get(&self.object());
        on.into_iter().flatten().any(|on| match on {
            Object::Column(table, column) => {
                let table = scope.changes.to.tables.get(table);
                table.is_some_and(|table| table.column(column).is_none())
            }
            _ => false,
        })
    }

    /// `CREATE OR REPLACE` neither takes nor makes constraint triggers.
    fn change(&self, to: &Self) -> Change {
        if self.same_definition(to) {
            return Change::InPlace(self.firing_changes(to));
        }
        if self.on != to.on || self.constraint.is_some() || to.constraint.is_some() {
            return Change::Again;
        }
        Change::InPlace(vec![Operation::Replace(Box::new(to.new_object()))])
    }
}

impl Trigger {
    /// What is said of the trigger holds for all its copies; those that differ are said after it.
    fn firing_changes(&self, to: &Self) -> Vec<Operation> {
        if self.firing == to.firing && self.partitions == to.partitions {
            return Vec::new();
        }
        let change = |table: &ObjectName, firing: Firing, only: bool| {
            let object = Object::Trigger(table.clone(), to.name.name.clone());
            alter(object, Alteration::Firing { firing, only })
        };
        let own = std::iter::once(change(&to.name.relation, to.firing, false));
        own.chain(to.partitions.iter().map(|(table, firing)| change(table, *firing, true))).collect()
    }
}
