//! The order of operations, from what each step says about the objects it touches.
//!
//! A step names the resources that it makes, removes, changes or relies on; the edges follow from these rules:
//!
//! - who frees a name must run before who takes it;
//! - who takes a thing must run before who changes or needs it;
//! - who changes a thing must run before who needs it, and before who frees it;
//! - who lets go of a thing must run before who changes or frees it;
//! - what a step would rather find, it finds, as far as that closes no circle;
//! - where that makes a circle, types may change before who lets go of them has done so;
//! - those that change one thing run in the order in which they were declared, unless it is a set of columns.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::ops::Range;

use crate::catalog::{Object, ObjectName, Signature};
use crate::op::Operation;

/// Something that steps must agree about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resource {
    Schema(String),
    /// A name among tables, indexes and sequences of a schema.
    Relation(ObjectName),
    /// A name among types; every table has a row type, too.
    Type(ObjectName),
    /// What is left of a type or collation that is built again, by its name after.
    Old(Object),
    Table(ObjectName),
    /// Whether a table is logged: foreign keys must agree.
    Persistence(ObjectName),
    /// Which partitions a table has: their bounds must not overlap.
    Partitions(ObjectName),
    Column(ObjectName, String),
    /// All columns of a table, as constraints and indexes find them.
    Columns(ObjectName),
    Constraint(ObjectName, String),
    /// A name among functions, procedures and aggregates.
    Routine(Signature),
    /// An object that is created whole.
    Object(Object),
    /// That an object is gone: what belongs to it went along.
    Gone(Object),
    /// Uniqueness over a set of columns (sorted), which foreign keys rely on.
    Key(ObjectName, Vec<String>),
}

/// Where a step stands among those that nothing else orders: the order that reads best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    DropEventTrigger,
    RevokeDefaults,
    DropPublished,
    DropPublication,
    CreateSchema,
    CreateExtension,
    Rename,
    RenameColumn,
    CreateType,
    CreateTextSearch,
    CreateRoutine,
    CreateOperator,
    CreateCast,
    DropPart,
    CreateServer,
    CreateSequence,
    DropView,
    Detach,
    DropForeignKey,
    DropIndex,
    DropConstraint,
    DropColumn,
    DropTable,
    DropTextSearch,
    DropCast,
    DropOperator,
    DropRoutine,
    CreateTable,
    AlterTable,
    AddColumn,
    AlterColumn,
    OwnSequence,
    AddConstraint,
    CreateIndex,
    Attach,
    AttachIndex,
    AddForeignKey,
    CreateView,
    CreatePart,
    EnableRowSecurity,
    DropSequence,
    DropServer,
    CreatePublication,
    CreatePublished,
    DropType,
    DropExtension,
    DropSchema,
    Comment,
    Rights,
    GrantDefaults,
    CreateEventTrigger,
}

/// An operation with what it says about resources.
pub(super) struct Step {
    rank: Rank,
    /// `None` where something happens along with another step.
    operation: Option<Operation>,
    uses: [Vec<Resource>; 6],
}

const TAKES: usize = 0;
const FREES: usize = 1;
const CHANGES: usize = 2;
const NEEDS: usize = 3;
const RELEASES: usize = 4;
const PREFERS: usize = 5;

impl Step {
    pub(super) fn new(rank: Rank, operation: Operation) -> Self {
        Self { rank, operation: Some(operation), uses: Default::default() }
    }

    /// The same step at another place among those that nothing orders.
    pub(super) fn ranked(self, rank: Rank) -> Self {
        Self { rank, ..self }
    }

    /// What happens along with another step.
    pub(super) fn silent(rank: Rank) -> Self {
        Self { rank, operation: None, uses: Default::default() }
    }

    /// The same step, where it happens along with another one.
    pub(super) fn silenced(self) -> Self {
        Self { operation: None, ..self }
    }

    /// What exists from this step on.
    pub(super) fn takes(self, resources: impl IntoIterator<Item = Resource>) -> Self {
        self.with::<TAKES>(resources)
    }

    /// What is gone after this step.
    pub(super) fn frees(self, resources: impl IntoIterator<Item = Resource>) -> Self {
        self.with::<FREES>(resources)
    }

