//! Extensions.

use super::graph::{Rank, Resource};
use super::noun::{Change, Noun, alter};
use crate::catalog::{Extension, Object};
use crate::op::{Alteration, ExtensionAction, NewObject};

impl Noun for Extension {
    const CREATE: Rank = Rank::CreateExtension;
    const DROP: Rank = Rank::DropExtension;

    fn object(&self) -> Object {
        Object::Extension(self.name.clone())
    }

    fn schema(&self) -> Option<Resource> {
        self.schema.clone().map(Resource::Schema)
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// No extension that its authors haven't made relocatable can be moved.
    fn change(&self, to: &Self) -> Change {
        if self.schema != to.schema && !(self.relocatable && to.relocatable) {
            return Change::Again;
        }
        let mut actions = Vec::new();
        if self.version != to.version {
            actions.push(ExtensionAction::Update(to.version.clone()));
        }
        if self.schema != to.schema {
            actions.push(ExtensionAction::SetSchema(to.schema.clone()));
        }
        let operations =
            actions.into_iter().map(|action| alter(self.object(), Alteration::Extension(action)));
        Change::InPlace(operations.collect())
    }
}
