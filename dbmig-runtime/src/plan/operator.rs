//! Operators.

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{Object, Operator};
use crate::op::{Alteration, NewObject};

impl Noun for Operator {
    const CREATE: Rank = Rank::CreateOperator;
    const DROP: Rank = Rank::DropOperator;

    fn object(&self) -> Object {
        self.object()
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// `ALTER OPERATOR` sets the estimators; the rest is for good, as plans rely on it.
    fn change(&self, to: &Self) -> Change {
        let estimators = Self {
            restrict: to.restrict.clone(),
            join: to.join.clone(),
            comment: to.comment.clone(),
            ..self.clone()
        };
        if estimators != *to {
            return Change::Again;
        }
        let differs = self.restrict != to.restrict || self.join != to.join;
        let (restrict, join) = (to.restrict.clone(), to.join.clone());
        let set = differs.then(|| alter(self.object(), Alteration::Estimators { restrict, join }));
        Change::InPlace(set.into_iter().collect())
    }
}
