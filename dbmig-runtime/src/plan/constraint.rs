//! Constraints of tables that stay.

use super::family::going;
use super::graph::{Graph, Rank, Resource, Step};
use super::index::IndexOptions;
use super::kept_table::KeptTable;
use super::parts::Parts;
use super::scope::Scope;
use super::table::held;
use super::unique_columns::sorted;
use super::{comment, index};
use crate::catalog::{Check, Exclusion, ForeignKey, KeyPart, Named, Object, ObjectName, PrimaryKey, Unique};
use crate::diff::{Definition, comes_with_parent};
use crate::op::{Constraint, ConstraintAction, ConstraintOperation, Operation};

pub(super) fn plan(scope: &Scope<'_>, table: &KeptTable<'_>, graph: &mut Graph) {
    plan_parts(scope, table, &table.primary_key, graph);
    plan_parts(scope, table, &table.uniques, graph);
    plan_parts(scope, table, &table.checks, graph);
    plan_parts(scope, table, &table.exclusions, graph);
    plan_parts(scope, table, &table.foreign_keys, graph);
    validate_inherited(scope, table, graph);
}

/// A parent's check that is `NOT VALID` there can hold for all rows of a child.
fn validate_inherited(scope: &Scope<'_>, table: &KeptTable<'_>, graph: &mut Graph) {
    let parents = scope.ancestors_kept(table);
    for check in table.to.validated.iter().filter(|_| !parents.is_empty()) {
        let added = |parent: &&KeptTable<'_>| parent.checks.added.iter().any(|added| added.name == *check);
        if !table.from.validated.contains(check) || parents.iter().any(added) {
            let (name, check) = (&table.to.name, check.clone());
            let needs = [Resource::Table(name.clone()), Resource::Constraint(name.clone(), check.clone())];
            let validate = ConstraintOperation::Validate { table: name.clone(), name: check };
            let step = Step::new(Rank::AddConstraint, Operation::Constraint(validate));
            graph.push(step.needs(needs).needs([Resource::Columns(name.clone())]));
        }
    }
}

