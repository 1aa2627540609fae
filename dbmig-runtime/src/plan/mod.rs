//! From changes to an ordered list of operations. Pure.
//!
//! First it is settled what must be built again because something under it changes (`scope`); then each noun
//! declares its steps with what they take, free, change, need and let go; the `graph` orders them. Everything runs in
//! terms of the names after the renames, which come first.

mod again;
mod aggregate;
mod along;
mod aside;
mod canonical;
mod cast;
mod circle;
mod collation;
mod column;
mod composite_type;
mod constraint;
mod domain;
mod enum_type;
mod event_trigger;
mod extension;
mod family;
mod foreign_data;
mod generated;
mod graph;
mod identity;
mod index;
mod kept_table;
mod links;
mod mention;
mod namespace;
mod not_null;
mod noun;
mod operator;
mod parts;
mod policy;
mod privilege;
mod properties;
mod publication;
mod range_type;
mod recast;
mod reference_order;
mod renamed;
mod routine;
mod rule;
mod scope;
mod sequence;
mod signature;
mod statistics;
mod storage;
mod stored;
mod stuck;
mod table;
mod text_search;
mod trigger;
mod twin;
mod type_cast;
mod unique_columns;
mod view;

pub use view::view_columns;

use std::borrow::Cow;

use crate::catalog::{Object, ObjectName};
use crate::diff::Changes;
use crate::op::{Operation, SetComment};
use graph::{Graph, Rank, Resource, Step};
use scope::Scope;

/// The operations that make `changes`, in an order that runs.
///
/// Indexes are built without `CONCURRENTLY`, so that a revision stays one transaction where it can; a hazard says
/// so. An enum value is added outside a transaction, since none that is still open could use it.
pub fn plan(changes: &Changes) -> Vec<Operation> {
    let mut changes = Cow::Borrowed(changes);
    loop {
        let own = family::own_sides(&changes);
        let scope = Scope::new(&changes, &own);
        let stuck: Vec<ObjectName> = scope.stuck_tables().cloned().collect();
        if stuck.is_empty() {
            return operations(&scope);
        }
        changes = Cow::Owned(changes.rebuilding(stuck));
    }
}

fn operations(scope: &Scope<'_>) -> Vec<Operation> {
    let mut graph = Graph::default();
    namespace::plan(scope.changes, &mut graph);
    enum_type::plan(scope, &mut graph);
    renamed::plan(scope, &mut graph);
    let mut steps = table::plan(scope, &mut graph);
    for name in &scope.family.order {
        let Some(table) = scope.kept.get(*name) else { continue };
        let start = graph.len();
        properties::plan(scope, table, &mut graph);
        column::plan(scope, table, &mut graph);
        constraint::plan(scope, table, &mut graph);
        index::plan(scope, table, &mut graph);
        steps.insert(name, start..graph.len());
    }
    links::plan(scope, &steps, &mut graph);
    recast::plan(scope, &mut graph);
    canonical::plan(scope, &mut graph);
    noun::plan(scope, &mut graph);
    domain::plan(scope, &mut graph);
    sequence::plan(scope, &mut graph);
    privilege::plan(scope, &mut graph);
    graph.into_operations()
}

fn comment(target: Object, comment: Option<&String>) -> Step {
    Step::new(Rank::Comment, Operation::Comment(SetComment { target, comment: comment.cloned() }))
}

