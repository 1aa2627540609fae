//! Columns of tables that stay.

use std::collections::{BTreeMap, BTreeSet};

use super::circle::{breaks_circle, spare_name};
use super::family::inherited;
use super::generated::{source_resources, sources};
use super::graph::{Graph, Rank, Resource, Step};
use super::kept_table::KeptTable;
use super::scope::Scope;
use super::storage::storage_actions;
use super::{aside, cast, comment, identity, not_null, recast};
use crate::catalog::{Column, Identity, Object, ObjectName, Table};
use crate::op::{AddColumn, AlterColumn, ColumnAction, ColumnOperation, Operation};

pub(super) fn plan(scope: &Scope<'_>, table: &KeptTable<'_>, graph: &mut Graph) {
    let before = table.columns_before();
    for from in before.iter().filter(|from| table.to.column(&from.name).is_none()) {
        drop(scope, table.from, from, &from.name, graph);
    }
    for to in &table.to.columns {
        let old = scope.changes.renames.columns.get(&(table.to.name.clone(), to.name.clone()));
        match before.iter().find(|before| before.name == to.name) {
            None => add(scope, table.to, to, graph),
            Some(from) if let Some(roots) = table.aside.get(to.name.as_str()) => {
                let old = old.map_or(to.name.as_str(), String::as_str);
                aside::plan(scope, table, (from, to, old), roots, graph);
            }
            Some(from) if table.replaces(&to.name) => {
                drop(scope, table.from, from, old.unwrap_or(&to.name), graph);
                add(scope, table.to, to, graph);
            }
            Some(from) => {
                if let Some(old) = old {
                    rename(scope, table, old, to, graph);
                }
                alter(scope, table, from, to, graph);
            }
        }
    }
}

/// What a new child has other than the parent from which it gets its columns.
pub(super) fn differ_from_parent(scope: &Scope<'_>, table: &Table, parent: &Table, graph: &mut Graph) {
    for to in table.columns.iter().filter(|column| column.inherited) {
        let Some(from) = parent.column(&to.name) else { continue };
        for phase in operations(scope, &table.name, &inherited(from), to, false) {
            let needs = [Resource::Table(table.name.clone())];
            graph.push(Step::new(Rank::AlterColumn, phase.operation).needs(needs));
        }
        comment_on(table, to, graph);
    }
}

/// The comment on a column that its table's creation doesn't list.
pub(super) fn comment_on(table: &Table, column: &Column, graph: &mut Graph) {
    if column.comment.is_some() {
        let target = Object::Column(table.name.clone(), column.name.clone());
        graph.push(comment(target, column.comment.as_ref()).needs([Resource::Table(table.name.clone())]));
    }
}

/// The column in the children that a statement on the table reaches, and all of their columns.
fn in_descendants(scope: &Scope<'_>, table: &Table, column: &str) -> (Vec<Resource>, Vec<Resource>) {
    let names = scope.family.descendants(&table.name);
    let columns = names.iter().map(|name| Resource::Column((*name).clone(), column.to_owned()));
    (columns.collect(), names.iter().map(|name| Resource::Columns((*name).clone())).collect())
}

/// All SQL text of a column that may name a type.
pub(super) fn texts(column: &Column) -> impl Iterator<Item = &str> {
    let generated = column.generated.as_ref().map(|generated| generated.expression.as_str());
    std::iter::once(column.data_type.as_sql()).chain(column.default.as_deref()).chain(generated)
}

fn step(rank: Rank, table: &Table, operation: ColumnOperation) -> Step {
    Step::new(rank, Operation::Column(operation)).needs([Resource::Table(table.name.clone())])
}

fn resource(table: &Table, column: &str) -> Resource {
    Resource::Column(table.name.clone(), column.to_owned())
}

fn all_columns(table: &Table) -> Resource {
    Resource::Columns(table.name.clone())
}

/// The sequence behind an identity column.
fn sequence(table: &Table, column: &Column) -> Option<Resource> {
    let identity = column.identity.as_ref()?;
    Some(Resource::Relation(identity.sequence_name(&table.name, &column.name)))
}

