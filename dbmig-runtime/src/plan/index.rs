//! Indexes that no constraint owns.

use std::collections::BTreeSet;

use super::comment;
use super::family::going;
use super::graph::{Graph, Rank, Resource, Step};
use super::kept_table::KeptTable;
use super::properties::{parameters, tablespace};
use super::scope::Scope;
use super::unique_columns::index_key;
use crate::catalog::{Index, KeyPart, Object, ObjectName};
use crate::op::{CreateIndex, DropIndex, IndexAction, IndexOperation, Operation};

pub(super) fn plan(scope: &Scope<'_>, table: &KeptTable<'_>, graph: &mut Graph) {
    for from in &table.indexes.dropped {
        let step = drop(scope, &table.from.name, from);
        graph.push(going(step, table.from, &table.indexes, *from));
    }
    for to in &table.indexes.added {
        create(scope, &table.to.name, to, graph);
    }
    for (from, to) in &table.indexes.kept {
        keep(&table.to.name, from, to, graph);
    }
}

/// Creates an index on a table that is there.
pub(super) fn create(scope: &Scope<'_>, table: &ObjectName, index: &Index, graph: &mut Graph) {
    let only = scope.family.only(table, &index.name);
    let create = CreateIndex { table: table.clone(), index: index.clone(), concurrently: false, only };
    let create = Step::new(Rank::CreateIndex, Operation::Index(IndexOperation::Create(create)))
        .needs([Resource::Table(table.clone()), Resource::Columns(table.clone())])
        .needs(scope.needs([&object(table, index)]))
        .needs(scope.family.waits_for_partitions(table, &index.name))
        .needs(scope.family.waits_for_twin(table, &index.name))
        .takes([relation(table, index)])
        .takes(key(table, index));
    graph.push(create.needs(scope.types_after(texts(index))));
}

fn drop(scope: &Scope<'_>, table: &ObjectName, index: &Index) -> Step {
    let drop = DropIndex { name: table.sibling(&*index.name), concurrently: false };
    let drop = Step::new(Rank::DropIndex, Operation::Index(IndexOperation::Drop(drop)))
        .needs([Resource::Table(table.clone())])
        .releases([Resource::Columns(table.clone())])
        .releases(scope.releases([&object(table, index)]))
        .frees([relation(table, index)])
        .frees(key(table, index));
    drop.releases(scope.types_before(texts(index)))
}

fn keep(table: &ObjectName, from: &Index, to: &Index, graph: &mut Graph) {
    if from.name != to.name {
        let rename = IndexOperation::Rename { from: table.sibling(&*from.name), to: to.name.clone() };
        let rename = Step::new(Rank::Rename, Operation::Index(rename));
        let rename = rename.needs([Resource::Table(table.clone())]);
        graph.push(rename.frees([relation(table, from)]).takes([relation(table, to)]));
    }
    alter(table, options(from), options(to), graph);
    for place in from.statistics.keys().chain(to.statistics.keys()).collect::<BTreeSet<_>>() {
        let target = to.statistics.get(place).copied();
        if from.statistics.get(place).copied() != target {
            let action = IndexAction::SetStatistics { place: *place, target };
            graph.push(alter_step(table, &to.name, action));
        }
    }
    if from.comment != to.comment {
        let target = Object::Index(table.sibling(&*to.name));
        let needs = [Resource::Table(table.clone()), relation(table, to)];
        graph.push(comment(target, to.comment.as_ref()).needs(needs));
    }
}

/// The index as dependencies name it.
fn object(table: &ObjectName, index: &Index) -> Object {
    Object::Index(table.sibling(&*index.name))
}

/// What `ALTER INDEX` can change of any index.
pub(super) struct IndexOptions<'i> {
    pub(super) name: &'i str,
    pub(super) storage: &'i [String],
    pub(super) tablespace: Option<&'i String>,
}

fn options(index: &Index) -> IndexOptions<'_> {
    IndexOptions { name: &index.name, storage: &index.storage, tablespace: index.tablespace.as_ref() }
}

/// Changes the options of an index, or of a constraint's.
pub(super) fn alter(table: &ObjectName, from: IndexOptions<'_>, to: IndexOptions<'_>, graph: &mut Graph) {
    let (set, reset) = parameters(from.storage, to.storage);
    if !reset.is_empty() {
        graph.push(alter_step(table, to.name, IndexAction::ResetStorage(reset)));
    }
    if !set.is_empty() {
        graph.push(alter_step(table, to.name, IndexAction::SetStorage(set)));
    }
    if from.tablespace != to.tablespace {
        let action = IndexAction::SetTablespace(tablespace(to.tablespace));
        graph.push(alter_step(table, to.name, action));
    }
}

fn alter_step(table: &ObjectName, index: &str, action: IndexAction) -> Step {
    let name = table.sibling(index);
    let needs = [Resource::Table(table.clone()), Resource::Relation(name.clone())];
    Step::new(Rank::CreateIndex, Operation::Index(IndexOperation::Alter { name, action })).needs(needs)
}

fn relation(table: &ObjectName, index: &Index) -> Resource {
    Resource::Relation(table.sibling(&*index.name))
}

fn key(table: &ObjectName, index: &Index) -> Option<Resource> {
    index_key(index).map(|columns| Resource::Key(table.clone(), columns))
}

pub(super) fn texts(index: &Index) -> impl Iterator<Item = &str> {
    let parts = index.keys.iter().filter_map(|key| match &key.part {
        KeyPart::Expression(text) => Some(text.as_str()),
        KeyPart::Column(_) => None,
    });
    parts.chain(index.predicate.as_deref())
}
