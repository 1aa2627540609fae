//! Functions and procedures.

use super::Changes;
use super::summary::Report;
use super::words::{Known, Words};
use std::collections::BTreeMap;

use crate::catalog::{Argument, ArgumentMode, Routine, RoutineBody, Signature};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for changes in [&changes.functions, &changes.procedures] {
        report.objects(changes, Routine::object, |routine| routine.comment.as_deref(), words);
    }
}

fn words(from: &Routine, to: &Routine) -> Vec<String> {
    let object = to.object();
    let mut words = Vec::new();
    let mut property = |what: &str, differs: bool| {
        if differs {
            words.push(format!("change {what} of {} {object}", object.kind()));
        }
    };
    property("arguments", names_and_modes(from) != names_and_modes(to));
    property("default arguments", defaults(from) != defaults(to));
    property("result", from.result != to.result);
    property("language", from.language != to.language);
    property("whether it is a window function", from.window != to.window);
    property("volatility", from.volatility != to.volatility);
    property("parallel safety", from.parallel != to.parallel);
    property("strictness", from.strict != to.strict);
    property("leakproofness", from.leakproof != to.leakproof);
    property("security", from.security_definer != to.security_definer);
    property("cost", from.cost != to.cost);
    property("estimated rows", from.rows != to.rows);
    property("settings", from.settings != to.settings);
    property("support function", from.support != to.support);
    property("transforms", from.transforms != to.transforms);
    property("body", from.body != to.body);
    words
}

fn names_and_modes(routine: &Routine) -> Vec<(ArgumentMode, Option<String>, String)> {
    let shape = |argument: &Argument| (argument.mode, argument.name.clone(), argument.data_type.clone());
    routine.arguments.iter().map(shape).collect()
}

fn defaults(routine: &Routine) -> Vec<Option<&str>> {
    routine.arguments.iter().map(|argument| argument.default.as_deref()).collect()
}

/// `routine` with renames made: `types` in types, `all` in expressions. A guess at what PostgreSQL prints then: where the
/// routine in `after` says the same with the same words replaced, its text is taken.
pub(super) fn rename(
    routine: &Routine,
    after: &BTreeMap<Signature, Routine>,
    types: &Words<'_>,
    all: &Words<'_>,
) -> Routine {
    let mut renamed = routine.clone();
    renamed.signature = rename_signature(&routine.signature, types);
    for argument in &mut renamed.arguments {
        argument.data_type = types.replace(&argument.data_type);
    }
    if let Some(result) = &mut renamed.result {
        *result = types.replace(result);
    }
    let mut known = Known::default();
    if let Some(after) = after.get(&renamed.signature) {
        for_each_text(&mut after.clone(), |text| known.add(all, text));
    }
    for_each_text(&mut renamed, |text| *text = known.settle(all, all.replace(text)));
    renamed
}

pub(super) fn rename_signature(signature: &Signature, types: &Words<'_>) -> Signature {
    Signature { name: signature.name.clone(), arguments: types.replace(&signature.arguments) }
}

fn for_each_text(routine: &mut Routine, mut change: impl FnMut(&mut String)) {
    routine.arguments.iter_mut().filter_map(|argument| argument.default.as_mut()).for_each(&mut change);
    if let RoutineBody::Sql(body) = &mut routine.body {
        change(body);
    }
}
