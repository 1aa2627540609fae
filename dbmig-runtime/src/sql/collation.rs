//! Collations.

use super::{Renderer, Statement, comment};
use crate::catalog::{Collation, Object, quote_literal};

pub(super) fn create(collation: &Collation, sql: Renderer<'_>) -> Vec<Statement> {
    let mut parts = vec![format!("PROVIDER = {}", collation.provider.as_str())];
    let locale = quote_literal(&collation.locale);
    match &collation.ctype {
        None => parts.push(format!("LOCALE = {locale}")),
        Some(ctype) => {
            parts.push(format!("LC_COLLATE = {locale}"));
            parts.push(format!("LC_CTYPE = {}", quote_literal(ctype)));
        }
    }
    parts.extend(collation.rules.as_ref().map(|rules| format!("RULES = {}", quote_literal(rules))));
    if !collation.deterministic {
        parts.push("DETERMINISTIC = false".to_owned());
    }
    let create = format!("CREATE COLLATION {} ({})", sql.name(&collation.name), parts.join(", "));
    let mut statements = vec![Statement::new(create)];
    let object = Object::Collation(collation.name.clone());
    statements.extend(comment::on(&object, collation.comment.as_deref(), sql));
    statements
}
