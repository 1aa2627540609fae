//! What must be dropped and created again though it is in both catalogs: PostgreSQL changes nothing that something else
//! stands on, unless it can change both together.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Object;

/// How much of an object changes under those that stand on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Disturbance {
    /// A column gets another type: PostgreSQL takes its indexes, constraints and statistics along.
    Retyped,
    /// It is dropped and created again.
    Again,
}

/// The objects that are built again, and the columns that change their type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Disturbed {
    objects: BTreeMap<Object, Disturbance>,
}

impl Disturbed {
    /// Adds an object; true if that is news.
    pub(super) fn add(&mut self, object: Object, disturbance: Disturbance) -> bool {
        match self.objects.get(&object) {
            Some(known) if *known >= disturbance => false,
            _ => {
                self.objects.insert(object, disturbance);
                true
            }
        }
    }

    /// True if the object is dropped and created again.
    pub(super) fn again(&self, object: &Object) -> bool {
        self.objects.get(object) == Some(&Disturbance::Again)
    }

    /// What is dropped and created again.
    pub(super) fn all_again(&self) -> impl Iterator<Item = &Object> {
        let again = self.objects.iter().filter(|(_, disturbance)| **disturbance == Disturbance::Again);
        again.map(|(object, _)| object)
    }

    /// Adds all that stands on what is disturbed, by the edges of `dependents`. `reaction` says what an object on both
    /// sides does about it.
    pub(super) fn spread(
        &mut self,
        dependents: &BTreeMap<&Object, BTreeSet<&Object>>,
        reaction: impl Fn(&Object, Disturbance) -> Option<(Object, Disturbance)>,
    ) {
        let mut todo: Vec<(Object, Disturbance)> =
            self.objects.iter().map(|(object, disturbance)| (object.clone(), *disturbance)).collect();
        while let Some((object, disturbance)) = todo.pop() {
            for dependent in dependents.get(&object).into_iter().flatten() {
                let Some((object, disturbance)) = reaction(dependent, disturbance) else { continue };
                if self.add(object.clone(), disturbance) {
                    todo.push((object, disturbance));
                }
            }
        }
    }
}

/// The edges the other way round.
pub(super) fn dependents(
    dependencies: &BTreeMap<Object, BTreeSet<Object>>,
) -> BTreeMap<&Object, BTreeSet<&Object>> {
    let mut dependents: BTreeMap<&Object, BTreeSet<&Object>> = BTreeMap::new();
    for (object, on) in dependencies {
        for on in on {
            dependents.entry(on).or_default().insert(object);
        }
    }
    dependents
}

/// True if `start` stands on `end` by way of something else: neither can then be made or dropped with the other.
pub(super) fn circles_back(
    dependencies: &[&BTreeMap<Object, BTreeSet<Object>>],
    start: &Object,
    is_end: impl Fn(&Object) -> bool,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut todo: Vec<&Object> = Vec::new();
    for edges in dependencies {
        todo.extend(edges.get(start).into_iter().flatten().filter(|object| !is_end(object)));
    }
    while let Some(object) = todo.pop() {
        if is_end(object) {
            return true;
        }
        if seen.insert(object) {
            dependencies.iter().for_each(|edges| todo.extend(edges.get(object).into_iter().flatten()));
        }
    }
    false
}
