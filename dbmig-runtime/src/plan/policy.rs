//! Row security policies.

use super::graph::Rank;
use super::noun::{Change, Noun, alter};
use crate::catalog::{Object, Policy};
use crate::op::{Alteration, NewObject};

impl Noun for Policy {
    const CREATE: Rank = Rank::CreatePart;
    const DROP: Rank = Rank::DropPart;

    fn object(&self) -> Object {
        Object::Policy(self.name.relation.clone(), self.name.name.clone())
    }

    fn parent(&self) -> Option<Object> {
        Some(self.on())
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// `ALTER POLICY` can put an expression in the place of another, and take none away.
    fn change(&self, to: &Self) -> Change {
        let goes = |from: &Option<String>, to: &Option<String>| from.is_some() && to.is_none();
        if self.command != to.command
            || self.permissive != to.permissive
            || goes(&self.using, &to.using)
            || goes(&self.check, &to.check)
        {
            return Change::Again;
        }
        let roles = (self.roles != to.roles).then(|| to.roles.clone());
        let using = to.using.clone().filter(|_| self.using != to.using);
        let check = to.check.clone().filter(|_| self.check != to.check);
        if roles.is_none() && using.is_none() && check.is_none() {
            return Change::InPlace(Vec::new());
        }
        Change::InPlace(vec![alter(self.object(), Alteration::Policy { roles, using, check })])
    }
}
