//! Event triggers. They would fire for the statements of a plan: the old ones go first, the new ones come last.

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{EventTrigger, Object};
use crate::op::{Alteration, NewObject};

impl Noun for EventTrigger {
    const CREATE: Rank = Rank::CreateEventTrigger;
    const DROP: Rank = Rank::DropEventTrigger;

    fn object(&self) -> Object {
        Object::EventTrigger(self.name.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        let same = self.event == to.event && self.tags == to.tags && self.function == to.function;
        if !same {
            return Change::Again;
        }
        let fires = Alteration::Firing { firing: to.firing, only: false };
        let fires = (self.firing != to.firing).then(|| alter(self.object(), fires));
        Change::InPlace(fires.into_iter().collect())
    }
}
