//! Extended statistics.

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{Object, Statistics};
use crate::op::{Alteration, NewObject};

impl Noun for Statistics {
    const CREATE: Rank = Rank::CreatePart;
    const DROP: Rank = Rank::DropPart;

    fn object(&self) -> Object {
        Object::Statistics(self.name.clone())
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
        if !self.same_definition(to) {
            return Change::Again;
        }
        let target = (self.target != to.target).then(|| alter(self.object(), Alteration::Target(to.target)));
        Change::InPlace(target.into_iter().collect())
    }
}