    /// What is different after this step.
    pub(super) fn changes(self, resources: impl IntoIterator<Item = Resource>) -> Self {
        self.with::<CHANGES>(resources)
    }

    /// What must exist in its last form before this step.
    pub(super) fn needs(self, resources: impl IntoIterator<Item = Resource>) -> Self {
        self.with::<NEEDS>(resources)
    }

    /// What this step's object hangs on until the step has run.
    pub(super) fn releases(self, resources: impl IntoIterator<Item = Resource>) -> Self {
        self.with::<RELEASES>(resources)
    }

    /// What had better exist in its last form before this step, though the step may run without.
    pub(super) fn prefers(self, resources: impl IntoIterator<Item = Resource>) -> Self {
        self.with::<PREFERS>(resources)
    }

    fn with<const USE: usize>(mut self, resources: impl IntoIterator<Item = Resource>) -> Self {
        if let Some(list) = self.uses.get_mut(USE) {
            list.extend(resources);
        }
        self
    }
}

/// Names a step of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StepId(usize);

/// The steps of a plan.
#[derive(Default)]
pub(super) struct Graph {
    steps: Vec<Step>,
    edges: BTreeSet<(usize, usize)>,
}

impl Graph {
    pub(super) fn push(&mut self, step: Step) -> StepId {
        self.steps.push(step);
        StepId(self.steps.len() - 1)
    }

    /// Declares that `first` must run before `second`, where no resource says so.
    pub(super) fn must_run_before(&mut self, first: StepId, second: StepId) {
        self.edges.insert((first.0, second.0));
    }

    /// The number of steps so far.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Those of `steps` for which `wanted` holds, by rank and by whether they wait for partitions.
    pub(super) fn select(&self, steps: Range<usize>, wanted: impl Fn(Rank, bool) -> bool) -> Vec<StepId> {
        let waits = |step: &Step| {
            let needs = step.uses.get(NEEDS).into_iter().flatten();
            needs.into_iter().any(|resource| matches!(resource, Resource::Partitions(_)))
        };
        let all = steps.filter_map(|at| Some((at, self.steps.get(at)?)));
        all.filter(|(_, step)| wanted(step.rank, waits(step))).map(|(at, _)| StepId(at)).collect()
    }

