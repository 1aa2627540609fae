//! Tables as a whole, and what is new with a new table.

use std::collections::{BTreeMap, BTreeSet};

use super::again::circles_back;
use super::circle::{breaks_circle, spare_name};
use super::graph::{Graph, Rank, Resource, Step};
use super::links::OwnSteps;
use super::reference_order::reference_order;
use super::scope::Scope;
use super::unique_columns::{constraint_keys, keys, sorted};
use super::{column, comment, constraint, index, not_null, properties, schema_of};
use crate::catalog::{ForeignKey, Object, ObjectName, ReplicaIdentity, Table};
use crate::diff::Changes;
use crate::diff::{before_attach, leave_to_parent};
use crate::op::{Constraint, ConstraintOperation, Operation, TableOperation};

/// Returns the steps of each new table.
pub(super) fn plan<'a>(scope: &Scope<'a>, graph: &mut Graph) -> OwnSteps<'a> {
    let changes = scope.changes;
    for (new, old) in &changes.renames.tables {
        rename(changes, old, new, graph);
    }
    let steps = create_all(scope, graph);
    drop_all(scope, graph);
    for change in changes.tables.altered.iter().filter(|change| change.from.comment != change.to.comment) {
        let name = &change.to.name;
        let target = change.to.object();
        graph.push(comment(target, change.to.comment.as_ref()).needs([Resource::Table(name.clone())]));
    }
    steps
}

fn step(rank: Rank, operation: TableOperation) -> Step {
    Step::new(rank, Operation::Table(operation))
}

fn rename(changes: &Changes, old: &ObjectName, new: &ObjectName, graph: &mut Graph) {
    let names = |name: &ObjectName| [Resource::Relation(name.clone()), Resource::Type(name.clone())];
    let rename = |from: &ObjectName, to: &str| {
        step(Rank::Rename, TableOperation::Rename { from: from.clone(), to: to.to_owned() })
    };
    let mut at = old.clone();
    let mut steps = Vec::new();
    if breaks_circle(&changes.renames.tables, new) {
        let taken = |name: &str| {
            let sides = [&changes.from, &changes.to];
            let names = [old.sibling(name), new.sibling(name)];
            names.iter().any(|name| sides.iter().any(|side| side.tables.contains_key(name)))
        };
        let spare = spare_name(&old.name, taken);
        steps.push(rename(&at, &spare));
        at.name = spare;
    }
    if at.schema != new.schema {
        let set = TableOperation::SetSchema { name: at.clone(), schema: new.schema.clone() };
        steps.push(step(Rank::Rename, set).needs(schema_of(new)).releases(schema_of(old)));
        at.schema.clone_from(&new.schema);
    }
    if at.name != new.name {
        steps.push(rename(&at, &new.name));
    }
    let last = steps.len().saturating_sub(1);
    let mut before = None;
    for (place, step) in steps.into_iter().enumerate() {
        let step = if place == 0 { step.frees(names(old)) } else { step };
        let taken = names(new).into_iter().chain([Resource::Table(new.clone())]);
        let step = graph.push(if place == last { step.takes(taken) } else { step });
        if let Some(before) = before.replace(step) {
            graph.must_run_before(before, step);
        }
    }
}

/// New tables with what can stand inside `CREATE TABLE`: keys and checks always, a foreign key where its target is
/// there by then. The rest are steps of their own.
fn create_all<'a>(scope: &Scope<'a>, graph: &mut Graph) -> OwnSteps<'a> {
    let mut steps = OwnSteps::new();
    let added = &scope.changes.tables.added;
    let new: BTreeMap<&ObjectName, &Table> = added.iter().map(|table| (&table.name, table)).collect();
    let mut created = BTreeSet::new();
    for table in reference_order(&new) {
        created.insert(&table.name);
        let inline = |key: &ForeignKey| {
            let columns = sorted(&key.referenced_columns);
            let target = new.get(&key.references);
            let settled = scope.kept.get(&key.references);
            let in_order = created.contains(&key.references)
                && target.is_some_and(|target| constraint_keys(target).any(|key| key == columns));
            !key.not_valid && (in_order || settled.is_some_and(|kept| kept.has_settled_key(&columns)))
        };
        let start = graph.len();
        create(scope, table, inline, graph);
        steps.insert(&table.name, start..graph.len());
    }
    steps
}

