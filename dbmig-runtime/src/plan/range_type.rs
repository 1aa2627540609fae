//! Range types.

use super::graph::{Rank, Resource};
use super::noun::{Change, Noun, alter};
use crate::catalog::{Object, ObjectName, RangeType, RoutineKind, Signature};
use crate::op::{Alteration, NewObject, Operation};

impl Noun for RangeType {
    const CREATE: Rank = Rank::CreateType;
    const DROP: Rank = Rank::DropType;

    fn object(&self) -> Object {
        Object::Type(self.name.clone())
    }

    fn names(&self) -> Vec<Resource> {
        vec![Resource::Type(self.multirange.clone())]
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        let comment = self.comment.clone();
        if *self == (Self { comment: comment.clone(), ..to.clone() }) {
            return Change::InPlace(Vec::new());
        }
        let multirange = self.multirange.clone();
        let renamed = *self == (Self { comment, multirange, ..to.clone() });
        if renamed && self.multirange.schema == to.multirange.schema {
            let rename = Alteration::Rename(to.multirange.name.clone());
            return Change::InPlace(vec![alter(Object::Type(self.multirange.clone()), rename)]);
        }
        Change::Again
    }

    /// The multirange type has a name of its own and goes with the range type. So do the functions that make values of
    /// the two, which don't take a new name with them.
    fn make_way(&self, meanwhile: &ObjectName) -> Vec<Operation> {
        let room = crate::catalog::MAX_IDENTIFIER_BYTES - "_m".len();
        let stem = meanwhile.name.get(..meanwhile.name.floor_char_boundary(room)).unwrap_or(&meanwhile.name);
        let multirange = format!("{stem}_m");
        let (range, subtype) = (&self.name, &self.subtype);
        let functions = [
            (range, format!("{subtype}, {subtype}"), &meanwhile.name),
            (range, format!("{subtype}, {subtype}, text"), &meanwhile.name),
            (&self.multirange, String::new(), &multirange),
            (&self.multirange, range.to_string(), &multirange),
            (&self.multirange, format!("{range}[]"), &multirange),
        ];
        let rename = |object, to: &String| alter(object, Alteration::Rename(to.clone()));
        let functions = functions.into_iter().map(|(name, arguments, to)| {
            let signature = Signature { name: name.clone(), arguments };
            rename(Object::Routine(RoutineKind::Function, signature), to)
        });
        let mut operations: Vec<Operation> = functions.collect();
        operations.push(rename(Object::Type(self.multirange.clone()), &multirange));
        operations.push(rename(self.object(), &meanwhile.name));
        operations
    }
}