    /// The operations in an order that keeps every edge; among free ones by rank, then as they were declared.
    ///
    /// Should edges form a cycle (names that change places), the first step of the cycle in that order goes first:
    /// PostgreSQL then refuses with the name in its message.
    pub(super) fn into_operations(mut self) -> Vec<Operation> {
        let declared = self.edges.clone();
        self.derive_edges(false);
        if self.has_cycle() {
            self.edges = declared;
            self.derive_edges(true);
        }
        let mut waits: Vec<usize> = vec![0; self.steps.len()];
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for (first, second) in &self.edges {
            if let (Some(list), Some(count)) = (followers.get_mut(*first), waits.get_mut(*second)) {
                list.push(*second);
                *count += 1;
            }
        }
        let place = |at: usize| Reverse((self.steps.get(at).map(|step| step.rank), at));
        let mut left: BTreeSet<(Option<Rank>, usize)> = (0..self.steps.len()).map(|at| place(at).0).collect();
        let mut ready: BinaryHeap<_> =
            waits.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| place(at)).collect();
        let mut order = Vec::with_capacity(self.steps.len());
        let next = |left: &BTreeSet<_>| self.first_of_cycle(left, |at| place(at).0);
        while let Some(next) = ready.pop().map(|Reverse(next)| next).or_else(|| next(&left)) {
            if !left.remove(&next) {
                continue;
            }
            order.push(next.1);
            for follower in followers.get(next.1).into_iter().flatten() {
                if let Some(count) = waits.get_mut(*follower) {
                    *count -= 1;
                    if *count == 0 {
                        ready.push(place(*follower));
                    }
                }
            }
        }
        let mut operations: Vec<Option<Operation>> =
            self.steps.into_iter().map(|step| step.operation).collect();
        order.into_iter().filter_map(|at| operations.get_mut(at).and_then(Option::take)).collect()
    }

    /// True if no order keeps every edge.
    fn has_cycle(&self) -> bool {
        let mut waits: Vec<usize> = vec![0; self.steps.len()];
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for (first, second) in &self.edges {
            followers.get_mut(*first).into_iter().for_each(|list| list.push(*second));
            waits.get_mut(*second).into_iter().for_each(|count| *count += 1);
        }
        let free = waits.iter().enumerate().filter(|(_, count)| **count == 0);
        let mut ready: Vec<usize> = free.map(|(at, _)| at).collect();
        let mut seen = 0;
        while let Some(next) = ready.pop() {
            seen += 1;
            for follower in followers.get(next).into_iter().flatten() {
                if let Some(count) = waits.get_mut(*follower) {
                    *count -= 1;
                    ready.extend((*count == 0).then_some(*follower));
                }
            }
        }
        seen < self.steps.len()
    }

    /// The first step of a cycle that holds up the first of the steps that are `left`.
    fn first_of_cycle<P: Ord + Copy>(
        &self,
        left: &BTreeSet<(P, usize)>,
        place: impl Fn(usize) -> (P, usize),
    ) -> Option<(P, usize)> {
        let mut path = vec![left.first()?.1];
        loop {
            let at = *path.last()?;
            let mut before = self.edges.iter().filter(|(_, second)| *second == at).map(|(first, _)| *first);
            let Some(before) = before.find(|first| left.contains(&place(*first))) else {
                return Some(place(at));
            };
            if let Some(start) = path.iter().position(|seen| *seen == before) {
                return path.iter().skip(start).map(|at| place(*at)).min();
            }
            path.push(before);
        }
    }

    fn derive_edges(&mut self, types_may_change_first: bool) {
        let mut users: BTreeMap<&Resource, [Vec<usize>; 6]> = BTreeMap::new();
        for (at, step) in self.steps.iter().enumerate() {
            for (kind, resources) in step.uses.iter().enumerate() {
                for resource in resources {
                    if let Some(list) = users.entry(resource).or_default().get_mut(kind) {
                        list.push(at);
                    }
                }
            }
        }
        let mut preferred = BTreeSet::new();
        for (resource, [takes, frees, changes, needs, releases, prefers]) in &users {
            let rules = [
                (frees, takes),
                (takes, changes),
                (takes, needs),
                (changes, needs),
                (changes, frees),
                (releases, changes),
                (releases, frees),
            ];
            let soft = types_may_change_first && matches!(resource, Resource::Type(_));
            for (first, second) in
                rules.into_iter().filter(|(first, second)| !soft || (*first, *second) != (releases, changes))
            {
                let pairs = first.iter().flat_map(|first| second.iter().map(|second| (*first, *second)));
                self.edges.extend(pairs.filter(|(first, second)| first != second));
            }
            if !matches!(resource, Resource::Columns(_)) {
                let next = changes.iter().zip(changes.iter().skip(1));
                self.edges.extend(next.map(|(first, second)| (*first, *second)));
            }
            if soft {
                let pairs = releases.iter().flat_map(|first| changes.iter().map(|second| (*first, *second)));
                preferred.extend(pairs.filter(|(first, second)| first != second));
            }
            let makers = takes.iter().chain(changes);
            preferred.extend(makers.flat_map(|first| prefers.iter().map(|second| (*first, *second))));
        }
        self.add_where_free(preferred);
    }

    /// Adds each edge that closes no circle.
    fn add_where_free(&mut self, edges: BTreeSet<(usize, usize)>) {
        let mut after: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.steps.len()];
        for (first, second) in &self.edges {
            after.get_mut(*first).into_iter().for_each(|after| _ = after.insert(*second));
        }
        for (first, second) in edges {
            if !reaches(&after, second, first) {
                after.get_mut(first).into_iter().for_each(|after| _ = after.insert(second));
                self.edges.insert((first, second));
            }
        }
    }
}

/// True if a path leads from `start` to `end`, or they are one.
fn reaches(after: &[BTreeSet<usize>], start: usize, end: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut todo = vec![start];
    while let Some(at) = todo.pop() {
        if at == end {
            return true;
        }
        if seen.insert(at) {
            todo.extend(after.get(at).into_iter().flatten());
        }
    }
    false
}

#[cfg(test)]
mod tests;