fn create(scope: &Scope<'_>, table: &Table, inline: impl Fn(&ForeignKey) -> bool, graph: &mut Graph) {
    let place = place(scope, table, graph);
    let (table, needs_parents, takes_place) = (&place.own, place.needs, place.takes);
    let mut own = Table { indexes: Vec::new(), clustered_on: None, ..table.clone() };
    for column in &mut own.columns {
        column.not_null = not_null::spelled_out(scope, &table.name, column);
    }
    let family = &scope.family;
    let at_once = |key: &String| {
        !family.is_partial(&table.name, key) && family.waits_for_twin(&table.name, key).is_none()
    };
    own.primary_key = own.primary_key.filter(|key| at_once(&key.name));
    own.uniques.retain(|key| at_once(&key.name));
    own.exclusions.retain(|key| at_once(&key.name));
    for key in table.primary_key.iter().filter(|_| own.primary_key.is_none()) {
        constraint::add(scope, &table.name, &Constraint::PrimaryKey(key.clone()), graph);
    }
    for key in table.uniques.iter().filter(|key| !own.uniques.contains(key)) {
        constraint::add(scope, &table.name, &Constraint::Unique(key.clone()), graph);
    }
    for item in table.exclusions.iter().filter(|item| !own.exclusions.contains(item)) {
        constraint::add(scope, &table.name, &Constraint::Exclusion(item.clone()), graph);
    }
    if matches!(own.replica_identity, ReplicaIdentity::Index(_)) {
        own.replica_identity = ReplicaIdentity::Default;
    }
    properties::plan_new(table, graph);
    own.foreign_keys.retain(inline);
    // PostgreSQL takes a check inside CREATE TABLE as valid, whatever it says.
    own.checks.retain(|check| !check.not_valid);
    // And it makes one of two keys over the same columns.
    let mut columns: Vec<&[String]> = table.primary_key.iter().map(|key| key.columns.as_slice()).collect();
    for unique in &own.uniques.clone() {
        if columns.contains(&unique.columns.as_slice()) {
            own.uniques.retain(|other| other.name != unique.name);
            constraint::add(scope, &table.name, &Constraint::Unique(unique.clone()), graph);
        }
        columns.push(&unique.columns);
    }
    for key in table.foreign_keys.iter().filter(|key| !own.foreign_keys.contains(key)) {
        constraint::add(scope, &table.name, &Constraint::ForeignKey(key.clone()), graph);
    }
    for check in table.checks.iter().filter(|check| check.not_valid) {
        constraint::add(scope, &table.name, &Constraint::Check(check.clone()), graph);
    }
    let circular = |constraint: &str| {
        let constraint = Object::Constraint(table.name.clone(), constraint.to_owned());
        circles_back(&[&scope.changes.to.dependencies], &constraint, |on| is_of(on, &table.name))
    };
    for check in table.checks.iter().filter(|check| !check.not_valid && circular(&check.name)) {
        own.checks.retain(|other| other.name != check.name);
        constraint::add(scope, &table.name, &Constraint::Check(check.clone()), graph);
    }
    for item in &table.indexes {
        index::create(scope, &table.name, item, graph);
    }
    let references = |key: &ForeignKey| {
        let columns = sorted(&key.referenced_columns);
        let target = || key.references.clone();
        [Resource::Table(target()), Resource::Persistence(target()), Resource::Key(target(), columns)]
    };
    let others = own.foreign_keys.iter().filter(|key| key.references != table.name);
    let needs: Vec<Resource> =
        others.flat_map(references).chain(schema_of(&table.name)).chain(followed(table)).collect();
    let types = scope.types_after(texts(&own));
    let stands_on = scope.needs(&objects(&own));
    let takes = names(&own).chain(constraint_keys(&own).map(|key| Resource::Key(table.name.clone(), key)));
    let takes: Vec<Resource> = takes.collect();
    let create = TableOperation::Create(Box::new(own));
    let step = step(Rank::CreateTable, create).takes(takes).needs(needs).needs(types).needs(stands_on);
    graph.push(step.needs(needs_parents).takes(takes_place));
}

