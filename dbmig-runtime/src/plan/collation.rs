//! Collations.

use super::graph::Rank;
use super::noun::{Change, Noun};
use crate::catalog::{Collation, Object};
use crate::op::NewObject;

impl Noun for Collation {
    const CREATE: Rank = Rank::CreateType;
    const DROP: Rank = Rank::DropType;

    fn object(&self) -> Object {
        Object::Collation(self.name.clone())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// PostgreSQL changes nothing of a collation: what was sorted by it would be out of order.
    fn change(&self, to: &Self) -> Change {
        let comment = self.comment.clone();
        if *self == (Self { comment, ..to.clone() }) { Change::InPlace(Vec::new()) } else { Change::Again }
    }
}
