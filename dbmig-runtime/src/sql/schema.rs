//! Schemas.

use super::Statement;
use crate::catalog::quote_identifier;
use crate::op::SchemaOperation;

pub(super) fn statement(operation: &SchemaOperation) -> Statement {
    Statement::new(match operation {
        SchemaOperation::Create { name } => format!("CREATE SCHEMA {}", quote_identifier(name)),
        SchemaOperation::Drop { name } => format!("DROP SCHEMA {}", quote_identifier(name)),
        SchemaOperation::Rename { from, to } => {
            format!("ALTER SCHEMA {} RENAME TO {}", quote_identifier(from), quote_identifier(to))
        }
    })
}
