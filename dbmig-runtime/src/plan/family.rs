//! Parents and children among the tables of a plan.
//!
//! Most of what `ALTER TABLE` does to a parent it does to the children too. So a child's own statements start from
//! what the parents' have made of it; only children that are in their place before and after count.

use std::collections::{BTreeMap, BTreeSet};

use super::column::operations;
use super::graph::{Resource, Step};
use super::kept_table::KeptTable;
use super::parts::Parts;
use super::scope::Scope;
use crate::catalog::{Column, ForeignOptions, Named, Object, ObjectName, Table};
use crate::diff::{Changes, Definition, Lineage, parents_first};
use crate::op::{AlterColumn, ColumnAction, ColumnOperation, Constraint, ConstraintOperation, Operation};

/// Both sides of the tables for which a parent comes or goes.
pub(super) fn own_sides(changes: &Changes) -> BTreeMap<ObjectName, (Table, Table)> {
    let lineage = Lineage::new(&changes.renamed, &changes.to, &changes.stuck);
    let both =
        changes.to.tables.iter().filter_map(|(name, to)| Some((changes.renamed.tables.get(name)?, to)));
    both.filter_map(|(from, to)| Some((to.name.clone(), lineage.own(from, to)?))).collect()
}

/// Who descends from whom.
#[derive(Default)]
pub(super) struct Family<'a> {
    /// Tables on both sides, parents first.
    pub(super) order: Vec<&'a ObjectName>,
    /// The children that are in their place before and after, by parent.
    linked: BTreeMap<&'a ObjectName, Vec<&'a ObjectName>>,
    /// All children before.
    before: BTreeMap<&'a ObjectName, Vec<&'a ObjectName>>,
    /// The partitions after, by name.
    partitions: BTreeMap<&'a ObjectName, &'a Table>,
    /// All children after.
    after: BTreeMap<&'a ObjectName, Vec<&'a Table>>,
    /// True if no server printed what is after: it doesn't list what partitions get by themselves.
    declared: bool,
}

impl<'a> Family<'a> {
    pub(super) fn new(changes: &'a Changes, lineage: &Lineage<'a>) -> Self {
        let mut family = Self { order: parents_first(&changes.to), ..Self::default() };
        family.declared = changes.to.server_version.is_none();
        for table in changes.renamed.tables.values() {
            table.parents().for_each(|parent| family.before.entry(parent).or_default().push(&table.name));
        }
        for (name, to) in &changes.to.tables {
            if to.partition_of.is_some() {
                family.partitions.insert(name, to);
            }
            to.parents().for_each(|parent| family.after.entry(parent).or_default().push(to));
            if let Some(from) = changes.renamed.tables.get(name).filter(|_| !lineage.is_rebuilt(name)) {
                for parent in lineage.linked(from, to) {
                    family.linked.entry(parent).or_default().push(name);
                }
            }
        }
        family
    }

    /// The children that are in their place before and after.
    pub(super) fn linked(&self, parent: &ObjectName) -> &[&'a ObjectName] {
        self.linked.get(parent).map(Vec::as_slice).unwrap_or_default()
    }

    /// All that a statement on `table` reaches, but the table itself.
    pub(super) fn descendants(&self, table: &ObjectName) -> Vec<&'a ObjectName> {
        reach(&self.linked, table)
    }

    /// All children of a table before, and theirs.
    pub(super) fn descendants_before(&self, table: &ObjectName) -> Vec<&'a ObjectName> {
        reach(&self.before, table)
    }

    /// True if not every partition of a table has a part of its index `name`: the server must not build one then.
    pub(super) fn is_partial(&self, table: &ObjectName, name: &str) -> bool {
        let children = self.after.get(table).into_iter().flatten();
        let mut partitions = children.filter(|child| child.partition_of.is_some());
        !self.declared && partitions.any(|child| !attached(child).any(|(_, parent)| parent == name))
    }

    /// Such an index is created once all partitions are there.
    pub(super) fn waits_for_partitions(&self, table: &ObjectName, name: &str) -> Option<Resource> {
        self.is_partial(table, name).then(|| Resource::Partitions(table.clone()))
    }

    /// A partition as it is after.
    pub(super) fn partition_after(&self, name: &ObjectName) -> Option<&'a Table> {
        self.partitions.get(name).copied()
    }

    /// True if the index `name` of a partitioned table is created without those of its partitions.
    pub(super) fn only(&self, table: &ObjectName, name: &str) -> bool {
        let linked = self.linked(table).iter().any(|child| {
            let after = self.after.get(table).into_iter().flatten();
            after.into_iter().any(|table| table.name == **child && table.partition_of.is_some())
        });
        linked || self.is_partial(table, name)
    }
}

