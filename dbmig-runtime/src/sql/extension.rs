//! Extensions.

use super::{Renderer, Statement, comment};
use crate::catalog::{Extension, Object, quote_identifier, quote_literal};
use crate::op::{ExtensionAction, SetComment};

/// The comment is set even where there is none: `CREATE EXTENSION` has set another.
pub(super) fn create(extension: &Extension, sql: Renderer<'_>) -> Vec<Statement> {
    let name = quote_identifier(&extension.name);
    let schema = schema(extension.schema.as_deref(), sql);
    let schema = schema.map(|schema| format!(" SCHEMA {schema}")).unwrap_or_default();
    let version = quote_literal(&extension.version);
    let create = format!("CREATE EXTENSION {name}{schema} VERSION {version}");
    let target = Object::Extension(extension.name.clone());
    let set = SetComment { target, comment: extension.comment.clone() };
    vec![Statement::new(create), comment::statement(&set, sql)]
}

pub(super) fn action(action: &ExtensionAction, sql: Renderer<'_>) -> String {
    match action {
        ExtensionAction::Update(version) => format!("UPDATE TO {}", quote_literal(version)),
        ExtensionAction::SetSchema(schema) => format!("SET SCHEMA {}", sql.schema(schema.as_deref())),
    }
}

/// Left out, it is the first schema of the search path: the default one.
fn schema(schema: Option<&str>, sql: Renderer<'_>) -> Option<String> {
    schema.or(sql.default_schema).map(|schema| quote_identifier(schema).into_owned())
}
