//! Rewrite rules.

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{Object, Rule};
use crate::op::{Alteration, NewObject, Operation};

impl Noun for Rule {
    const CREATE: Rank = Rank::CreatePart;
    const DROP: Rank = Rank::DropPart;

    fn object(&self) -> Object {
        Object::Rule(self.name.relation.clone(), self.name.name.clone())
    }

    fn parent(&self) -> Option<Object> {
        Some(self.on.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        if self.on != to.on {
            return Change::Again;
        }
        let mut operations = Vec::new();
        if self.event != to.event || self.definition != to.definition {
            operations.push(Operation::Replace(Box::new(to.new_object())));
        }
        if self.firing != to.firing {
            let firing = Alteration::Firing { firing: to.firing, only: false };
            operations.push(alter(self.object(), firing));
        }
        Change::InPlace(operations)
    }
}