/// Tables go before the tables that they refer to; where they refer to each other in a circle, the foreign keys
/// that close it go first.
fn drop_all(scope: &Scope<'_>, graph: &mut Graph) {
    let changes = scope.changes;
    let dropped = &changes.tables.dropped;
    let old: BTreeMap<&ObjectName, &Table> = dropped.iter().map(|table| (&table.name, table)).collect();
    let families = Families::new(scope, &old);
    let mut gone_later = BTreeSet::new();
    for table in reference_order(&old) {
        gone_later.insert(&table.name);
        let closes = |key: &&ForeignKey| {
            old.contains_key(&key.references)
                && (!gone_later.contains(&key.references) || families.closes(table, key))
        };
        let circular: Vec<&ForeignKey> = table.foreign_keys.iter().filter(closes).collect();
        for key in &circular {
            let drop = ConstraintOperation::Drop { table: table.name.clone(), name: key.name.clone() };
            let step = Step::new(Rank::DropForeignKey, Operation::Constraint(drop));
            let step = step.releases(parts_before(scope, key));
            graph.push(step.releases(held(key)).releases([Resource::Table(table.name.clone())]));
        }
        let mut left = (*table).clone();
        for check in &table.checks {
            let object = Object::Constraint(table.name.clone(), check.name.clone());
            if circles_back(&[&changes.renamed.dependencies], &object, |on| is_of(on, &table.name)) {
                left.checks.retain(|other| other.name != check.name);
                constraint::drop(scope, &table.name, &Constraint::Check(check.clone()), graph);
            }
        }
        let others = table.foreign_keys.iter().filter(|key| key.references != table.name);
        let others: Vec<&ForeignKey> = others.filter(|key| !circular.contains(key)).collect();
        let held = others.iter().flat_map(|key| held(key));
        let held = held.chain(others.iter().flat_map(|key| parts_before(scope, key)));
        let releases: Vec<Resource> = held.chain(schema_of(&table.name)).chain(followed(table)).collect();
        let indexes = table.indexes.iter().map(|index| Resource::Relation(table.name.sibling(&*index.name)));
        let keys = keys(table).map(|key| Resource::Key(table.name.clone(), key));
        let frees: Vec<Resource> = names(table).chain(indexes).chain(keys).collect();
        let drop = match &table.foreign {
            Some(_) => Operation::Drop(table.object()),
            None => Operation::Table(TableOperation::Drop { name: table.name.clone() }),
        };
        let drop = Step::new(Rank::DropTable, drop).frees(frees).releases(releases);
        let drop = drop.releases(scope.releases(&objects(&left)));
        let parents = table
            .parents()
            .flat_map(|parent| [Resource::Table(parent.clone()), Resource::Columns(parent.clone())]);
        let drop = drop.releases(parents);
        let place = table.partition_of.iter().map(|place| Resource::Partitions(place.parent.clone()));
        let drop = drop.frees(place);
        let drop = drop.takes([Resource::Gone(table.object())]);
        graph.push(drop.releases(scope.types_before(texts(table))));
    }
}

/// Tables with their partitions, among those that go: foreign keys hold all of one another.
struct Families<'a> {
    roots: BTreeMap<&'a ObjectName, &'a ObjectName>,
    /// From each root to those that its tables refer to.
    references: BTreeMap<&'a ObjectName, BTreeSet<&'a ObjectName>>,
    partitioned: BTreeSet<&'a ObjectName>,
}

impl<'a> Families<'a> {
    fn new(scope: &Scope<'a>, old: &BTreeMap<&'a ObjectName, &'a Table>) -> Self {
        let tables = &scope.changes.renamed.tables;
        let root = |mut name: &'a ObjectName| {
            while let Some(partition) = tables.get(name).and_then(|table| table.partition_of.as_ref()) {
                name = &partition.parent;
            }
            name
        };
        let roots: BTreeMap<_, _> = old.keys().map(|name| (*name, root(name))).collect();
        let mut references: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for table in old.values() {
            let targets = table.foreign_keys.iter().map(|key| root(&key.references));
            references.entry(root(&table.name)).or_default().extend(targets);
        }
        let partitioned = old.values().filter(|table| table.partition_by.is_some());
        let partitioned = partitioned.map(|table| root(&table.name)).collect();
        Self { roots, references, partitioned }
    }

    /// True if a foreign key is part of a circle of families, one of which has partitions.
    fn closes(&self, table: &Table, key: &ForeignKey) -> bool {
        let (Some(own), Some(target)) = (self.roots.get(&table.name), self.roots.get(&key.references)) else {
            return false;
        };
        let mut seen = BTreeSet::new();
        let mut next = vec![*target];
        while let Some(root) = next.pop() {
            if seen.insert(root) {
                next.extend(self.references.get(root).into_iter().flatten().copied());
            }
        }
        seen.contains(own) && seen.iter().any(|root| self.partitioned.contains(root))
    }
}

/// A foreign key to a partitioned table holds its partitions as well.
fn parts_before(scope: &Scope<'_>, key: &ForeignKey) -> Vec<Resource> {
    let parts = scope.family.descendants_before(&key.references);
    parts.into_iter().map(|part| Resource::Table(part.clone())).collect()
}

/// How a new table comes into its place among its parents.
struct Place {
    /// What `CREATE TABLE` says of it.
    own: Table,
    needs: Vec<Resource>,
    takes: Vec<Resource>,
}

