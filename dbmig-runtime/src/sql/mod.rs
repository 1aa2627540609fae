//! Operations as SQL statements. Pure; every identifier and literal passes through the quoting of `catalog`.
//!
//! Objects are named with their schema, so that no search path matters to them. Types, expressions and collations
//! stand as they are in the operation: they resolve under the search path of the session, which holds the default
//! schema. Nothing is ever dropped with `CASCADE`, and nothing is skipped with `IF NOT EXISTS`: a difference from
//! what was expected must fail.

mod aggregate;
mod alter;
pub mod backfill;
mod bulk_insert;
mod collation;
mod column;
mod comment;
mod composite_type;
mod constraint;
mod domain;
mod enum_type;
mod event_trigger;
mod extension;
mod firing;
mod foreign_data;
mod index;
mod object;
mod operator;
mod policy;
mod preflight;
mod privilege;
mod psql;
mod publication;
mod range_type;
mod routine;
mod rule;
mod schema;
mod sequence;
mod statement;
mod statistics;
mod table;
mod text_search;
mod trigger;
mod type_cast;
mod view;

pub use psql::{comment, one_line, terminated};
pub use routine::dollar_quoted;
pub use statement::Statement;

use crate::catalog::{ObjectName, quote_identifier, quote_literal};
use crate::op::Operation;

/// The statements that carry out `operation`, in order, with names qualified by `default_schema`.
pub fn statements(operation: &Operation, default_schema: &str) -> Vec<Statement> {
    render(operation, Renderer { default_schema: Some(default_schema) })
}

/// The same with the names of the default schema left to the search path, for SQL that is kept in a revision: it runs for
/// every tenant.
pub fn portable_statements(operation: &Operation) -> Vec<Statement> {
    render(operation, Renderer { default_schema: None })
}

fn render(operation: &Operation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        Operation::Schema(operation) => vec![schema::statement(operation)],
        Operation::Enum(operation) => enum_type::statements(operation, sql),
        Operation::Table(operation) => table::statements(operation, sql),
        Operation::Column(operation) => column::statements(operation, sql),
        Operation::Constraint(operation) => constraint::statements(operation, sql),
        Operation::Index(operation) => index::statements(operation, sql),
        Operation::Create(object) => object::create(object, sql),
        Operation::Replace(object) => object::replace(object, sql),
        Operation::Alter(alter) => alter::statements(alter, sql),
        Operation::Drop(object) => vec![object::drop(object, sql)],
        Operation::Comment(operation) => vec![comment::statement(operation, sql)],
        Operation::Privileges(change) => vec![privilege::statement(change, sql)],
        Operation::Preflight(preflight) => vec![preflight::statement(preflight, sql)],
        Operation::Backfill(backfill) => backfill::statements(backfill, sql),
        Operation::ForEachBatch(each) => vec![backfill::refuse_code(each)],
        Operation::BulkInsert(insert) => bulk_insert::statements(insert, sql),
        Operation::Execute(execute) => {
            let transactional = execute.transactional;
            vec![Statement { transactional, ..Statement::new(&*execute.sql) }]
        }
    }
}

/// Names things in SQL.
#[derive(Clone, Copy)]
struct Renderer<'a> {
    /// `None` leaves names of the default schema unqualified.
    default_schema: Option<&'a str>,
}

impl Renderer<'_> {
    fn name(self, name: &ObjectName) -> String {
        self.default_schema.map_or_else(|| name.to_string(), |schema| name.qualified(schema))
    }

    /// An operator's name, qualified as others are.
    fn operator(self, name: &ObjectName) -> String {
        let schema = name.schema.as_deref().or(self.default_schema);
        schema
            .map_or_else(|| name.name.clone(), |schema| format!("{}.{}", quote_identifier(schema), name.name))
    }

    /// The name of a schema that an operation gives as "`None` is the default one".
    fn schema(self, schema: Option<&str>) -> String {
        quote_identifier(schema.or(self.default_schema).unwrap_or("public")).into_owned()
    }
}

