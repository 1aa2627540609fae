//! Composite types.

use super::again::Disturbance;
use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use super::scope::Scope;
use crate::catalog::{Attribute, CompositeType, Object};
use crate::op::{Alteration, AttributeAction, NewObject, Operation, SetComment};

impl Noun for CompositeType {
    const CREATE: Rank = Rank::CreateType;
    const DROP: Rank = Rank::DropType;

    fn object(&self) -> Object {
        Object::Type(self.name.clone())
    }

    fn parts(&self) -> Vec<Object> {
        let attributes = self.attributes.iter().map(|attribute| self.attribute(&attribute.name));
        std::iter::once(self.object()).chain(attributes).collect()
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// New attributes come behind the others, and no other order can be had.
    fn change(&self, to: &Self) -> Change {
        let kept = |attribute: &&Attribute| to.find(&attribute.name).is_some();
        let names = self.attributes.iter().filter(kept).map(|attribute| &attribute.name);
        let in_order = names.clone().zip(&to.attributes).all(|(name, attribute)| *name == attribute.name);
        if !in_order || (names.count() == 0 && !self.attributes.is_empty()) {
            return Change::Again;
        }
        let mut operations = Vec::new();
        let mut act = |action| operations.push(alter(self.object(), Alteration::Attribute(action)));
        for attribute in self.attributes.iter().filter(|attribute| !kept(attribute)) {
            act(AttributeAction::Drop(attribute.name.clone()));
        }
        for attribute in &to.attributes {
            match self.find(&attribute.name) {
                None => act(AttributeAction::Add(attribute.clone())),
                Some(before) if retyped(before, attribute) => {
                    act(AttributeAction::SetType(attribute.clone()))
                }
                Some(_) => {}
            }
        }
        for attribute in &to.attributes {
            let before = self.find(&attribute.name);
            if before.is_some_and(|before| before.comment != attribute.comment) {
                let (target, comment) = (self.attribute(&attribute.name), attribute.comment.clone());
                operations.push(Operation::Comment(SetComment { target, comment }));
            }
        }
        Change::InPlace(operations)
    }

    /// PostgreSQL doesn't write the rows that hold values of the type.
    fn is_hindered(&self, to: &Self, scope: &Scope<'_>) -> bool {
        let pairs = to.attributes.iter().filter_map(|after| Some((self.find(&after.name)?, after)));
        pairs.clone().any(|(before, after)| retyped(before, after)) && scope.is_stored(&self.object())
    }

    fn disturbs(&self, to: &Self) -> Vec<(Object, Disturbance)> {
        let mut disturbed = Vec::new();
        for before in &self.attributes {
            let disturbance = match to.find(&before.name) {
                None => Disturbance::Again,
                Some(after) if retyped(before, after) => Disturbance::Retyped,
                Some(_) => continue,
            };
            disturbed.push((self.attribute(&before.name), disturbance));
        }
        disturbed
    }
}

impl CompositeType {
    fn find(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    fn attribute(&self, name: &str) -> Object {
        Object::Column(self.name.clone(), name.to_owned())
    }
}

fn retyped(before: &Attribute, after: &Attribute) -> bool {
    before.data_type != after.data_type || before.collation != after.collation
}
