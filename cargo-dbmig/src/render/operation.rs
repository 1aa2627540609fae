//! Any operation as the calls that record it.

use dbmig_runtime::op::{Execute, Operation};
use dbmig_runtime::sql::{Statement, portable_statements};
use proc_macro2::TokenStream;

use super::backfill::backfill;
use super::column::column;
use super::comment::comment;
use super::constraint::constraint;
use super::enum_type::enum_type;
use super::execute::execute;
use super::index::index;
use super::preflight::preflight;
use super::schema::schema;
use super::table::table;
use super::{Error, Result};

/// The calls on `op`, as expressions, in order; the first of each operation as `mark` makes it, which gets its number.
pub(super) fn calls(
    operations: &[Operation],
    mark: impl Fn(usize, TokenStream) -> TokenStream,
) -> Result<Vec<TokenStream>> {
    let mut all = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let calls = match operation {
            Operation::Schema(operation) => schema(operation).map(one),
            Operation::Enum(operation) => enum_type(operation),
            Operation::Table(item) => Some(table(item).map_or_else(|| execute_all(operation), one)),
            Operation::Column(item) => Some(column(item).map_or_else(|| execute_all(operation), one)),
            Operation::Constraint(operation) => constraint(operation).map(one),
            Operation::Index(operation) => index(operation).map(one),
            Operation::Comment(set) => Some(comment(set).map_or_else(|| execute_all(operation), one)),
            Operation::Preflight(operation) => Some(one(preflight(operation))),
            Operation::Backfill(operation) => Some(one(backfill(operation))),
            Operation::Execute(operation) => Some(one(execute(operation))),
            // Its function is nowhere but in the module that it comes from.
            Operation::ForEachBatch(_) => None,
            other => Some(execute_all(other)),
        };
        let calls = calls.ok_or_else(|| Error::Unsupported { operation: format!("{operation:?}") })?;
        let mut calls = calls.into_iter();
        all.extend(calls.next().map(|call| mark(at, call)));
        all.extend(calls);
    }
    Ok(all)
}

/// An operation that has no directive of its own, as SQL.
fn execute_all(operation: &Operation) -> Vec<TokenStream> {
    let statements = portable_statements(operation).into_iter();
    let executes = statements.map(|Statement { sql, transactional, .. }| Execute { sql, transactional });
    executes.map(|statement| execute(&statement)).collect()
}

fn one(call: TokenStream) -> Vec<TokenStream> {
    vec![call]
}
