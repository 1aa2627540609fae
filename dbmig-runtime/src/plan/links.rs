//! Children that get another place: partitions that are attached and detached, tables that inherit and cease to.

use std::collections::BTreeMap;
use std::ops::Range;

use super::family::attached;
use super::graph::{Graph, Rank, Resource, Step, StepId};
use super::scope::Scope;
use crate::catalog::{Column, Object, ObjectName, Partition, Table};
use crate::diff::leave_to_parent;
use crate::op::{AttachIndex, AttachPartition, Child, IndexOperation, Operation, TableOperation};

/// The steps on each table itself.
pub(super) type OwnSteps<'a> = BTreeMap<&'a ObjectName, Range<usize>>;

pub(super) fn plan(scope: &Scope<'_>, own: &OwnSteps<'_>, graph: &mut Graph) {
    for (name, from) in &scope.changes.renamed.tables {
        let kept = scope.kept.get(name);
        for parent in from.parents() {
            let leaves = match kept {
                Some(kept) => !kept.parents.contains(&parent),
                None => scope.holds_references(parent),
            };
            if leaves {
                detach(scope, from, parent, own, graph);
            }
        }
    }
    for to in scope.changes.to.tables.values() {
        let mut last = None;
        let kept = scope.kept.get(&to.name);
        let created_there = to.partition_of.is_none() || scope.is_created_in_place(to);
        for parent in to.parents() {
            let comes = match kept {
                Some(kept) => !kept.parents.contains(&parent),
                None => !created_there,
            };
            if comes {
                last = Some(attach(scope, to, parent, last, own, graph));
            }
        }
        if let Some(partition) = &to.partition_of {
            attach_indexes(scope, to, &partition.parent, graph);
        }
    }
}

fn detach(scope: &Scope<'_>, from: &Table, parent: &ObjectName, own: &OwnSteps<'_>, graph: &mut Graph) {
    let child = Child { parent: parent.clone(), table: from.name.clone() };
    let partition = from.partition_of.is_some();
    let operation = if partition { TableOperation::Detach(child) } else { TableOperation::NoInherit(child) };
    let step = Step::new(Rank::Detach, Operation::Table(operation))
        .frees(partition.then(|| Resource::Partitions(parent.clone())));
    let of_parent = [Resource::Table(parent.clone())];
    let step = if scope.kept.contains_key(parent) { step.needs(of_parent) } else { step.releases(of_parent) };
    let of_child = [Resource::Table(from.name.clone())];
    let stays = scope.kept.contains_key(&from.name);
    let id = graph.push(if stays { step.needs(of_child) } else { step.changes(of_child) });
    // A column's new name is that of the child too; all else is no longer its parent's affair.
    let mut tables = ancestors(&scope.changes.renamed.tables, parent);
    tables.push(&from.name);
    for steps in tables.iter().filter_map(|name| own.get(name)) {
        for step in graph.select(steps.clone(), |rank, _| rank == Rank::RenameColumn) {
            graph.must_run_before(step, id);
        }
        for step in graph.select(steps.clone(), |rank, _| rank != Rank::RenameColumn) {
            graph.must_run_before(id, step);
        }
    }
}

fn attach(
    scope: &Scope<'_>,
    to: &Table,
    parent: &ObjectName,
    after: Option<StepId>,
    own: &OwnSteps<'_>,
    graph: &mut Graph,
) -> StepId {
    let operation = match &to.partition_of {
        Some(Partition { bound, .. }) => TableOperation::Attach(AttachPartition {
            parent: parent.clone(),
            partition: to.name.clone(),
            bound: bound.clone(),
        }),
        None => TableOperation::Inherit(Child { parent: parent.clone(), table: to.name.clone() }),
    };
    let step = Step::new(Rank::Attach, Operation::Table(operation))
        .takes(to.partition_of.iter().map(|_| Resource::Partitions(parent.clone())))
        .needs([parent, &to.name].map(|name| Resource::Table(name.clone())))
        .needs([parent, &to.name].map(|name| Resource::Columns(name.clone())))
        .needs(attached(to).map(|(item, _)| whole_index(&to.name.sibling(item))));
    let id = graph.push(step);
    if let Some(after) = after {
        graph.must_run_before(after, id);
    }
    // Indexes that not every partition has come after that, for the server would build the missing ones.
    let mut tables = ancestors(&scope.changes.to.tables, parent);
    tables.push(&to.name);
    for steps in tables.iter().filter_map(|name| own.get(name)) {
        let later = |rank| matches!(rank, Rank::AddForeignKey | Rank::Comment);
        for step in graph.select(steps.clone(), |rank, waits| !waits && !later(rank)) {
            graph.must_run_before(step, id);
        }
    }
    id
}

