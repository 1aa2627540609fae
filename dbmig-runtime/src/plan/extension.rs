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

    /// No extension that its authors haven't made relocatable can be moved, and none brings scripts that lead back to an
    /// older version.
    fn change(&self, to: &Self) -> Change {
        let stuck = self.schema != to.schema && !(self.relocatable && to.relocatable);
        if stuck || parts(&to.version) < parts(&self.version) {
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

/// A version for comparing: numbers by their value.
fn parts(version: &str) -> Vec<(u64, &str)> {
    version.split(['.', '-']).map(|part| (part.parse().unwrap_or(0), part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(parts("1.9") < parts("1.10"));
        assert!(parts("3.4") < parts("3.4.1"));
        assert!(parts("2.0.0-alpha") < parts("2.0.1"));
        assert!(parts("next") < parts("unpackaged"));
    }
}
