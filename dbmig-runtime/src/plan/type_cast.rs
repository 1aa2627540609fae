//! Casts.

use super::graph::Rank;
use super::noun::{Change, Noun};
use crate::catalog::{Object, TypeCast};
use crate::op::NewObject;

impl Noun for TypeCast {
    const CREATE: Rank = Rank::CreateCast;
    const DROP: Rank = Rank::DropCast;

    fn object(&self) -> Object {
        self.object()
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        let same = self.method == to.method && self.context == to.context;
        if same { Change::InPlace(Vec::new()) } else { Change::Again }
    }
}