fn reach<'a>(
    children: &BTreeMap<&'a ObjectName, Vec<&'a ObjectName>>,
    table: &ObjectName,
) -> Vec<&'a ObjectName> {
    let mut found: Vec<&ObjectName> = Vec::new();
    let mut next: Vec<&ObjectName> = children.get(table).cloned().unwrap_or_default();
    while let Some(name) = next.pop() {
        if !found.contains(&name) {
            found.push(name);
            next.extend(children.get(name).into_iter().flatten());
        }
    }
    found
}

/// The indexes and keys of a partition with what they are attached to.
pub(super) fn attached(table: &Table) -> impl Iterator<Item = (&str, &str)> {
    fn item<T: Named<Key = String> + Definition>(item: &T) -> Option<(&str, &str)> {
        Some((item.key().as_str(), item.attached_to()?.as_str()))
    }
    let keys = table.primary_key.iter().filter_map(item).chain(table.uniques.iter().filter_map(item));
    let keys = keys.chain(table.exclusions.iter().filter_map(item));
    keys.chain(table.indexes.iter().filter_map(item))
}

/// What a statement on a parent does to the columns of its children.
#[derive(Clone)]
enum Effect {
    Add(Column),
    Drop(String),
    /// Dropped and added.
    Replace(Column),
    /// With the parent's column as it is then.
    Alter(ColumnAction, Column),
    NotNull(String),
}

