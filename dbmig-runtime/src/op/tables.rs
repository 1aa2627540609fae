//! The tables that an operation is about.

use super::{
    ColumnOperation, Constraint, ConstraintOperation, IndexOperation, NewObject, Operation, PrivilegesOn,
    TableOperation,
};
use crate::catalog::ObjectName;

impl Operation {
    /// The tables and views that the operation names and touches, those that a foreign key refers to included.
    ///
    /// SQL that its author wrote isn't read, and an index that is dropped or altered doesn't say whose it is.
    pub fn tables(&self) -> Vec<&ObjectName> {
        match self {
            Self::Table(operation) => table(operation),
            Self::Column(operation) => vec![column(operation)],
            Self::Constraint(operation) => constraint(operation),
            Self::Index(IndexOperation::Create(create)) => vec![&create.table],
            Self::Create(object) | Self::Replace(object) => new_object(object),
            Self::Alter(alter) => alter.object.relation().into_iter().collect(),
            Self::Drop(object) => object.relation().into_iter().collect(),
            Self::Comment(comment) => comment.target.relation().into_iter().collect(),
            Self::Privileges(change) => match &change.on {
                PrivilegesOn::Object(object) => object.relation().into_iter().collect(),
                PrivilegesOn::Defaults(_) => Vec::new(),
            },
            Self::Preflight(preflight) => vec![&preflight.table],
            Self::Backfill(backfill) => vec![&backfill.table],
            Self::ForEachBatch(each) => vec![&each.table],
            Self::BulkInsert(insert) => vec![&insert.table],
            Self::Index(_) | Self::Schema(_) | Self::Enum(_) | Self::Execute(_) => Vec::new(),
        }
    }
}

fn table(operation: &TableOperation) -> Vec<&ObjectName> {
    match operation {
        TableOperation::Create(table) => {
            let referenced = table.foreign_keys.iter().map(|key| &key.references);
            std::iter::once(&table.name).chain(referenced).collect()
        }
        TableOperation::Drop { name }
        | TableOperation::Rename { from: name, .. }
        | TableOperation::SetSchema { name, .. }
        | TableOperation::Alter { name, .. } => vec![name],
        TableOperation::Attach(attach) => vec![&attach.parent, &attach.partition],
        TableOperation::Detach(child) | TableOperation::Inherit(child) | TableOperation::NoInherit(child) => {
            vec![&child.parent, &child.table]
        }
    }
}

fn column(operation: &ColumnOperation) -> &ObjectName {
    match operation {
        ColumnOperation::Add(add) => &add.table,
        ColumnOperation::Drop { table, .. } | ColumnOperation::Rename { table, .. } => table,
        ColumnOperation::Alter(alter) => &alter.table,
    }
}

fn constraint(operation: &ConstraintOperation) -> Vec<&ObjectName> {
    match operation {
        ConstraintOperation::Add { table, constraint: Constraint::ForeignKey(key), .. } => {
            vec![table, &key.references]
        }
        ConstraintOperation::Add { table, .. }
        | ConstraintOperation::Drop { table, .. }
        | ConstraintOperation::Rename { table, .. }
        | ConstraintOperation::Validate { table, .. }
        | ConstraintOperation::Alter { table, .. } => vec![table],
    }
}

fn new_object(object: &NewObject) -> Vec<&ObjectName> {
    match object {
        NewObject::View(view) => vec![&view.name],
        NewObject::MaterializedView(view) => vec![&view.name],
        NewObject::PublishedTable(published) => vec![&published.name.table],
        NewObject::Trigger(trigger) => trigger.on.relation().into_iter().collect(),
        NewObject::Rule(rule) => rule.on.relation().into_iter().collect(),
        NewObject::Policy(policy) => vec![&policy.name.relation],
        NewObject::Statistics(statistics) => statistics.on.relation().into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{self as op, Op, by_column, column as new_column, table as new_table};

    #[test]
    fn named_tables() {
        let mut op = Op::new();
        let key = op::foreign_key("fk").columns(["b_id"]).references("b", ["id"]);
        op.create_table(new_table("a").column(new_column("b_id", op::bigint())).foreign_key(key)).unwrap();
        op.drop_column(("s", "c"), "d").unwrap();
        op.create_index(op::index("i").on("e").key(by_column("x"))).unwrap();
        op.execute("DROP TABLE f").unwrap();
        let operations = op.into_operations();
        let names: Vec<String> =
            operations.iter().flat_map(|operation| operation.tables()).map(ToString::to_string).collect();
        assert_eq!(names, ["a", "b", "s.c", "e"]);
    }
}