fn place(scope: &Scope<'_>, table: &Table, graph: &mut Graph) -> Place {
    let there = |parent: &ObjectName| [Resource::Table(parent.clone()), Resource::Columns(parent.clone())];
    let needs: Vec<Resource> =
        table.parents().flat_map(there).chain(checks_of_parents(scope, table)).collect();
    let mut own = table.clone();
    let Some(partition) = &table.partition_of else {
        for parent in table.inherits.iter().filter_map(|parent| scope.changes.to.tables.get(parent)) {
            column::differ_from_parent(scope, table, parent, graph);
        }
        own.columns.retain(|column| !column.inherited);
        return Place { own, needs, takes: Vec::new() };
    };
    if scope.is_created_in_place(table) {
        leave_to_parent(&mut own);
        own.columns.clear();
        table.columns.iter().for_each(|column| column::comment_on(table, column, graph));
        return Place { own, needs, takes: vec![Resource::Partitions(partition.parent.clone())] };
    }
    own = Table { partition_of: None, ..before_attach(&scope.changes.to, table) };
    own.columns.iter_mut().for_each(|column| column.inherited = false);
    Place { own, needs: Vec::new(), takes: Vec::new() }
}

/// A parent's check that is `NOT VALID` there holds in an empty child that comes after it.
fn checks_of_parents(scope: &Scope<'_>, table: &Table) -> Vec<Resource> {
    let of = |parent: &ObjectName| {
        let checks = &scope.changes.to.tables.get(parent)?.checks;
        let held = checks.iter().filter(|check| check.not_valid && table.validated.contains(&check.name));
        Some(held.map(|check| Resource::Constraint(parent.clone(), check.name.clone())).collect::<Vec<_>>())
    };
    table.parents().filter_map(of).flatten().collect()
}

/// The type that a typed table follows.
fn followed(table: &Table) -> Option<Resource> {
    table.of_type.clone().map(Resource::Type)
}

/// What a foreign key holds on to.
pub(super) fn held(key: &ForeignKey) -> [Resource; 4] {
    let table = &key.references;
    [
        Resource::Table(table.clone()),
        Resource::Persistence(table.clone()),
        Resource::Columns(table.clone()),
        Resource::Key(table.clone(), sorted(&key.referenced_columns)),
    ]
}

/// The table itself and every name that it brings along.
fn names(table: &Table) -> impl Iterator<Item = Resource> {
    let name = &table.name;
    let own = [
        Resource::Table(name.clone()),
        Resource::Relation(name.clone()),
        Resource::Type(name.clone()),
        Resource::Columns(name.clone()),
    ];
    let primary = table.primary_key.iter().map(|key| &key.name);
    let keys = primary.chain(table.uniques.iter().map(|key| &key.name));
    let keys = keys.chain(table.exclusions.iter().map(|item| &item.name));
    let sequences = table.columns.iter().filter_map(|column| {
        let sequence = column.identity.as_ref()?.sequence_name(name, &column.name);
        Some(Resource::Relation(sequence))
    });
    own.into_iter().chain(sequences).chain(keys.map(|key| Resource::Relation(name.sibling(key.clone()))))
}

/// A table and what is made and dropped with it, as dependencies name them.
fn objects(table: &Table) -> Vec<Object> {
    let columns = table.columns.iter().flat_map(|column| super::column::objects(table, &column.name));
    let checks = table.checks.iter().map(|check| &check.name);
    let keys = table.primary_key.iter().map(|key| &key.name);
    let names = checks.chain(keys).chain(table.uniques.iter().map(|key| &key.name));
    let names = names.chain(table.foreign_keys.iter().map(|key| &key.name));
    let constraints = names.map(|name| Object::Constraint(table.name.clone(), name.clone()));
    let indexes = table.indexes.iter().map(|index| Object::Index(table.name.sibling(&*index.name)));
    let own = std::iter::once(table.object());
    own.chain(columns).chain(constraints).chain(indexes).collect()
}

/// True if an object is the table or a column of it.
fn is_of(object: &Object, table: &ObjectName) -> bool {
    match object {
        Object::Table(name) | Object::ForeignTable(name) | Object::Column(name, _) => name == table,
        _ => false,
    }
}

/// All SQL text of a table that may name a type.
fn texts(table: &Table) -> impl Iterator<Item = &str> {
    let columns = table.columns.iter().flat_map(super::column::texts);
    let checks = table.checks.iter().map(|check| check.expression.as_str());
    let indexes = table.indexes.iter().flat_map(index::texts);
    let exclusions = table.exclusions.iter().flat_map(constraint::exclusion_texts);
    columns.chain(checks).chain(exclusions).chain(indexes)
}