impl<'a> Scope<'a> {
    /// The parents of a table that it has before and after, and theirs.
    pub(super) fn ancestors_kept(&self, table: &KeptTable<'a>) -> Vec<&KeptTable<'a>> {
        let mut found: Vec<&KeptTable<'a>> = Vec::new();
        let mut next = table.parents.clone();
        while let Some(parent) = next.pop().and_then(|name| self.kept.get(name)) {
            next.extend(parent.parents.iter().copied());
            found.push(parent);
        }
        found
    }

    /// Finds the columns that children have once their parents' statements have run.
    pub(super) fn follow_columns(&mut self) {
        let mut effects: BTreeMap<ObjectName, Vec<Effect>> = BTreeMap::new();
        for name in self.family.order.clone() {
            let Some(kept) = self.kept.get(name) else { continue };
            let parents: Vec<&KeptTable<'_>> =
                kept.parents.iter().filter_map(|parent| self.kept.get(*parent)).collect();
            let mut all: Vec<Effect> = kept
                .parents
                .iter()
                .flat_map(|parent| effects.get(*parent).into_iter().flatten().cloned())
                .collect();
            let provided = |name: &str| parents.iter().any(|parent| parent.to.column(name).is_some());
            let before = (!kept.parents.is_empty()).then(|| apply(&kept.from.columns, &all, provided));
            let inherited: BTreeSet<String> = parents
                .iter()
                .flat_map(|parent| {
                    parent.to.columns.iter().filter(|column| parent.from.column(&column.name).is_some())
                })
                .map(|column| column.name.clone())
                .collect();
            if let Some(kept) = self.kept.get_mut(name) {
                (kept.before, kept.inherited) = (before, inherited);
            }
            if !self.family.linked(name).is_empty()
                && let Some(kept) = self.kept.get(name)
            {
                all.extend(own_effects(self, kept));
                effects.insert(name.clone(), all);
            }
        }
    }

    /// Settles which indexes and keys of partitions stay, go and come with those that they are attached to.
    pub(super) fn follow_attached(&mut self) {
        for name in self.family.order.clone().into_iter().rev() {
            let linked = self.family.linked(name);
            let children = linked.iter().filter_map(|child| self.kept.get(*child));
            let mut again: BTreeSet<String> = children.flat_map(KeptTable::attached_dropped).collect();
            for child in self.family.after.get(name).into_iter().flatten() {
                if child.partition_of.is_some() && !linked.contains(&&child.name) {
                    let Some(kept) = self.kept.get(name) else { continue };
                    let has = |name: &str| attached(child).any(|(_, parent)| parent == name);
                    again.extend(kept.kept_names().filter(|name| !has(name)));
                    let twins = self.family.with_twins(child).into_iter().collect();
                    if let Some(kept) = self.kept.get_mut(&child.name) {
                        kept.rebuild(&twins);
                    }
                }
            }
            if let Some(kept) = self.kept.get_mut(name) {
                kept.rebuild(&again);
            }
        }
        for name in self.family.order.clone() {
            let Some(kept) = self.kept.get(name) else { continue };
            let gone: BTreeSet<String> = kept
                .parents
                .iter()
                .filter_map(|parent| self.kept.get(*parent))
                .flat_map(KeptTable::gone)
                .collect();
            if let Some(kept) = self.kept.get_mut(name) {
                kept.drag(&gone);
            }
        }
    }
}

/// The drop of an index or a key, which happens by itself where what it is attached to goes.
pub(super) fn going<T>(step: Step, table: &Table, parts: &Parts<'_, T>, from: &T) -> Step
where
    T: Named<Key = String> + Definition,
{
    let gone = |table: &ObjectName, name: &str| Resource::Gone(Object::Index(table.sibling(name)));
    let step = step.takes(parts.gone.get(from.key()).map(|called| gone(&table.name, called)));
    match (&table.partition_of, from.attached_to()) {
        (Some(partition), Some(index)) if parts.dragged.contains(from.key()) => {
            step.silenced().needs([gone(&partition.parent, index)])
        }
        _ => step,
    }
}

fn own_effects(scope: &Scope<'_>, kept: &KeptTable<'_>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let before = kept.columns_before();
    let gone = before.iter().filter(|column| kept.to.column(&column.name).is_none());
    effects.extend(gone.map(|column| Effect::Drop(column.name.clone())));
    for to in &kept.to.columns {
        let new = || Column { statistics: to.statistics, ..inherited(to) };
        match before.iter().find(|before| before.name == to.name) {
            None => effects.push(Effect::Add(new())),
            Some(_) if kept.replaces(&to.name) => effects.push(Effect::Replace(new())),
            Some(from) => {
                for phase in operations(scope, &kept.to.name, from, to, kept.retypes(&to.name)) {
                    effects.extend(effects_of(phase.operation, to));
                }
            }
        }
    }
    effects
}

fn effects_of(operation: Operation, to: &Column) -> Vec<Effect> {
    match operation {
        Operation::Column(ColumnOperation::Alter(AlterColumn { actions, .. })) => {
            actions.into_iter().map(|action| Effect::Alter(action, to.clone())).collect()
        }
        Operation::Constraint(ConstraintOperation::Add { constraint: Constraint::NotNull(_), .. }) => {
            vec![Effect::NotNull(to.name.clone())]
        }
        _ => Vec::new(),
    }
}

/// A column as a child gets it when it is created.
pub(super) fn inherited(column: &Column) -> Column {
    Column {
        identity: None,
        not_null: None,
        statistics: None,
        options: Vec::new(),
        foreign_options: ForeignOptions::new(),
        comment: None,
        inherited: true,
        ..column.clone()
    }
}

fn apply(columns: &[Column], effects: &[Effect], provided: impl Fn(&str) -> bool) -> Vec<Column> {
    let mut columns = columns.to_vec();
    for effect in effects {
        match effect {
            Effect::Add(column) => {
                if !columns.iter().any(|own| own.name == column.name) {
                    columns.push(column.clone());
                }
            }
            Effect::Drop(name) => columns.retain(|own| own.name != *name || !own.inherited || provided(name)),
            Effect::Replace(column) => {
                let same = columns.iter_mut().filter(|own| own.name == column.name && own.inherited);
                same.for_each(|own| own.clone_from(column));
            }
            Effect::Alter(action, to) => {
                columns.iter_mut().filter(|own| own.name == to.name).for_each(|own| alter(own, action, to));
            }
            Effect::NotNull(name) => {
                columns.iter_mut().filter(|own| own.name == *name).for_each(|own| own.nullable = false);
            }
        }
    }
    columns
}

/// Identities, compression and options are each table's own.
fn alter(column: &mut Column, action: &ColumnAction, to: &Column) {
    match action {
        ColumnAction::SetType { data_type, collation, .. } => {
            (column.data_type, column.collation) = (data_type.clone(), collation.clone());
            (column.storage, column.compression) = (None, None);
            column.default = None;
        }
        ColumnAction::SetDefault(default) => column.default = Some(default.clone()),
        ColumnAction::DropDefault => column.default = None,
        ColumnAction::SetNotNull => column.nullable = false,
        ColumnAction::DropNotNull => column.nullable = true,
        ColumnAction::DropExpression => column.generated = None,
        ColumnAction::SetExpression(expression) => {
            if let Some(generated) = &mut column.generated {
                generated.expression.clone_from(expression);
            }
        }
        ColumnAction::SetStorage(_) => column.storage = to.storage,
        ColumnAction::SetStatistics(_) => column.statistics = to.statistics,
        ColumnAction::AddIdentity(_)
        | ColumnAction::SetIdentity(_)
        | ColumnAction::DropIdentity
        | ColumnAction::SetCompression(_)
        | ColumnAction::SetOptions(_)
        | ColumnAction::ResetOptions(_)
        | ColumnAction::ForeignOptions(_) => {}
    }
}

impl KeptTable<'_> {
    /// The columns once the parents' statements have run.
    pub(super) fn columns_before(&self) -> &[Column] {
        self.before.as_deref().unwrap_or(&self.from.columns)
    }

    /// True if a column is dropped and added by the table's own statements.
    pub(super) fn replaces(&self, column: &str) -> bool {
        self.replaced.contains(column) && !self.inherited.contains(column)
    }

    /// True if a column gets another type by the table's own statements.
    pub(super) fn retypes(&self, column: &str) -> bool {
        self.retyped.contains(column) && !self.inherited.contains(column)
    }

    /// True if an index or key is attached already, and stays so.
    pub(super) fn stays_attached(&self, name: &str) -> bool {
        fn stays<T: Named<Key = String> + Definition>(parts: &Parts<'_, T>, name: &str) -> bool {
            parts.kept.iter().any(|(from, to)| to.key() == name && from.attached_to().is_some())
        }
        stays(&self.primary_key, name)
            || stays(&self.uniques, name)
            || stays(&self.exclusions, name)
            || stays(&self.indexes, name)
    }

    fn attached_dropped(&self) -> Vec<String> {
        fn attached<T: Definition>(parts: &Parts<'_, T>) -> impl Iterator<Item = String> {
            parts.dropped.iter().filter_map(|item| item.attached_to().cloned())
        }
        let keys = attached(&self.primary_key).chain(attached(&self.uniques));
        keys.chain(attached(&self.exclusions)).chain(attached(&self.indexes)).collect()
    }

    fn kept_names(&self) -> impl Iterator<Item = String> {
        let keys = self.primary_key.kept.iter().map(|(_, to)| to.name.clone());
        let keys = keys.chain(self.uniques.kept.iter().map(|(_, to)| to.name.clone()));
        let keys = keys.chain(self.exclusions.kept.iter().map(|(_, to)| to.name.clone()));
        keys.chain(self.indexes.kept.iter().map(|(_, to)| to.name.clone()))
    }

    fn rebuild(&mut self, names: &BTreeSet<String>) {
        self.primary_key.rebuild(names);
        self.uniques.rebuild(names);
        self.exclusions.rebuild(names);
        self.indexes.rebuild(names);
    }

    fn gone(&self) -> Vec<String> {
        let keys = self.primary_key.gone.values().chain(self.uniques.gone.values());
        let keys = keys.chain(self.exclusions.gone.values());
        keys.chain(self.indexes.gone.values()).cloned().collect()
    }

    fn drag(&mut self, gone: &BTreeSet<String>) {
        self.primary_key.drag(gone);
        self.uniques.drag(gone);
        self.exclusions.drag(gone);
        self.indexes.drag(gone);
    }
}
