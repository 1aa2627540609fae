//! The rights that operations need, as far as they tell: who owns what they alter, and where they create.

use std::collections::BTreeSet;

use super::rights::{Need, On};
use crate::catalog::{ObjectName, TokenKind, tokens};
use crate::op::{
    BatchChange, ColumnOperation, Constraint, ConstraintOperation, EnumOperation, IndexOperation, NewObject,
    OnConflict, Operation, SchemaOperation, TableOperation,
};

/// What `operations` need, up to the first that may change who has which rights.
pub(super) fn needs<'a>(
    operations: impl IntoIterator<Item = &'a Operation>,
    default_schema: &str,
) -> BTreeSet<Need> {
    let operations = operations.into_iter().take_while(|operation| !changes_rights(operation));
    operations.flat_map(|operation| of(operation, default_schema)).collect()
}

fn changes_rights(operation: &Operation) -> bool {
    match operation {
        Operation::Privileges(_) => true,
        Operation::Execute(execute) => tokens(&execute.sql).into_iter().any(|token| {
            // A body in quotes may do anything.
            token.kind != TokenKind::Space && {
                let text = token.text.to_ascii_uppercase();
                WORDS.iter().any(|word| text.contains(word))
            }
        }),
        _ => false,
    }
}

const WORDS: [&str; 8] = ["ROLE", "AUTHORIZATION", "GRANT", "OWNE", "CALL", "EXECUTE", "$", "EXTENSION"];

fn of(operation: &Operation, default_schema: &str) -> Vec<Need> {
    let schema = |name: &ObjectName| name.schema.clone().unwrap_or_else(|| default_schema.to_owned());
    let relation = |name: &ObjectName| On::Relation(schema(name), name.name.clone());
    let owns = |name: &ObjectName| Need::Ownership(relation(name));
    let drops = |name: &ObjectName| Need::Drop(relation(name));
    let creates_in = |name: &ObjectName| Need::Privilege(On::Schema(schema(name)), "CREATE");
    let refers_to = |name: &ObjectName| Need::Privilege(relation(name), "REFERENCES");
    let may = |name: &ObjectName, rights: &[&'static str]| {
        rights.iter().map(|right| Need::Privilege(relation(name), right)).collect()
    };
    match operation {
        Operation::Schema(SchemaOperation::Create { .. }) => vec![Need::Privilege(On::Database, "CREATE")],
        Operation::Enum(EnumOperation::Create(created)) => vec![creates_in(&created.name)],
        Operation::Table(table) => match table {
            TableOperation::Create(table) => {
                let referenced = table.foreign_keys.iter().filter(|key| key.references != table.name);
                referenced.map(|key| refers_to(&key.references)).chain([creates_in(&table.name)]).collect()
            }
            TableOperation::Drop { name } => vec![drops(name)],
            TableOperation::Rename { from: name, .. }
            | TableOperation::SetSchema { name, .. }
            | TableOperation::Alter { name, .. } => vec![owns(name)],
            TableOperation::Attach(attach) => vec![owns(&attach.parent), owns(&attach.partition)],
            TableOperation::Detach(child) => vec![owns(&child.parent)],
            TableOperation::Inherit(child) | TableOperation::NoInherit(child) => {
                vec![owns(&child.parent), owns(&child.table)]
            }
        },
        Operation::Column(column) => vec![owns(match column {
            ColumnOperation::Add(add) => &add.table,
            ColumnOperation::Drop { table, .. } | ColumnOperation::Rename { table, .. } => table,
            ColumnOperation::Alter(alter) => &alter.table,
        })],
        Operation::Constraint(constraint) => match constraint {
            ConstraintOperation::Add { table, constraint: Constraint::ForeignKey(key), .. } => {
                vec![owns(table), refers_to(&key.references)]
            }
            ConstraintOperation::Add { table, .. }
            | ConstraintOperation::Drop { table, .. }
            | ConstraintOperation::Rename { table, .. }
            | ConstraintOperation::Validate { table, .. }
            | ConstraintOperation::Alter { table, .. } => vec![owns(table)],
        },
        Operation::Index(index) => match index {
            IndexOperation::Create(create) => vec![owns(&create.table), creates_in(&create.table)],
            IndexOperation::Rename { from: name, .. } | IndexOperation::Alter { name, .. } => {
                vec![owns(name)]
            }
            IndexOperation::Drop(drop) => vec![drops(&drop.name)],
            IndexOperation::Attach(_) => Vec::new(),
        },
        Operation::Create(object) => match object.as_ref() {
            NewObject::View(view) => vec![creates_in(&view.name)],
            NewObject::MaterializedView(view) => vec![creates_in(&view.name)],
            NewObject::Policy(policy) => vec![owns(&policy.name.relation)],
            _ => Vec::new(),
        },
        Operation::Replace(object) => match object.as_ref() {
            NewObject::View(view) => vec![owns(&view.name)],
            _ => Vec::new(),
        },
        Operation::Drop(object) => object.relation().map(owns).into_iter().collect(),
        Operation::Backfill(backfill) => match backfill.change {
            BatchChange::Set(_) => may(&backfill.table, &["SELECT", "UPDATE"]),
            BatchChange::Delete => may(&backfill.table, &["SELECT", "DELETE"]),
        },
        // Its rows are locked while the function has them.
        Operation::ForEachBatch(each) => may(&each.table, &["SELECT", "UPDATE"]),
        Operation::BulkInsert(insert) => match insert.on_conflict {
            OnConflict::Fail | OnConflict::Skip => may(&insert.table, &["INSERT"]),
            OnConflict::Update(_) => may(&insert.table, &["INSERT", "SELECT", "UPDATE"]),
        },
        Operation::Comment(comment) => comment.target.relation().map(owns).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{self, Op};

    #[test]
    fn needs_of_operations() {
        let mut op = Op::new();
        let key = op::foreign_key("fk").columns(["b_id"]).references("b", ["id"]);
        op.create_table(op::table("a").column(op::column("b_id", op::bigint())).foreign_key(key)).unwrap();
        op.drop_column(("s", "c"), "d").unwrap();
        op.execute("UPDATE a SET b_id = 1").unwrap();
        op.drop_table("d").unwrap();
        op.backfill("f", op::delete_where("old")).unwrap();
        op.execute("SET ROLE x").unwrap();
        op.drop_table("e").unwrap();
        let relation = |schema: &str, name: &str| On::Relation(schema.to_owned(), name.to_owned());
        let expected = [
            Need::Privilege(On::Schema("app".to_owned()), "CREATE"),
            Need::Privilege(relation("app", "b"), "REFERENCES"),
            Need::Privilege(relation("app", "f"), "DELETE"),
            Need::Privilege(relation("app", "f"), "SELECT"),
            Need::Ownership(relation("s", "c")),
            Need::Drop(relation("app", "d")),
        ];
        assert_eq!(needs(&op.into_operations(), "app").into_iter().collect::<Vec<_>>(), expected);
    }
}
