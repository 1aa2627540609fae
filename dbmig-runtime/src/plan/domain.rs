//! Domains.

use super::comment;
use super::graph::{Graph, Rank, Resource, Step};
use super::noun::{Change, Noun, alter};
use super::parts::{Parts, parts};
use super::scope::Scope;
use crate::catalog::{Check, Domain, Object, default_name};
use crate::op::{Alteration, DomainAction, NewObject};

impl Noun for Domain {
    const CREATE: Rank = Rank::CreateType;
    const DROP: Rank = Rank::DropType;

    fn object(&self) -> Object {
        Object::Domain(self.name.clone())
    }

    fn parts(&self) -> Vec<Object> {
        let checks = self.checks.iter().map(|check| self.constraint(&check.name));
        std::iter::once(self.object()).chain(checks).collect()
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    /// Since 17 the old one's constraint keeps the name that PostgreSQL would give.
    fn successor(&self) -> NewObject {
        let not_null_name = (!self.nullable).then(|| self.not_null());
        Self { not_null_name, ..self.clone() }.into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// The check constraints have steps of their own, which [`plan`] declares.
    fn change(&self, to: &Self) -> Change {
        if self.data_type != to.data_type || self.collation != to.collation {
            return Change::Again;
        }
        let mut actions = Vec::new();
        if self.default != to.default {
            actions.push(DomainAction::Default(to.default.clone()));
        }
        match (self.nullable, to.nullable) {
            (false, true) => actions.push(DomainAction::DropNotNull),
            (true, false) => actions.push(DomainAction::SetNotNull(to.not_null_name.clone())),
            (false, false) if self.not_null_name != to.not_null_name => {
                let (from, to) = (self.not_null(), to.not_null());
                actions.push(DomainAction::RenameConstraint { from, to });
            }
            _ => {}
        }
        Change::InPlace(
            actions.into_iter().map(|action| alter(self.object(), Alteration::Domain(action))).collect(),
        )
    }

    /// PostgreSQL doesn't look for values inside of arrays and rows, so that it refuses what would have to be checked.
    fn is_hindered(&self, to: &Self, scope: &Scope<'_>) -> bool {
        let checks = parts(&self.checks, &to.checks, |_| false);
        let added = checks.added.iter().any(|check| !check.not_valid);
        let validated = checks.kept.iter().any(|(before, after)| before.not_valid && !after.not_valid);
        let strict = self.nullable && !to.nullable || added || validated;
        strict && scope.is_stored_inside(&self.object())
    }
}

impl Domain {
    fn constraint(&self, name: &str) -> Object {
        Object::DomainConstraint(self.name.clone(), name.to_owned())
    }

    fn not_null(&self) -> String {
        self.not_null_name.clone().unwrap_or_else(|| default_name(&self.name.name, &[], "not_null"))
    }
}

/// The check constraints of domains that stay.
pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    for (name, to) in &scope.changes.to.domains {
        let Some(from) = scope.changes.renamed.domains.get(name) else { continue };
        if !scope.rebuilt.contains_key(&to.object()) {
            plan_checks(scope, from, to, graph);
        }
    }
}

fn plan_checks(scope: &Scope<'_>, from: &Domain, to: &Domain, graph: &mut Graph) {
    let again = |check: &Check| scope.disturbed.again(&to.constraint(&check.name));
    let Parts { dropped, added, kept, .. } = parts(&from.checks, &to.checks, again);
    let step = |rank, action: DomainAction| {
        let operation = alter(to.object(), Alteration::Domain(action));
        Step::new(rank, operation).changes([scope.resource(&to.object())])
    };
    let name = |check: &Check| Resource::Object(to.constraint(&check.name));
    for check in dropped {
        let drop = step(Rank::DropConstraint, DomainAction::DropConstraint(check.name.clone()));
        let held = scope.releases([&from.constraint(&check.name)]).into_iter();
        let held = held.filter(|held| *held != scope.resource(&to.object()));
        graph.push(drop.frees([name(check)]).releases(held));
    }
    for (before, after) in &kept {
        if before.name != after.name {
            let (from, to) = (before.name.clone(), after.name.clone());
            let rename = step(Rank::Rename, DomainAction::RenameConstraint { from, to });
            graph.push(rename.frees([name(before)]).takes([name(after)]));
        }
    }
    for check in added {
        let add = step(Rank::AddConstraint, DomainAction::AddCheck(check.clone()));
        let needs = scope.needs([&to.constraint(&check.name)]).into_iter();
        let needs = needs.filter(|needed| *needed != scope.resource(&to.object()));
        graph.push(add.takes([name(check)]).needs(needs));
    }
    for (before, after) in &kept {
        if before.not_valid && !after.not_valid {
            graph.push(step(Rank::AddConstraint, DomainAction::ValidateConstraint(after.name.clone())));
        }
        if before.comment != after.comment {
            let comment = comment(to.constraint(&after.name), after.comment.as_ref());
            graph.push(comment.needs([scope.resource(&to.object())]));
        }
    }
}
