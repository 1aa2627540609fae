//! Aggregates.

use super::graph::{Rank, Resource};
use super::noun::{Change, Noun};
use crate::catalog::{Aggregate, Object};
use crate::op::{NewObject, Operation};

impl Noun for Aggregate {
    const CREATE: Rank = Rank::CreateRoutine;
    const DROP: Rank = Rank::DropRoutine;

    fn object(&self) -> Object {
        self.object()
    }

    fn names(&self) -> Vec<Resource> {
        vec![Resource::Routine(self.signature.clone())]
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// `CREATE OR REPLACE` keeps what callers see: the arguments and the result.
    fn change(&self, to: &Self) -> Change {
        if self.arguments != to.arguments || self.kind != to.kind || self.result != to.result {
            return Change::Again;
        }
        let same = Self { comment: to.comment.clone(), ..self.clone() } == *to;
        let replace = (!same).then(|| Operation::Replace(Box::new(to.new_object())));
        Change::InPlace(replace.into_iter().collect())
    }
}
