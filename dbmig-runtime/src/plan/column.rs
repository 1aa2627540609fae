//! Columns of tables that stay.

use super::graph::{Graph, Rank, Resource, Step};
use super::scope::{KeptTable, Scope};
use super::{cast, comment, identity};
use crate::catalog::{Column, Object, ObjectName, Table, identifiers};
use crate::op::{AddColumn, AlterColumn, ColumnAction, ColumnOperation, Operation};

pub(super) fn plan(scope: &Scope<'_>, table: &KeptTable<'_>, graph: &mut Graph) {
    for from in table.from.columns.iter().filter(|from| table.to.column(&from.name).is_none()) {
        drop(scope, table.from, from, &from.name, graph);
    }
    for to in &table.to.columns {
        let old = scope.changes.renames.columns.get(&(table.to.name.clone(), to.name.clone()));
        match table.from.column(&to.name) {
            None => add(scope, table.to, to, graph),
            Some(from) if table.replaced.contains(to.name.as_str()) => {
                drop(scope, table.from, from, old.unwrap_or(&to.name), graph);
                add(scope, table.to, to, graph);
            }
            Some(from) => {
                if let Some(old) = old {
                    rename(table.to, old, to, graph);
                }
                alter(scope, table, from, to, graph);
            }
        }
    }
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

fn rename(table: &Table, from: &str, column: &Column, graph: &mut Graph) {
    let rename =
        ColumnOperation::Rename { table: table.name.clone(), from: from.to_owned(), to: column.name.clone() };
    let rename = step(Rank::Rename, table, rename);
    graph.push(rename.frees([resource(table, from)]).takes([resource(table, &column.name)]));
}

fn drop(scope: &Scope<'_>, table: &Table, column: &Column, name: &str, graph: &mut Graph) {
    let drop = ColumnOperation::Drop { table: table.name.clone(), column: name.to_owned() };
    let drop = step(Rank::DropColumn, table, drop).changes([all_columns(table)]);
    let drop = drop.frees([resource(table, name)]).releases(sources(table, column));
    let drop = drop.releases(scope.releases(&objects(table, &column.name)));
    graph.push(drop.releases(scope.types_before(texts(column))));
}

/// A column and its default, as dependencies name them.
pub(super) fn objects(table: &Table, column: &str) -> [Object; 2] {
    let (table, column) = (&table.name, column.to_owned());
    [Object::Column(table.clone(), column.clone()), Object::Default(table.clone(), column)]
}

fn add(scope: &Scope<'_>, table: &Table, column: &Column, graph: &mut Graph) {
    let add = ColumnOperation::Add(Box::new(AddColumn { table: table.name.clone(), column: column.clone() }));
    let add = step(Rank::AddColumn, table, add).changes([all_columns(table)]);
    let add = add.takes([resource(table, &column.name)]).needs(sources(table, column));
    let add = add.needs(scope.needs(&objects(table, &column.name)));
    graph.push(add.needs(scope.types_after(texts(column))));
}

/// The columns that a generated column is computed from.
fn sources<'t>(table: &'t Table, column: &'t Column) -> impl Iterator<Item = Resource> + use<'t> {
    let names = column.generated.iter().flat_map(|generated| identifiers(&generated.expression));
    let others = names.filter(|name| *name != column.name && table.column(name).is_some());
    others.map(|name| resource(table, &name))
}

fn alter(scope: &Scope<'_>, kept: &KeptTable<'_>, from: &Column, to: &Column, graph: &mut Graph) {
    let table: &ObjectName = &kept.to.name;
    let retyped = kept.retyped.contains(to.name.as_str());
    if let (Some(before), Some(after)) = (&from.identity, &to.identity)
        && let identity::Change::MoveTo(value, side) = identity::change((from, before), (to, after))
    {
        let execute = Operation::Execute(identity::move_to(table, &to.name, value, side));
        let step = Step::new(Rank::AlterColumn, execute).needs([Resource::Table(table.clone())]);
        graph.push(step.changes([resource(kept.to, &to.name)]));
    }
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
    for actions in statements(scope, before, to, retyped) {
        let operation = AlterColumn { table: table.clone(), column: to.name.clone(), actions };
        let alter = step(Rank::AlterColumn, kept.to, ColumnOperation::Alter(operation))
            .changes([resource(kept.to, &to.name), all_columns(kept.to)])
            .releases(scope.types_before(texts(from)))
            .needs(scope.types_after(texts(to)));
        let mut alter = alter;
        for object in objects(kept.to, &to.name) {
            let (mut needs, releases) = scope.exchanged(&object);
            if apart {
                needs.extend(scope.needs([&object]));
            }
            alter = alter.needs(needs).releases(releases);
        }
        graph.push(if to.generated.is_none() { alter.releases(sources(kept.from, from)) } else { alter });
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

/// The actions that make `to` of `from`, one list a statement. PostgreSQL reads the column's type and identity
/// before it runs any action of a statement, so that a change of type stands apart from both.
fn statements(scope: &Scope<'_>, from: &Column, to: &Column, retyped: bool) -> Vec<Vec<ColumnAction>> {
    let (mut before, mut actions, mut after) = (Vec::new(), Vec::new(), Vec::new());
    if from.generated.is_some() && to.generated.is_none() {
        before.push(ColumnAction::DropExpression);
    }
    if from.identity.is_some() && to.identity.is_none() {
        before.push(ColumnAction::DropIdentity);
    }
    // The old default may not fit the new type, and PostgreSQL would print a converted one differently; one that
    // names a type that is built again would keep the old type alive.
    let stale = retyped || !scope.types_before(from.default.as_deref()).is_empty();
    let stale = from.default.is_some() && (stale || to.default.is_none());
    if stale {
        actions.push(ColumnAction::DropDefault);
    }
    if retyped {
        actions.push(set_type(scope, from, to));
    }
    if let Some(default) =
        to.default.as_ref().filter(|default| stale || from.default.as_ref() != Some(default))
    {
        actions.push(ColumnAction::SetDefault(default.clone()));
    }
    match (from.nullable, to.nullable) {
        (true, false) => actions.push(ColumnAction::SetNotNull),
        (false, true) => actions.push(ColumnAction::DropNotNull),
        _ => {}
    }
    let mut apart = retyped;
    match (&from.identity, &to.identity) {
        (None, Some(new)) => after.push(ColumnAction::AddIdentity(new.clone())),
        (Some(old), Some(new)) if old != new => {
            let set = ColumnAction::SetIdentity(new.clone());
            match identity::change((from, old), (to, new)) {
                identity::Change::Replace => {
                    before.push(ColumnAction::DropIdentity);
                    after.push(ColumnAction::AddIdentity(new.clone()));
                    apart = true;
                }
                _ if identity::narrows(from, to) => before.push(set),
                _ => after.push(set),
            }
        }
        _ => {}
    }
    let lists = if apart { vec![before, actions, after] } else { vec![[before, actions, after].concat()] };
    lists.into_iter().filter(|list| !list.is_empty()).collect()
}

fn set_type(scope: &Scope<'_>, from: &Column, to: &Column) -> ColumnAction {
    let using = if from.data_type == to.data_type && scope.is_rebuilt(to) {
        Some(cast::using_labels(&to.name, &to.data_type))
    } else {
        cast::using(&to.name, &from.data_type, &to.data_type)
    };
    ColumnAction::SetType { data_type: to.data_type.clone(), collation: to.collation.clone(), using }
}