fn rename(scope: &Scope<'_>, kept: &KeptTable<'_>, old: &str, column: &Column, graph: &mut Graph) {
    let table = kept.to;
    // A table that is detached keeps the new name: no `step`, which would wait for that.
    let rename = |from: &str, to: &str| {
        let (from, to) = (from.to_owned(), to.to_owned());
        let rename = ColumnOperation::Rename { table: table.name.clone(), from, to };
        let rename = Step::new(Rank::RenameColumn, Operation::Column(rename));
        rename.needs([Resource::Relation(table.name.clone())])
    };
    let renames = scope.changes.renames.columns.iter().filter(|((of, _), _)| *of == table.name);
    let renames: BTreeMap<&str, &str> = renames.map(|((_, new), old)| (new.as_str(), old.as_str())).collect();
    if !breaks_circle(&renames, &column.name.as_str()) {
        let rename = rename(old, &column.name);
        graph.push(rename.frees([resource(table, old)]).takes([resource(table, &column.name)]));
        return;
    }
    let spare = spare_name(old, |name| kept.from.column(name).or_else(|| table.column(name)).is_some());
    let first = graph.push(rename(old, &spare).frees([resource(table, old)]));
    let second = graph.push(rename(&spare, &column.name).takes([resource(table, &column.name)]));
    graph.must_run_before(first, second);
}

fn drop(scope: &Scope<'_>, table: &Table, column: &Column, name: &str, graph: &mut Graph) {
    let generated = column.generated.is_some();
    let drop = ColumnOperation::Drop { table: table.name.clone(), column: name.to_owned(), generated };
    graph.push(drop_step(scope, table, column, name, drop));
}

/// The step after which the column isn't what it was.
pub(super) fn drop_step(
    scope: &Scope<'_>,
    table: &Table,
    column: &Column,
    name: &str,
    operation: ColumnOperation,
) -> Step {
    let none = BTreeSet::new();
    let drop = step(Rank::DropColumn, table, operation).changes([all_columns(table)]);
    let drop = drop
        .takes([Resource::Gone(Object::Column(table.name.clone(), column.name.clone()))])
        .frees(sequence(table, column))
        .frees([resource(table, name)])
        .releases(source_resources(table, column, &none))
        .releases(scope.releases(&objects(table, &column.name)));
    let (columns, others) = in_descendants(scope, table, name);
    drop.frees(columns).changes(others).releases(scope.types_before(texts(column)))
}

/// A column and its default, as dependencies name them.
pub(super) fn objects(table: &Table, column: &str) -> [Object; 2] {
    let (table, column) = (&table.name, column.to_owned());
    [Object::Column(table.clone(), column.clone()), Object::Default(table.clone(), column)]
}

fn add(scope: &Scope<'_>, table: &Table, column: &Column, graph: &mut Graph) {
    let new = Column { not_null: not_null::spelled_out(scope, &table.name, column), ..column.clone() };
    let add = ColumnOperation::Add(Box::new(AddColumn { table: table.name.clone(), column: new }));
    graph.push(add_step(scope, table, column, add));
}

/// The step after which the column is what it should be.
pub(super) fn add_step(
    scope: &Scope<'_>,
    table: &Table,
    column: &Column,
    operation: ColumnOperation,
) -> Step {
    let add = step(Rank::AddColumn, table, operation).changes([all_columns(table)]);
    let add = add.takes([resource(table, &column.name)]).takes(sequence(table, column));
    let add = add.needs(source_resources(table, column, &BTreeSet::new()));
    let add = add.needs(scope.needs(&objects(table, &column.name)));
    let (columns, others) = in_descendants(scope, table, &column.name);
    add.takes(columns).changes(others).needs(scope.types_after(texts(column)))
}