/// `(a, "B")`.
fn columns(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| quote_identifier(name)).collect();
    format!("({})", names.join(", "))
}

/// ` INCLUDE (a, "B")`, or nothing.
fn include(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!(" INCLUDE {}", columns(names)) }
}

/// Storage parameters: `fillfactor=70, toast.autovacuum_enabled=off`. Any value may stand in quotes, and some must.
fn parameters(parameters: &[String]) -> String {
    let value_sql = |value: &str| {
        let plain = matches!(value, "on" | "off" | "true" | "false")
            || !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || c == '.');
        if plain { value.to_owned() } else { quote_literal(value.trim_matches('\'')) }
    };
    let sql = parameters.iter().map(|parameter| match parameter.split_once('=') {
        Some((name, value)) => format!("{name}={}", value_sql(value)),
        None => parameter.clone(),
    });
    sql.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Action, IdentityKind, SequenceOptions};
    use crate::op::{
        self, Op, alter, by_column, by_expression, column, drop_index, enum_value, on_column, table,
    };

    /// What `record` records, as SQL under the default schema `app`; `--` stands before what runs alone.
    #[track_caller]
    fn check(record: impl FnOnce(&mut Op) -> op::Result, expected: &[&str]) {
        let mut op = Op::new();
        record(&mut op).unwrap();
        let sql: Vec<String> = op
            .into_operations()
            .iter()
            .flat_map(|operation| statements(operation, "app"))
            .map(
                |statement| {
                    if statement.transactional { statement.sql } else { format!("-- {}", statement.sql) }
                },
            )
            .collect();
        assert_eq!(sql, expected);
    }

    #[test]
    fn tables() {
        check(
            |op| {
                op.create_table(
                    table("task")
                        .column(column("id", op::bigint()).identity_always())
                        .column(column("Title", op::varchar(20)).not_null().default("'x'").comment("it's"))
                        .primary_key(op::primary_key("task_pkey").columns(["id"]))
                        .check(op::check("c", "id > 0"))
                        .comment("t"),
                )?;
                op.rename_table(("s", "a"), "b")?;
                op.set_table_schema("b", Some("s"))?;
                op.drop_table("task")
            },
            &[
                "CREATE TABLE app.task (\n    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,\n    \
                 \"Title\" character varying(20) DEFAULT 'x' NOT NULL,\n    CONSTRAINT task_pkey PRIMARY KEY (id),\n    \
                 CONSTRAINT c CHECK (id > 0)\n)",
                "COMMENT ON TABLE app.task IS 't'",
                "COMMENT ON COLUMN app.task.\"Title\" IS 'it''s'",
                "ALTER TABLE s.a RENAME TO b",
                "ALTER TABLE app.b SET SCHEMA s",
                "DROP TABLE app.task",
            ],
        );
    }

    #[test]
    fn columns() {
        let options = SequenceOptions { increment: Some(-2), ..SequenceOptions::default() };
        check(
            |op| {
                op.add_column("t", column("g", op::integer()).generated_stored("a + 1"))?;
                op.alter_column(
                    "t",
                    alter("a").set_type(op::text()).collate("C").using("a::text").drop_not_null(),
                )?;
                op.alter_column("t", alter("a").set_identity(IdentityKind::ByDefault, options))?;
                op.alter_column(
                    "t",
                    alter("a").set_identity(IdentityKind::Always, SequenceOptions::default()),
                )?;
                op.comment(on_column("t", "a"), "x")?;
                op.remove_comment(on_column("t", "a"))
            },
            &[
                "ALTER TABLE app.t ADD COLUMN g integer GENERATED ALWAYS AS (a + 1) STORED",
                "ALTER TABLE app.t ALTER COLUMN a SET DATA TYPE text COLLATE \"C\" USING a::text, \
                 ALTER COLUMN a DROP NOT NULL",
                "ALTER TABLE app.t ALTER COLUMN a SET GENERATED BY DEFAULT SET INCREMENT BY -2 SET NO MINVALUE \
                 SET MAXVALUE -1 SET START WITH -1 SET CACHE 1 SET NO CYCLE",
                "ALTER TABLE app.t ALTER COLUMN a SET GENERATED ALWAYS SET INCREMENT BY 1 SET MINVALUE 1 \
                 SET NO MAXVALUE SET START WITH 1 SET CACHE 1 SET NO CYCLE",
                "COMMENT ON COLUMN app.t.a IS 'x'",
                "COMMENT ON COLUMN app.t.a IS NULL",
            ],
        );
    }

    #[test]
    fn constraints() {
        check(
            |op| {
                let key = op::foreign_key("f").columns(["a"]).references(("s", "u"), ["b"]);
                let key = key.on_delete(Action::SetNull).on_update(Action::Cascade).match_full();
                op.add_constraint("t", key.initially_deferred().not_valid())?;
                op.add_constraint(
                    "t",
                    op::unique("u").columns(["a", "B"]).nulls_not_distinct().deferrable(),
                )?;
                op.add_constraint("t", op::check("c", "true").no_inherit().not_valid().comment("x"))?;
                op.validate_constraint("t", "c")?;
                op.rename_constraint("t", "c", "d")?;
                op.drop_constraint("t", "d")
            },
            &[
                "ALTER TABLE app.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES s.u (b) MATCH FULL ON UPDATE CASCADE \
                 ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED NOT VALID",
                "ALTER TABLE app.t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a, \"B\") DEFERRABLE",
                "ALTER TABLE app.t ADD CONSTRAINT c CHECK (true) NO INHERIT NOT VALID",
                "COMMENT ON CONSTRAINT c ON app.t IS 'x'",
                "ALTER TABLE app.t VALIDATE CONSTRAINT c",
                "ALTER TABLE app.t RENAME CONSTRAINT c TO d",
                "ALTER TABLE app.t DROP CONSTRAINT d",
            ],
        );
    }

    #[test]
    fn indexes() {
        check(
            |op| {
                let keys = op::index("i").on("t").key(by_column("a").desc().nulls_last().collate("C"));
                let keys = keys.key(by_expression("lower(b)").operator_class("text_pattern_ops"));
                op.create_index(
                    keys.unique().include(["c"]).with("fillfactor=70").filter("a > 0").comment("x"),
                )?;
                op.create_index(op::index("j").on("t").columns(["a"]).using("gin").concurrently())?;
                op.rename_index("i", "k")?;
                op.drop_index(drop_index("k").concurrently())
            },
            &[
                "CREATE UNIQUE INDEX i ON app.t USING btree (a COLLATE \"C\" DESC NULLS LAST, (lower(b)) \
                 text_pattern_ops) INCLUDE (c) WITH (fillfactor=70) WHERE a > 0",
                "COMMENT ON INDEX app.i IS 'x'",
                "-- CREATE INDEX CONCURRENTLY j ON app.t USING gin (a)",
                "ALTER INDEX app.i RENAME TO k",
                "-- DROP INDEX CONCURRENTLY app.k",
            ],
        );
    }

    #[test]
    fn schemas_enums_and_sql() {
        check(
            |op| {
                op.create_schema("My \"S\"")?;
                op.create_enum("mood", ["it's", "a\\b"])?;
                op.add_enum_value("mood", enum_value("x").before("it's"))?;
                op.rename_enum_value("mood", "x", "y")?;
                op.drop_enum(("s", "mood"))?;
                op.execute("UPDATE t SET a = 1")?;
                op.execute_outside_transaction("VACUUM")
            },
            &[
                "CREATE SCHEMA \"My \"\"S\"\"\"",
                "CREATE TYPE app.mood AS ENUM ('it''s', E'a\\\\b')",
                "-- ALTER TYPE app.mood ADD VALUE 'x' BEFORE 'it''s'",
                "ALTER TYPE app.mood RENAME VALUE 'x' TO 'y'",
                "DROP TYPE s.mood",
                "UPDATE t SET a = 1",
                "-- VACUUM",
            ],
        );
    }
}
