//! Foreign-data wrappers and servers.

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{ForeignDataWrapper, Object, Server};
use crate::op::{Alteration, ForeignAction, NewObject, Operation, OptionChanges};

impl Noun for ForeignDataWrapper {
    const CREATE: Rank = Rank::CreateServer;
    const DROP: Rank = Rank::DropServer;

    fn object(&self) -> Object {
        Object::ForeignDataWrapper(self.name.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        let handler = (self.handler != to.handler).then(|| ForeignAction::Handler(to.handler.clone()));
        let validator =
            (self.validator != to.validator).then(|| ForeignAction::Validator(to.validator.clone()));
        let options = OptionChanges::between(&self.options, &to.options).map(ForeignAction::Options);
        Change::InPlace(operations(&self.object(), [handler, validator, options]))
    }
}

impl Noun for Server {
    const CREATE: Rank = Rank::CreateServer;
    const DROP: Rank = Rank::DropServer;

    fn object(&self) -> Object {
        Object::Server(self.name.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        if !self.can_become(to) {
            return Change::Again;
        }
        let version = (self.version != to.version).then(|| ForeignAction::Version(to.version.clone()));
        let options = OptionChanges::between(&self.options, &to.options).map(ForeignAction::Options);
        Change::InPlace(operations(&self.object(), [version, options]))
    }
}

fn operations(object: &Object, actions: impl IntoIterator<Item = Option<ForeignAction>>) -> Vec<Operation> {
    let actions = actions.into_iter().flatten();
    actions.map(|action| alter(object.clone(), Alteration::Foreign(action))).collect()
}