fn alter(scope: &Scope<'_>, kept: &KeptTable<'_>, from: &Column, to: &Column, graph: &mut Graph) {
    let table: &ObjectName = &kept.to.name;
    let retyped = kept.retypes(&to.name);
    if let (Some(before), Some(after)) = (&from.identity, &to.identity)
        && let identity::Change::MoveTo(value, side) = identity::change((from, before), (to, after))
    {
        let execute = Operation::Execute(identity::move_to(table, &to.name, value, side));
        let step = Step::new(Rank::AlterColumn, execute).needs([Resource::Table(table.clone())]);
        graph.push(step.changes([resource(kept.to, &to.name)]));
    }
    identity::sequence(kept, from, to, graph);
    let default = Object::Default(table.clone(), to.name.clone());
    // What the default calls is built again: the default makes way for it.
    let apart = scope.disturbed.again(&default) && from.default.is_some();
    if apart {
        drop_default(scope, kept, to, &default, graph);
    }
    let stripped;
    let before = if apart {
        stripped = Column { default: None, ..from.clone() };
        &stripped
    } else {
        from
    };
    if retyped && from.default.is_none() {
        drop_defaults_of_children(scope, kept, to, graph);
    }
    let wrapper =
        recast::wrapper(scope, kept, to).filter(|_| retyped).map(|wrapper| Resource::Type(wrapper.name));
    let (columns, others) = in_descendants(scope, kept.to, &to.name);
    for Phase { operation, early, late } in operations(scope, table, before, to, retyped) {
        let does = |action: fn(&ColumnAction) -> bool| match &operation {
            Operation::Column(ColumnOperation::Alter(alter)) => alter.actions.iter().any(action),
            _ => false,
        };
        let makes_sequence = does(|action| matches!(action, ColumnAction::AddIdentity(_)));
        let drops_sequence = does(|action| matches!(action, ColumnAction::DropIdentity));
        let mut alter = Step::new(Rank::AlterColumn, operation)
            .needs([Resource::Table(table.clone())])
            .changes([resource(kept.to, &to.name), all_columns(kept.to)])
            .changes(columns.iter().chain(&others).cloned());
        if let Some(wrapper) = &wrapper {
            alter = alter.needs([wrapper.clone()]).releases([wrapper.clone()]);
        }
        for object in objects(kept.to, &to.name) {
            let (mut needs, releases) = scope.exchanged(&object);
            if apart {
                needs.extend(scope.needs([&object]));
            }
            alter = if late { alter.needs(needs) } else { alter };
            alter = if early { alter.releases(releases) } else { alter };
        }
        let (old, new) = (sources(kept.from, from), sources(kept.to, to));
        if early {
            alter = alter.releases(scope.types_before(texts(from)));
            alter = alter.releases(source_resources(kept.from, from, &new));
        }
        if late {
            alter = alter.needs(scope.types_after(texts(to))).needs(source_resources(kept.to, to, &old));
        }
        let alter = if makes_sequence { alter.takes(sequence(kept.to, to)) } else { alter };
        graph.push(if drops_sequence { alter.frees(sequence(kept.from, from)) } else { alter });
    }
    if !from.nullable && !to.nullable {
        not_null::change(table, from, to, graph);
    }
    if from.comment != to.comment {
        let target = Object::Column(table.clone(), to.name.clone());
        let needs = [Resource::Table(table.clone()), resource(kept.to, &to.name)];
        graph.push(comment(target, to.comment.as_ref()).needs(needs));
    }
}

fn drop_default(scope: &Scope<'_>, kept: &KeptTable<'_>, to: &Column, default: &Object, graph: &mut Graph) {
    let (table, column) = (kept.to.name.clone(), to.name.clone());
    let operation = AlterColumn { table, column, actions: vec![ColumnAction::DropDefault] };
    let drop = step(Rank::DropConstraint, kept.to, ColumnOperation::Alter(operation));
    let drop = drop.changes([resource(kept.to, &to.name)]).releases(scope.releases([default]));
    graph.push(drop);
}

/// A parent's change of type reaches its children, and fails at a default that only they have.
fn drop_defaults_of_children(scope: &Scope<'_>, kept: &KeptTable<'_>, to: &Column, graph: &mut Graph) {
    for child in scope.family.descendants(&kept.to.name) {
        let Some(child) = scope.kept.get(child) else { continue };
        let before = child.from.column(&to.name).filter(|column| column.default.is_some());
        if before.is_some() && child.inherited.contains(&to.name) {
            let default = Object::Default(child.to.name.clone(), to.name.clone());
            drop_default(scope, child, to, &default, graph);
        }
    }
}

/// One of the operations that change a column.
pub(super) struct Phase {
    pub(super) operation: Operation,
    /// True unless what the column hung on may go only after it.
    early: bool,
    /// True unless what the column will hang on may come only after it.
    late: bool,
}

