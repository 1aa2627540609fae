//! `sql!` and `sql_file!`.

use crate::ast::DeclaredSql;
use crate::context::Context;

/// Reports a text that says nothing.
pub(crate) fn declared_sql(context: &Context, declared: &DeclaredSql, form: &str) {
    for literal in [&declared.database, &declared.text] {
        let text = literal.value();
        if text.trim().is_empty() {
            context.error_at(literal, format!("nothing is said here: write `{form}`"));
        } else if text.contains('\0') {
            context.error_at(literal, "PostgreSQL has no character zero");
        }
    }
}
