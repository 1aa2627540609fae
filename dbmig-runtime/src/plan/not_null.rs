//! Not-null constraints that are more than `NOT NULL` (PostgreSQL 18 and later).

use std::collections::BTreeSet;

use super::comment;
use super::graph::{Graph, Rank, Resource, Step};
use super::scope::Scope;
use crate::catalog::{Column, NotNull, Object, ObjectName, default_name};
use crate::diff::Changes;
use crate::op::{Constraint, ConstraintAction, ConstraintOperation, Operation};

/// The constraint that a column gets, where `SET NOT NULL` isn't enough.
pub(super) fn added(scope: &Scope<'_>, table: &ObjectName, from: &Column, to: &Column) -> Option<Operation> {
    let again = invalidates(from, to);
    let constraint = spelled_out(scope, table, to).filter(|_| from.nullable || again)?;
    let (table, constraint) = (table.clone(), Constraint::NotNull(constraint));
    Some(Operation::Constraint(ConstraintOperation::Add { table, constraint, only: false }))
}

/// The constraint of a column where its name must be said: PostgreSQL takes another one than usual where a constraint of
/// any table in the schema is called so.
pub(super) fn spelled_out(scope: &Scope<'_>, table: &ObjectName, column: &Column) -> Option<NotNull> {
    if column.nullable || column.not_null.is_some() || scope.changes.to.server_version < Some(18) {
        return column.not_null.clone();
    }
    let name = default_name(&table.name, &[&column.name], "not_null");
    scope.not_nulls.contains(&table.sibling(&*name)).then(|| NotNull::new(name, &*column.name))
}

/// The names of all not-null constraints that aren't what PostgreSQL calls them, or are of other tables, too.
pub(super) fn names(changes: &Changes) -> BTreeSet<ObjectName> {
    let tables = changes.renamed.tables.values().chain(changes.to.tables.values());
    let names = tables.flat_map(|table| {
        let own = table.columns.iter().filter_map(|column| column.not_null.as_ref());
        let all = own.chain(&table.inherited_not_nulls);
        all.map(|constraint| table.name.sibling(&*constraint.name))
    });
    names.collect()
}

/// True where a constraint must be built again to become `NOT VALID`.
pub(super) fn invalidates(from: &Column, to: &Column) -> bool {
    let not_valid = |column: &Column| column.not_null.as_ref().is_some_and(|constraint| constraint.not_valid);
    !from.nullable && not_valid(to) && !not_valid(from)
}

/// What `ALTER TABLE` and `COMMENT` can change of the constraint that a column has on both sides.
pub(super) fn change(table: &ObjectName, from: &Column, to: &Column, graph: &mut Graph) {
    if from.not_null == to.not_null || invalidates(from, to) {
        return;
    }
    let constraint = |column: &Column| {
        let usual = || NotNull::new(default_name(&table.name, &[&column.name], "not_null"), &*column.name);
        column.not_null.clone().unwrap_or_else(usual)
    };
    let (before, after) = (constraint(from), constraint(to));
    let name = |constraint: &NotNull| Resource::Constraint(table.clone(), constraint.name.clone());
    let column = Resource::Column(table.clone(), to.name.clone());
    let step = |rank, operation| {
        let needs = [Resource::Table(table.clone()), column.clone()];
        Step::new(rank, Operation::Constraint(operation)).needs(needs)
    };
    let own = || (table.clone(), after.name.clone());
    if before.name != after.name {
        let (table, to) = own();
        let rename = ConstraintOperation::Rename { table, from: before.name.clone(), to };
        graph.push(step(Rank::AddConstraint, rename).frees([name(&before)]).takes([name(&after)]));
    }
    if before.no_inherit != after.no_inherit {
        let (table, own_name) = own();
        let action = ConstraintAction::SetInherit(!after.no_inherit);
        let alter = ConstraintOperation::Alter { table, name: own_name, action };
        graph.push(step(Rank::AddConstraint, alter).needs([name(&after)]));
    }
    if before.not_valid && !after.not_valid {
        let (table, own_name) = own();
        let validate = ConstraintOperation::Validate { table, name: own_name };
        graph.push(step(Rank::AddConstraint, validate).needs([name(&after)]));
    }
    if before.comment != after.comment {
        let (table, own_name) = own();
        let target = Object::Constraint(table.clone(), own_name);
        let step = comment(target, after.comment.as_ref()).needs([Resource::Table(table)]);
        graph.push(step.needs([name(&after), column.clone()]));
    }
}