/// The schema that an object lives in; the default one always exists.
fn schema_of(name: &ObjectName) -> Option<Resource> {
    name.schema.clone().map(Resource::Schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Column, DataType, EnumType, Namespace, PrimaryKey, Renames, Table};
    use crate::diff::diff;
    use crate::op::{self, Op, foreign_key};
    use crate::sql::statements;

    /// The SQL of the plan between two catalogs, a line a statement.
    #[track_caller]
    fn check(from: &Catalog, to: &Catalog, expected: &[&str]) {
        let operations = plan(&diff(from, to, &Renames::default()));
        let sql: Vec<String> = operations
            .iter()
            .flat_map(|operation| statements(operation, "public"))
            .map(|statement| statement.sql.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(sql, expected);
    }

    /// A table with a primary key `id` and a reference to each of `others`.
    fn table(name: &str, others: &[&str]) -> Table {
        let mut table = Table::new(name);
        let mut id = Column::new("id", DataType::new("integer"));
        id.nullable = false;
        table.columns.push(id);
        let (name, columns) = (format!("{name}_pkey"), vec!["id".to_owned()]);
        table.primary_key = Some(PrimaryKey::new(name, columns));
        for other in others {
            let mut op = Op::new();
            let key = foreign_key(format!("to_{other}")).columns(["id"]).references(*other, ["id"]);
            op.create_table(op::table("x").foreign_key(key)).unwrap();
            match op.into_operations().pop().unwrap() {
                Operation::Table(op::TableOperation::Create(from)) => {
                    table.foreign_keys.extend(from.foreign_keys);
                }
                other => panic!("{other:?}"),
            }
        }
        table
    }

    fn catalog(tables: impl IntoIterator<Item = Table>) -> Catalog {
        let tables = tables.into_iter().map(|table| (table.name.clone(), table)).collect();
        Catalog { tables, ..Catalog::default() }
    }

    #[test]
    fn nothing_is_planned_for_nothing() {
        let catalog = catalog([table("a", &[])]);
        check(&catalog, &catalog, &[]);
    }

    #[test]
    fn references_order_tables_and_circles_are_split() {
        let both = catalog([table("a", &["b"]), table("b", &["a"])]);
        let create = |name: &str, rest: &str| {
            format!(
                "CREATE TABLE public.{name} ( id integer NOT NULL, CONSTRAINT {name}_pkey PRIMARY KEY (id){rest} )"
            )
        };
        let inline = ", CONSTRAINT to_b FOREIGN KEY (id) REFERENCES public.b (id)";
        check(
            &Catalog::default(),
            &both,
            &[
                &create("b", ""),
                &create("a", inline),
                "ALTER TABLE public.b ADD CONSTRAINT to_a FOREIGN KEY (id) REFERENCES public.a (id)",
            ],
        );
        check(
            &both,
            &Catalog::default(),
            &["ALTER TABLE public.b DROP CONSTRAINT to_a", "DROP TABLE public.a", "DROP TABLE public.b"],
        );
    }

    #[test]
    fn containers_come_first_and_go_last() {
        let mut full = catalog([]);
        let name = ObjectName::in_schema("s", "t");
        let mood = ObjectName::in_schema("s", "mood");
        full.namespaces.insert("s".to_owned(), Namespace { name: "s".to_owned(), comment: None });
        full.enums.insert(mood.clone(), EnumType { name: mood, labels: vec!["a".to_owned()], comment: None });
        let mut table = Table::new(name.clone());
        table.columns.push(Column::new("m", DataType::new("s.mood")));
        full.tables.insert(name, table);
        check(
            &Catalog::default(),
            &full,
            &["CREATE SCHEMA s", "CREATE TYPE s.mood AS ENUM ('a')", "CREATE TABLE s.t ( m s.mood )"],
        );
        check(&full, &Catalog::default(), &["DROP TABLE s.t", "DROP TYPE s.mood", "DROP SCHEMA s"]);
    }

    #[test]
    fn foreign_keys_make_way_for_a_key() {
        let (mut from, mut to) = (table("a", &[]), table("a", &[]));
        let column = Column::new("x", DataType::new("integer"));
        from.columns.push(column.clone());
        to.columns.push(column);
        to.primary_key.as_mut().unwrap().include.push("x".to_owned());
        check(
            &catalog([from, table("b", &["a"])]),
            &catalog([to, table("b", &["a"])]),
            &[
                "ALTER TABLE public.b DROP CONSTRAINT to_a",
                "ALTER TABLE public.a DROP CONSTRAINT a_pkey",
                "ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id) INCLUDE (x)",
                "ALTER TABLE public.b ADD CONSTRAINT to_a FOREIGN KEY (id) REFERENCES public.a (id)",
            ],
        );
    }

    #[test]
    fn the_default_makes_way_for_a_type() {
        let build = |data_type: &str, default: &str| {
            let mut table = Table::new("t");
            let mut column = Column::new("c", DataType::new(data_type));
            column.default = Some(default.to_owned());
            table.columns.push(column);
            catalog([table])
        };
        check(
            &build("text", "'x'::text"),
            &build("integer", "1"),
            &[
                "ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT, ALTER COLUMN c SET DATA TYPE integer USING c::integer, \
             ALTER COLUMN c SET DEFAULT 1",
            ],
        );
    }
}