fn plan_parts<T>(scope: &Scope<'_>, table: &KeptTable<'_>, parts: &Parts<'_, T>, graph: &mut Graph)
where
    T: Named<Key = String> + Definition,
    for<'c> &'c T: Into<Facts<'c>>,
{
    for from in &parts.dropped {
        let step = drop_step(scope, &table.from.name, &(*from).into().constraint());
        graph.push(going(step, table.from, parts, *from));
    }
    for to in &parts.added {
        add(scope, &table.to.name, &(*to).into().constraint(), graph);
    }
    for (from, to) in &parts.kept {
        keep(scope, &table.to.name, &(*from).into(), &(*to).into(), graph);
    }
}

/// Adds a constraint to a table that is there.
pub(super) fn add(scope: &Scope<'_>, table: &ObjectName, constraint: &Constraint, graph: &mut Graph) {
    let rank = match constraint {
        Constraint::ForeignKey(_) => Rank::AddForeignKey,
        _ => Rank::AddConstraint,
    };
    let (excludes, attached_to) = exclusion(constraint);
    let along = attached_to.filter(|_| comes_with_parent(attached_to, excludes));
    let indexed = index_options(constraint).is_some() && !excludes;
    let only = indexed && scope.family.only(table, constraint.name());
    let add = ConstraintOperation::Add { table: table.clone(), constraint: constraint.clone(), only };
    let add = Step::new(rank, Operation::Constraint(add))
        .needs([Resource::Table(table.clone()), Resource::Columns(table.clone())])
        .needs(scope.needs([&object(table, constraint)]))
        .needs(scope.family.waits_for_partitions(table, constraint.name()).filter(|_| indexed))
        .needs(scope.family.waits_for_twin(table, constraint.name()).filter(|_| indexed))
        .takes(names(table, constraint))
        .takes(in_descendants(scope, table, constraint))
        .takes(key(table, constraint));
    if let (Some(index), Some(to)) = (along, scope.family.partition_after(table)) {
        let parent = to.partition_of.iter().map(|partition| partition.parent.sibling(index.clone()));
        graph.push(add.silenced().needs(parent.map(Resource::Relation)));
        return;
    }
    graph.push(match constraint {
        Constraint::ForeignKey(key) => add.needs(held(key)).needs([Resource::Persistence(table.clone())]),
        Constraint::Check(check) => add.needs(scope.types_after([check.expression.as_str()])),
        Constraint::Exclusion(item) => add.needs(scope.types_after(exclusion_texts(item))),
        _ => add,
    });
}

/// Whether a constraint rules out overlaps rather than equal values, and what its index is a part of.
fn exclusion(constraint: &Constraint) -> (bool, Option<&String>) {
    match constraint {
        Constraint::PrimaryKey(key) => (key.without_overlaps, key.attached_to.as_ref()),
        Constraint::Unique(key) => (key.without_overlaps, key.attached_to.as_ref()),
        Constraint::Exclusion(item) => (true, item.attached_to.as_ref()),
        _ => (false, None),
    }
}

pub(super) fn drop(scope: &Scope<'_>, table: &ObjectName, constraint: &Constraint, graph: &mut Graph) {
    graph.push(drop_step(scope, table, constraint));
}

fn drop_step(scope: &Scope<'_>, table: &ObjectName, constraint: &Constraint) -> Step {
    let rank = match constraint {
        Constraint::ForeignKey(_) => Rank::DropForeignKey,
        _ => Rank::DropConstraint,
    };
    let drop = ConstraintOperation::Drop { table: table.clone(), name: constraint.name().to_owned() };
    let drop = Step::new(rank, Operation::Constraint(drop))
        .needs([Resource::Table(table.clone())])
        .releases([Resource::Columns(table.clone())])
        .releases(scope.releases([&object(table, constraint)]))
        .frees(names(table, constraint))
        .frees(in_descendants(scope, table, constraint))
        .frees(key(table, constraint));
    match constraint {
        Constraint::ForeignKey(key) => {
            let parts = scope.family.descendants_before(&key.references);
            let parts = parts.into_iter().map(|part| Resource::Table(part.clone()));
            drop.releases(held(key)).releases(parts).releases([Resource::Persistence(table.clone())])
        }
        Constraint::Check(check) => drop.releases(scope.types_before([check.expression.as_str()])),
        Constraint::Exclusion(item) => drop.releases(scope.types_before(exclusion_texts(item))),
        _ => drop,
    }
}

/// A check is one of all children as well.
fn in_descendants(scope: &Scope<'_>, table: &ObjectName, constraint: &Constraint) -> Vec<Resource> {
    let Constraint::Check(check) = constraint else { return Vec::new() };
    if check.no_inherit {
        return Vec::new();
    }
    let names = scope.family.descendants(table);
    names.into_iter().map(|name| Resource::Constraint(name.clone(), check.name.clone())).collect()
}

fn keep(scope: &Scope<'_>, table: &ObjectName, from: &Facts<'_>, to: &Facts<'_>, graph: &mut Graph) {
    let step = |rank, operation| {
        Step::new(rank, Operation::Constraint(operation)).needs([Resource::Table(table.clone())])
    };
    let (before, after) = (from.constraint(), to.constraint());
    let name = || Resource::Constraint(table.clone(), after.name().to_owned());
    if before.name() != after.name() {
        let (old, new) = (before.name().to_owned(), after.name().to_owned());
        let rename = ConstraintOperation::Rename { table: table.clone(), from: old, to: new };
        let rename = step(Rank::Rename, rename);
        let rename = rename.frees(names(table, &before)).frees(in_descendants(scope, table, &before));
        graph.push(rename.takes(names(table, &after)).takes(in_descendants(scope, table, &after)));
    }
    if let (Constraint::ForeignKey(before), Constraint::ForeignKey(after)) = (&before, &after) {
        for action in foreign_key_actions(before, after) {
            let alter = ConstraintOperation::Alter { table: table.clone(), name: after.name.clone(), action };
            graph.push(step(Rank::AddForeignKey, alter).needs([name()]));
        }
    }
    if let (Some(before), Some(after)) = (index_options(&before), index_options(&after)) {
        index::alter(table, before, after, graph);
    }
    if from.not_valid() && !to.not_valid() && !to.not_enforced() {
        let name = after.name().to_owned();
        let validate = ConstraintOperation::Validate { table: table.clone(), name };
        let columns = Resource::Columns(table.clone());
        let validate = step(Rank::AddConstraint, validate);
        graph.push(validate.needs([columns, self::name(table, &after)]));
    }
    if from.index_comment() != to.index_comment() {
        let index = table.sibling(after.name());
        let needs = [Resource::Table(table.clone()), Resource::Relation(index.clone())];
        graph.push(comment(Object::Index(index), to.index_comment()).needs(needs));
    }
    if from.comment() != to.comment() {
        let target = Object::Constraint(table.clone(), after.name().to_owned());
        let needs = [Resource::Table(table.clone()), name()];
        graph.push(comment(target, to.comment()).needs(needs));
    }
}

/// The constraint as dependencies name it.
fn object(table: &ObjectName, constraint: &Constraint) -> Object {
    Object::Constraint(table.clone(), constraint.name().to_owned())
}

/// A foreign key that becomes enforced has its rows checked.
fn foreign_key_actions(from: &ForeignKey, to: &ForeignKey) -> Vec<ConstraintAction> {
    let mut actions = Vec::new();
    let ForeignKey { deferrable, initially_deferred, .. } = *to;
    if (from.deferrable, from.initially_deferred) != (deferrable, initially_deferred) {
        actions.push(ConstraintAction::SetDeferrable { deferrable, initially_deferred });
    }
    if from.not_enforced != to.not_enforced {
        actions.push(ConstraintAction::SetEnforced(!to.not_enforced));
    }
    actions
}

/// What `ALTER INDEX` can change of a constraint's index.
fn index_options(constraint: &Constraint) -> Option<IndexOptions<'_>> {
    let (name, storage, tablespace) = match constraint {
        Constraint::PrimaryKey(key) => (&key.name, &key.storage, &key.tablespace),
        Constraint::Unique(key) => (&key.name, &key.storage, &key.tablespace),
        Constraint::Exclusion(item) => (&item.name, &item.storage, &item.tablespace),
        _ => return None,
    };
    Some(IndexOptions { name, storage, tablespace: tablespace.as_ref() })
}

