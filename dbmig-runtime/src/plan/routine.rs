//! Functions and procedures.

use super::graph::{Rank, Resource};
use super::noun::{Change, Noun};
use crate::catalog::{Argument, ArgumentMode, Object, Routine};
use crate::op::{NewObject, Operation};

impl Noun for Routine {
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

    fn source(&self) -> Option<&str> {
        self.source()
    }

    fn change(&self, to: &Self) -> Change {
        if !replaceable(self, to) {
            return Change::Again;
        }
        let same = Self { comment: to.comment.clone(), ..self.clone() } == *to;
        let replace = (!same).then(|| Operation::Replace(Box::new(to.new_object())));
        Change::InPlace(replace.into_iter().collect())
    }
}

/// What `CREATE OR REPLACE` may not change: callers keep what they see of the arguments and the result
/// (`ProcedureCreate` in PostgreSQL's `pg_proc.c`).
fn replaceable(from: &Routine, to: &Routine) -> bool {
    let outputs = |routine: &Routine| -> Vec<(ArgumentMode, Option<String>, String)> {
        let shown = routine.arguments.iter().filter(|argument| is_output(argument));
        shown.map(|argument| (argument.mode, argument.name.clone(), argument.data_type.clone())).collect()
    };
    let inputs = || inputs(from).zip(inputs(to));
    let names_stay = inputs().all(|(from, to)| from.name.is_none() || from.name == to.name);
    let defaults_stay = inputs().all(|(from, to)| from.default.is_none() || to.default.is_some());
    from.window == to.window
        && from.result == to.result
        && outputs(from) == outputs(to)
        && names_stay
        && defaults_stay
}

fn inputs(routine: &Routine) -> impl Iterator<Item = &Argument> {
    routine.arguments.iter().filter(|argument| argument.mode.is_input())
}

fn is_output(argument: &Argument) -> bool {
    matches!(argument.mode, ArgumentMode::Out | ArgumentMode::InOut)
}
