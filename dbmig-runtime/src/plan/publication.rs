//! Publications. Their tables and schemas are parts, which come and go one by one: so a column that a published table
//! filters by can change under it.

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{Object, Publication, PublishedSchema, PublishedTable};
use crate::op::{Alteration, NewObject};

impl Noun for Publication {
    const CREATE: Rank = Rank::CreatePublication;
    const DROP: Rank = Rank::DropPublication;

    fn object(&self) -> Object {
        Object::Publication(self.name.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        if self.all_tables != to.all_tables {
            return Change::Again;
        }
        let before = self.options();
        let mut set = to.options();
        set.retain(|option| !before.contains(option));
        if self.generated_columns && !to.generated_columns {
            set.push("publish_generated_columns=none".to_owned());
        }
        let differs = !set.is_empty();
        let change = differs.then(|| alter(self.object(), Alteration::Options { set, reset: Vec::new() }));
        Change::InPlace(change.into_iter().collect())
    }
}

impl Noun for PublishedTable {
    const CREATE: Rank = Rank::CreatePublished;
    const DROP: Rank = Rank::DropPublished;

    fn object(&self) -> Object {
        self.name.clone().into()
    }

    fn parent(&self) -> Option<Object> {
        Some(Object::Publication(self.name.publication.clone()))
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        None
    }

    fn change(&self, _: &Self) -> Change {
        Change::Again
    }
}

impl Noun for PublishedSchema {
    const CREATE: Rank = Rank::CreatePublished;
    const DROP: Rank = Rank::DropPublished;

    fn object(&self) -> Object {
        self.name.clone().into()
    }

    fn parent(&self) -> Option<Object> {
        Some(Object::Publication(self.name.publication.clone()))
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        None
    }

    fn change(&self, _: &Self) -> Change {
        Change::InPlace(Vec::new())
    }
}
