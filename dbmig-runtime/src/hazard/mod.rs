//! Typed warnings on operations: what may lose data, block a running service or break its code.
//!
//! One rule a file. Codes are stable: people name them to accept a hazard. Rules read operations only; what the
//! database holds and how large it is, they don't know. A table created in the same list is empty and unused, so
//! nothing that happens to it is a hazard.

mod add_check;
mod add_foreign_key;
mod add_key;
mod alter_table;
mod change_type;
mod create_index;
mod created;
mod delete_rows;
mod domain_check;
mod drop_column;
mod drop_extension;
mod drop_table;
mod extension_version;
mod not_enforced;
mod not_null_column;
mod rebuild_materialized_view;
mod remove_enum_value;
mod rename;
mod rewriting_column;
mod rights;
mod row_security;
mod set_not_null;
mod trigger;
mod type_change;

use std::collections::BTreeSet;

use crate::catalog::{Object, ObjectName};
use crate::op::{Operation, TableOperation};

/// A warning on one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// The rule's stable code, such as `H14`.
    pub code: &'static str,
    /// The index of the operation in the list.
    pub operation: usize,
    /// What may happen, as a lower-case fragment with the object's name.
    pub message: String,
    /// What to do about it.
    pub advice: &'static str,
    /// True if data is gone afterwards, and nothing brings it back.
    pub destructive: bool,
}

/// The hazards of `operations`, in their order.
pub fn hazards(operations: &[Operation]) -> Vec<Hazard> {
    let context = Context::new(operations);
    let mut hazards = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        for rule in RULES {
            let found = rule(operation, &context).into_iter();
            hazards.extend(found.map(|Finding { code, message, advice, destructive }| Hazard {
                code,
                operation: at,
                message,
                advice,
                destructive,
            }));
        }
    }
    hazards
}

type Rule = fn(&Operation, &Context<'_>) -> Vec<Finding>;

const RULES: &[Rule] = &[
    drop_column::rule,
    drop_table::rule,
    delete_rows::rule,
    drop_extension::rule,
    alter_table::rule,
    not_null_column::rule,
    rewriting_column::rule,
    set_not_null::rule,
    change_type::rule,
    add_check::rule,
    add_foreign_key::rule,
    not_enforced::rule,
    add_key::rule,
    create_index::rule,
    rename::rule,
    row_security::rule,
    remove_enum_value::rule,
    rights::rule,
    domain_check::rule,
    trigger::rule,
    extension_version::rule,
    rebuild_materialized_view::rule,
];

/// What a rule says.
struct Finding {
    code: &'static str,
    message: String,
    advice: &'static str,
    destructive: bool,
}

fn finding(code: &'static str, message: String, advice: &'static str) -> Vec<Finding> {
    vec![Finding { code, message, advice, destructive: false }]
}

/// What a rule says of data that is gone.
fn destructive(code: &'static str, message: String, advice: &'static str) -> Vec<Finding> {
    vec![Finding { code, message, advice, destructive: true }]
}

/// What rules need of the whole list.
struct Context<'a> {
    operations: &'a [Operation],
    created: BTreeSet<&'a ObjectName>,
    new: BTreeSet<Object>,
}

impl<'a> Context<'a> {
    fn new(operations: &'a [Operation]) -> Self {
        let created = operations.iter().filter_map(|operation| match operation {
            Operation::Table(TableOperation::Create(table)) => Some(&table.name),
            _ => None,
        });
        Self { operations, created: created.collect(), new: created::new_objects(operations) }
    }

    /// True if nobody uses an object yet, since it comes with the list.
    fn is_new(&self, object: &Object) -> bool {
        match object {
            Object::Table(name) => !self.existed(name),
            Object::Column(relation, _) => {
                let views = [Object::View(relation.clone()), Object::MaterializedView(relation.clone())];
                !self.existed(relation) || views.iter().any(|view| self.new.contains(view))
            }
            other => self.new.contains(other),
        }
    }

    /// True if the table is dropped before one of its name is created: what it held is gone.
    fn makes_way(&self, table: &ObjectName) -> bool {
        let operations = self.operations.iter();
        let first = operations.filter_map(|operation| match operation {
            Operation::Table(TableOperation::Create(created)) if created.name == *table => Some(false),
            Operation::Table(TableOperation::Drop { name }) if name == table => Some(true),
            _ => None,
        });
        first.take(1).any(|dropped| dropped)
    }

    /// True if rows may be in the table.
    fn existed(&self, table: &ObjectName) -> bool {
        !self.created.contains(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{self, Op, table};

    /// The codes of the hazards in what `record` records.
    #[track_caller]
    pub(super) fn check(record: impl FnOnce(&mut Op) -> op::Result, expected: &[&str]) {
        let mut op = Op::new();
        record(&mut op).unwrap();
        let found = hazards(&op.into_operations());
        let codes: Vec<&str> = found.iter().map(|hazard| hazard.code).collect();
        assert_eq!(codes, expected, "{found:#?}");
    }

    #[test]
    fn a_new_table_is_safe() {
        check(
            |op| {
                op.create_table(table("task"))?;
                op.add_column("task", op::column("a", op::text()).not_null())?;
                op.create_index(op::index("i").on("task").columns(["a"]))?;
                op.add_constraint("task", op::check("c", "a <> ''"))?;
                op.alter_column("task", op::alter("a").set_type(op::integer()).set_not_null())?;
                op.drop_column("task", "a")
            },
            &[],
        );
    }
}