/// `ATTACH PARTITION` of a table attaches its indexes as well; what was built apart from that is attached here.
fn attach_indexes(scope: &Scope<'_>, to: &Table, parent: &ObjectName, graph: &mut Graph) {
    let kept = scope.kept.get(&to.name).filter(|kept| kept.parents.contains(&parent));
    let mut own = to.clone();
    leave_to_parent(&mut own);
    for (item, index) in attached(&own) {
        let by_hand = match kept {
            Some(kept) => !kept.stays_attached(item),
            None => scope.family.is_partial(parent, index),
        };
        if by_hand {
            let index_name = index;
            let (index, partition) = (parent.sibling(index), to.name.sibling(item));
            let needs = [Resource::Relation(index.clone()), Resource::Relation(partition.clone())];
            let operation = IndexOperation::Attach(AttachIndex { index, partition });
            let step = Step::new(Rank::AttachIndex, Operation::Index(operation)).needs(needs);
            // A foreign key can't refer to an index that still lacks a part.
            let ancestors = ancestors(&scope.changes.to.tables, parent);
            let keys = super::unique_columns::key_of(to, item);
            let keys = keys
                .iter()
                .flat_map(|key| ancestors.iter().map(|name| Resource::Key((*name).clone(), key.clone())));
            let step = step.changes(keys).changes([whole_index(&parent.sibling(index_name))]);
            let step = step.needs([Resource::Table(to.name.clone())]);
            graph.push(match kept {
                Some(_) => step,
                None => step.needs([Resource::Partitions(parent.clone())]),
            });
        }
    }
}

/// An index with all its parts: PostgreSQL takes no other for the part of a parent's index.
fn whole_index(name: &ObjectName) -> Resource {
    Resource::Object(Object::Index(name.clone()))
}

/// A table with its parents, and theirs.
fn ancestors<'t>(tables: &'t BTreeMap<ObjectName, Table>, name: &'t ObjectName) -> Vec<&'t ObjectName> {
    let mut found = Vec::new();
    let mut next = vec![name];
    while let Some(name) = next.pop() {
        if !found.contains(&name) {
            found.push(name);
            next.extend(tables.get(name).into_iter().flat_map(Table::parents));
        }
    }
    found
}

impl Scope<'_> {
    /// True if a partition of a table that stays can't be dropped while it is one: foreign keys refer to it by way of
    /// the table.
    fn holds_references(&self, parent: &ObjectName) -> bool {
        let tables = &self.changes.renamed.tables;
        let partitioned = tables.get(parent).is_some_and(|table| table.partition_by.is_some());
        let ancestors = ancestors(tables, parent);
        let refers =
            |table: &Table| table.foreign_keys.iter().any(|key| ancestors.contains(&&key.references));
        partitioned && self.kept.contains_key(parent) && tables.values().any(refers)
    }

    /// True if `CREATE TABLE … PARTITION OF` says all that a new partition is. Otherwise it is created apart and attached,
    /// as its indexes get the names that they have then.
    pub(super) fn is_created_in_place(&self, table: &Table) -> bool {
        let parent =
            table.partition_of.as_ref().and_then(|partition| self.changes.to.tables.get(&partition.parent));
        let Some(parent) = parent else { return false };
        let same = table.columns.len() == parent.columns.len()
            && table.columns.iter().zip(&parent.columns).all(|(own, theirs)| {
                own.identity.is_none()
                    && Column { comment: None, ..own.clone() } == super::family::inherited(theirs)
            });
        let mut own = table.clone();
        leave_to_parent(&mut own);
        same && attached(&own).next().is_none()
    }
}