/// All SQL text of an exclusion constraint that may name a type.
pub(super) fn exclusion_texts(item: &Exclusion) -> impl Iterator<Item = &str> {
    let parts = item.elements.iter().filter_map(|element| match &element.key.part {
        KeyPart::Expression(text) => Some(text.as_str()),
        KeyPart::Column(_) => None,
    });
    parts.chain(item.predicate.as_deref())
}

fn name(table: &ObjectName, constraint: &Constraint) -> Resource {
    Resource::Constraint(table.clone(), constraint.name().to_owned())
}

/// The constraint's name, and that of the index behind a key.
fn names(table: &ObjectName, constraint: &Constraint) -> impl Iterator<Item = Resource> {
    let indexed =
        matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_));
    let index = indexed.then(|| Resource::Relation(table.sibling(constraint.name())));
    std::iter::once(name(table, constraint)).chain(index)
}

/// The columns that a key makes unique.
fn key(table: &ObjectName, constraint: &Constraint) -> Option<Resource> {
    match constraint {
        Constraint::PrimaryKey(PrimaryKey { columns, .. }) | Constraint::Unique(Unique { columns, .. }) => {
            Some(Resource::Key(table.clone(), sorted(columns)))
        }
        _ => None,
    }
}

/// A constraint of any kind, by reference.
enum Facts<'c> {
    PrimaryKey(&'c PrimaryKey),
    Unique(&'c Unique),
    ForeignKey(&'c ForeignKey),
    Check(&'c Check),
    Exclusion(&'c Exclusion),
}

impl Facts<'_> {
    fn constraint(&self) -> Constraint {
        match *self {
            Self::PrimaryKey(key) => Constraint::PrimaryKey(key.clone()),
            Self::Unique(key) => Constraint::Unique(key.clone()),
            Self::ForeignKey(key) => Constraint::ForeignKey(key.clone()),
            Self::Check(check) => Constraint::Check(check.clone()),
            Self::Exclusion(item) => Constraint::Exclusion(item.clone()),
        }
    }

    fn not_valid(&self) -> bool {
        match self {
            Self::PrimaryKey(_) | Self::Unique(_) | Self::Exclusion(_) => false,
            Self::ForeignKey(key) => key.not_valid,
            Self::Check(check) => check.not_valid,
        }
    }

    fn not_enforced(&self) -> bool {
        matches!(self, Self::ForeignKey(key) if key.not_enforced)
    }

    fn index_comment(&self) -> Option<&String> {
        match self {
            Self::PrimaryKey(key) => key.index_comment.as_ref(),
            Self::Unique(key) => key.index_comment.as_ref(),
            Self::Exclusion(item) => item.index_comment.as_ref(),
            Self::ForeignKey(_) | Self::Check(_) => None,
        }
    }

    fn comment(&self) -> Option<&String> {
        match self {
            Self::PrimaryKey(key) => key.comment.as_ref(),
            Self::Unique(key) => key.comment.as_ref(),
            Self::ForeignKey(key) => key.comment.as_ref(),
            Self::Check(check) => check.comment.as_ref(),
            Self::Exclusion(item) => item.comment.as_ref(),
        }
    }
}

macro_rules! facts {
    ($($noun:ident),*) => {$(
        impl<'c> From<&'c $noun> for Facts<'c> {
            fn from(noun: &'c $noun) -> Self {
                Self::$noun(noun)
            }
        }
    )*};
}

facts!(PrimaryKey, Unique, ForeignKey, Check, Exclusion);
