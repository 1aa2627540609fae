//! Operations as SQL statements. Pure; every identifier and literal passes through the quoting of `catalog`.
//!
//! Objects are named with their schema, so that no search path matters to them. Types, expressions and collations
//! stand as they are in the operation: they resolve under the search path of the session, which holds the default
//! schema. Nothing is ever dropped with `CASCADE`, and nothing is skipped with `IF NOT EXISTS`: a difference from
//! what was expected must fail.

mod column;
mod comment;
mod constraint;
mod enum_type;
mod index;
mod schema;
mod statement;
mod table;

pub use statement::Statement;

use crate::catalog::{ObjectName, quote_identifier};
use crate::op::Operation;

/// The statements that carry out `operation`, in order, with names qualified by `default_schema`.
pub fn statements(operation: &Operation, default_schema: &str) -> Vec<Statement> {
    let sql = Renderer { default_schema };
    match operation {
        Operation::Schema(operation) => vec![schema::statement(operation)],
        Operation::Enum(operation) => enum_type::statements(operation, sql),
        Operation::Table(operation) => table::statements(operation, sql),
        Operation::Column(operation) => column::statements(operation, sql),
        Operation::Constraint(operation) => constraint::statements(operation, sql),
        Operation::Index(operation) => index::statements(operation, sql),
        Operation::Comment(operation) => vec![comment::statement(operation, sql)],
        Operation::Execute(execute) => {
            vec![Statement { sql: execute.sql.clone(), transactional: execute.transactional }]
        }
    }
}

/// Names things in SQL.
#[derive(Clone, Copy)]
struct Renderer<'a> {
    default_schema: &'a str,
}

impl Renderer<'_> {
    fn name(self, name: &ObjectName) -> String {
        name.qualified(self.default_schema)
    }

    /// The name of a schema that an operation gives as "`None` is the default one".
    fn schema(self, schema: Option<&str>) -> String {
        quote_identifier(schema.unwrap_or(self.default_schema)).into_owned()
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
