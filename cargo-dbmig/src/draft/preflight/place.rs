//! How early a preflight can be asked: before everything that it isn't about.

use std::collections::BTreeSet;

use dbmig_runtime::catalog::{Catalog, ObjectName, Table, identifiers};
use dbmig_runtime::op::{ColumnOperation, EnumOperation, NewObject, Operation, Preflight, TableOperation};

/// The earliest place in `before`, which begins at `catalog`, at which `preflight` asks the same as behind them. Others that are there
/// stay before it.
pub(super) fn earliest(before: &[Operation], preflight: &Preflight, catalog: &Catalog) -> usize {
    let names = Names::of(preflight, catalog);
    let behind = before.iter().rev().take_while(|operation| names.let_pass(operation)).count();
    let at = before.len() - behind;
    let asked = before.iter().skip(at).take_while(|operation| matches!(operation, Operation::Preflight(_)));
    at + asked.count()
}

/// Every name in a preflight, of whatever kind, and those of the tables that its tables get columns from.
struct Names(BTreeSet<String>);

impl Names {
    fn of(preflight: &Preflight, catalog: &Catalog) -> Self {
        let mut names = identifiers(preflight.obstacle.sql());
        names.insert(preflight.table.name.clone());
        names.extend(preflight.show.iter().cloned());
        let mut left: Vec<&Table> =
            catalog.tables.values().filter(|table| names.contains(&table.name.name)).collect();
        while let Some(table) = left.pop() {
            for parent in table.parents().filter(|parent| names.insert(parent.name.clone())) {
                left.extend(catalog.tables.get(parent));
            }
        }
        Self(names)
    }

    fn has(&self, name: &ObjectName) -> bool {
        self.0.contains(&name.name)
    }

    fn has_column(&self, table: &ObjectName, column: &str) -> bool {
        self.has(table) && self.0.contains(column)
    }

    /// True if the operation changes no answer.
    fn let_pass(&self, operation: &Operation) -> bool {
        match operation {
            Operation::Schema(_)
            | Operation::Constraint(_)
            | Operation::Index(_)
            | Operation::Comment(_)
            | Operation::Privileges(_)
            | Operation::Drop(_)
            | Operation::Preflight(_)
            | Operation::Table(TableOperation::Drop { .. }) => true,
            Operation::Table(TableOperation::Create(table)) => !self.has(&table.name),
            Operation::Table(TableOperation::Alter { name, .. }) => !self.has(name),
            Operation::Enum(EnumOperation::Create(value)) => !self.has(&value.name),
            Operation::Enum(EnumOperation::AddValue { name, .. }) => !self.has(name),
            Operation::Column(change) => self.let_column_pass(change),
            Operation::Backfill(fill) => match fill.columns() {
                [] => !self.has(&fill.table),
                columns => !columns.iter().any(|set| self.has_column(&fill.table, &set.column)),
            },
            Operation::Create(object) | Operation::Replace(object) => {
                // No expression reads one of these.
                matches!(
                    object.as_ref(),
                    NewObject::View(_)
                        | NewObject::MaterializedView(_)
                        | NewObject::Trigger(_)
                        | NewObject::Policy(_)
                        | NewObject::Rule(_)
                        | NewObject::Statistics(_)
                )
            }
            _ => false,
        }
    }

    fn let_column_pass(&self, change: &ColumnOperation) -> bool {
        match change {
            ColumnOperation::Add(add) => !self.has_column(&add.table, &add.column.name),
            ColumnOperation::Alter(alter) => !self.has_column(&alter.table, &alter.column),
            ColumnOperation::Drop { table, column, .. } => !self.has_column(table, column),
            ColumnOperation::Rename { table, from, to } => {
                !self.has_column(table, from) && !self.has_column(table, to)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::op::{
        self, Op, alter, bigint, by_column, column, index, no_rows_where, set, table, text,
    };

    #[track_caller]
    fn check(before: impl FnOnce(&mut Op) -> op::Result, condition: &str, expected: usize) {
        let mut op = Op::new();
        before(&mut op).unwrap();
        let before = op.into_operations();
        let mut op = Op::new();
        op.preflight("t", no_rows_where(condition).show(["id"])).unwrap();
        let Some(Operation::Preflight(preflight)) = op.into_operations().pop() else { panic!() };
        assert_eq!(earliest(&before, &preflight, &heir_of_s()), expected);
    }

    /// `t` inherits from `s`.
    fn heir_of_s() -> Catalog {
        let mut heir = Table::new("t");
        heir.inherits.push("s".into());
        let mut catalog = Catalog::default();
        catalog.tables.extend([Table::new("s"), heir].map(|table| (table.name.clone(), table)));
        catalog
    }

    #[test]
    fn it_passes_what_it_is_not_about() {
        check(
            |op| {
                op.drop_column("u", "a")?;
                op.create_table(table("v"))?;
                op.add_column("t", column("b", bigint()))?;
                op.backfill("t", set("b", "1"))?;
                op.alter_column("t", alter("b").set_not_null())?;
                op.create_index(index("i").on("t").key(by_column("a")))
            },
            "a IS NULL",
            0,
        );
        check(|op| op.preflight("t", no_rows_where("c > 0")), "a IS NULL", 1);
    }

    #[test]
    fn it_stays_behind_what_it_is_about() {
        check(|op| op.rename_table("s", "t"), "a IS NULL", 1);
        check(|op| op.add_column("t", column("a", bigint())), "a IS NULL", 1);
        check(|op| op.add_column("s", column("a", bigint())), "a IS NULL", 1);
        check(|op| op.backfill("t", set("a", "1")), "a IS NULL", 1);
        check(|op| op.add_column("t", column("id", bigint())), "a IS NULL", 1);
        check(|op| op.alter_column("t", alter("a").set_type(text())), "lower(a) = ''", 1);
        check(|op| op.create_table(table("org")), "NOT EXISTS (SELECT FROM org WHERE org.id = t.a)", 1);
        check(|op| op.create_enum("mood", ["a"]), "a::mood IS NULL", 1);
        check(|op| op.execute("SELECT 1"), "a IS NULL", 1);
    }
}