/// The operations that make `to` of `from`. PostgreSQL reads the column's type and identity before it runs any action
/// of a statement, so that a change of type stands apart from both.
pub(super) fn operations(
    scope: &Scope<'_>,
    table: &ObjectName,
    from: &Column,
    to: &Column,
    retyped: bool,
) -> Vec<Phase> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let actions = value_actions(scope, table, from, to, retyped);
    if from.generated.is_some() && to.generated.is_none() {
        before.push(ColumnAction::DropExpression);
    }
    let mut apart = retyped | identity_actions(from, to, &mut before, &mut after);
    storage_actions(scope, from, to, retyped, &mut after);
    let new_not_null = not_null::added(scope, table, from, to);
    apart |= new_not_null.is_some();
    // The sequence of a default may have the name of the identity's.
    apart |= from.default.is_some() && from.identity.is_none() && to.identity.is_some();
    apart |= to.default.is_some() && to.identity.is_none() && from.identity.is_some();
    let phase = |operation, early, late| Phase { operation, early, late };
    let alter = |actions: Vec<ColumnAction>, early, late| {
        let operation = AlterColumn { table: table.clone(), column: to.name.clone(), actions };
        let operation = (!operation.actions.is_empty()).then_some(ColumnOperation::Alter(operation));
        operation.map(|operation| phase(Operation::Column(operation), early, late))
    };
    if apart {
        let not_null = new_not_null.map(|operation| phase(operation, true, true));
        let (before, actions) = (alter(before, true, false), alter(actions, true, true));
        return [before, actions, not_null, alter(after, false, true)].into_iter().flatten().collect();
    }
    alter([before, actions, after].concat(), true, true).into_iter().collect()
}

/// Type, default, expression and nullability.
fn value_actions(
    scope: &Scope<'_>,
    table: &ObjectName,
    from: &Column,
    to: &Column,
    retyped: bool,
) -> Vec<ColumnAction> {
    let mut actions = Vec::new();
    // The old default may not fit the new type, and PostgreSQL would print a converted one differently; one that
    // names a type that is built again would keep the old type alive.
    let stale = retyped || !scope.types_before(from.default.as_deref()).is_empty();
    let stale = from.default.is_some() && (stale || to.default.is_none());
    if stale {
        actions.push(ColumnAction::DropDefault);
    }
    if retyped {
        actions.push(set_type(scope, table, from, to));
    }
    if let Some(default) =
        to.default.as_ref().filter(|default| stale || from.default.as_ref() != Some(default))
    {
        actions.push(ColumnAction::SetDefault(default.clone()));
    }
    if let (Some(before), Some(after)) = (&from.generated, &to.generated)
        && before.expression != after.expression
    {
        actions.push(ColumnAction::SetExpression(after.expression.clone()));
    }
    match (from.nullable, to.nullable) {
        (true, false) if not_null::spelled_out(scope, table, to).is_none() => {
            actions.push(ColumnAction::SetNotNull)
        }
        (false, true) => actions.push(ColumnAction::DropNotNull),
        (false, false) if not_null::invalidates(from, to) => actions.push(ColumnAction::DropNotNull),
        _ => {}
    }
    actions
}

/// True if the identity is dropped and made again.
fn identity_actions(
    from: &Column,
    to: &Column,
    before: &mut Vec<ColumnAction>,
    after: &mut Vec<ColumnAction>,
) -> bool {
    match (&from.identity, &to.identity) {
        (Some(_), None) => before.push(ColumnAction::DropIdentity),
        (None, Some(new)) => after.push(ColumnAction::AddIdentity(new.clone())),
        (Some(old), Some(new)) if (old.kind, &old.options) != (new.kind, &new.options) => {
            let set = ColumnAction::SetIdentity(Identity {
                options: new.options.clone(),
                ..Identity::new(new.kind)
            });
            match identity::change((from, old), (to, new)) {
                identity::Change::Replace => {
                    before.push(ColumnAction::DropIdentity);
                    after.push(ColumnAction::AddIdentity(new.clone()));
                    return true;
                }
                _ if identity::narrows(from, to) => before.push(set),
                _ => after.push(set),
            }
        }
        _ => {}
    }
    false
}

fn set_type(scope: &Scope<'_>, table: &ObjectName, from: &Column, to: &Column) -> ColumnAction {
    let is_foreign = scope.changes.to.tables.get(table).is_some_and(|table| table.foreign.is_some());
    let rebuilt = from.data_type == to.data_type && scope.is_rebuilt(table, to);
    let using = if is_foreign {
        // Its rows are elsewhere: there is nothing to convert, and PostgreSQL takes no USING.
        None
    } else if rebuilt {
        recast::using(scope, &to.name, &to.data_type)
    } else {
        cast::using(&to.name, &from.data_type, &to.data_type)
    };
    let loses = rebuilt && !recast::keeps_values(scope, &to.data_type);
    let (data_type, collation) = (to.data_type.clone(), to.collation.clone());
    ColumnAction::SetType { data_type, collation, using, from: (!loses).then(|| from.data_type.clone()) }
}
