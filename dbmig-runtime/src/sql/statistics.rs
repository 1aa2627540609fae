//! Extended statistics.

use super::{Renderer, Statement, comment};
use crate::catalog::{Object, Statistics, StatisticsKind, quote_identifier};

pub(super) fn create(statistics: &Statistics, sql: Renderer<'_>) -> Vec<Statement> {
    let kinds: Vec<&str> = statistics
        .kinds
        .iter()
        .map(|kind| match kind {
            StatisticsKind::Distinct => "ndistinct",
            StatisticsKind::Dependencies => "dependencies",
            StatisticsKind::MostCommon => "mcv",
        })
        .collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    let columns = statistics.columns.iter().map(|name| quote_identifier(name).into_owned());
    let parts: Vec<String> =
        columns.chain(statistics.expressions.iter().map(|text| format!("({text})"))).collect();
    let (name, parts) = (sql.name(&statistics.name), parts.join(", "));
    let on = statistics.on.schema_name().map(|relation| sql.name(relation)).unwrap_or_default();
    let mut statements =
        vec![Statement::new(format!("CREATE STATISTICS {name}{kinds} ON {parts} FROM {on}"))];
    if let Some(target) = statistics.target {
        statements.push(Statement::new(format!("ALTER STATISTICS {name} SET STATISTICS {target}")));
    }
    let object = Object::Statistics(statistics.name.clone());
    statements.extend(comment::on(&object, statistics.comment.as_deref(), sql));
    statements
}
