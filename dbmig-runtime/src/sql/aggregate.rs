//! Aggregates.

use super::{Renderer, Statement, comment, routine};
use crate::catalog::{Aggregate, AggregateKind, Modifies, ObjectName, Transition, quote_literal};

pub(super) fn create(aggregate: &Aggregate, sql: Renderer<'_>) -> Vec<Statement> {
    let comment = comment::on(&aggregate.object(), aggregate.comment.as_deref(), sql);
    std::iter::once(definition("CREATE", aggregate, sql)).chain(comment).collect()
}

/// The definition alone: the comment stays.
pub(super) fn replace(aggregate: &Aggregate, sql: Renderer<'_>) -> Vec<Statement> {
    vec![definition("CREATE OR REPLACE", aggregate, sql)]
}

fn definition(verb: &str, aggregate: &Aggregate, sql: Renderer<'_>) -> Statement {
    let mut clauses = transition("", &aggregate.transition, aggregate.kind, sql);
    let function = |name: &'static str, function: &Option<ObjectName>| {
        function.as_ref().map(|function| format!("{name} = {}", sql.name(function)))
    };
    clauses.extend(function("COMBINEFUNC", &aggregate.combine));
    clauses.extend(function("SERIALFUNC", &aggregate.serialize));
    clauses.extend(function("DESERIALFUNC", &aggregate.deserialize));
    if let Some(moving) = &aggregate.moving {
        clauses.extend(transition("M", moving, aggregate.kind, sql));
    }
    clauses.extend(function("MINVFUNC", &aggregate.inverse));
    let sort = aggregate.sort_operator.as_ref();
    clauses.extend(sort.map(|name| format!("SORTOP = OPERATOR({})", sql.operator(name))));
    clauses.extend(routine::parallel(aggregate.parallel).map(|parallel| format!("PARALLEL = {parallel}")));
    clauses.extend((aggregate.kind == AggregateKind::Hypothetical).then(|| "HYPOTHETICAL".to_owned()));
    let name = sql.name(&aggregate.signature.name);
    let (arguments, clauses) = (&aggregate.arguments, clauses.join(",\n    "));
    Statement::new(format!("{verb} AGGREGATE {name}({arguments}) (\n    {clauses}\n)"))
}

/// The clauses of a transition; those of the moving one have an `M` before.
fn transition(m: &str, transition: &Transition, kind: AggregateKind, sql: Renderer<'_>) -> Vec<String> {
    let mut clauses = vec![
        format!("{m}SFUNC = {}", sql.name(&transition.function)),
        format!("{m}STYPE = {}", transition.state),
    ];
    if transition.space != 0 {
        clauses.push(format!("{m}SSPACE = {}", transition.space));
    }
    clauses.extend(transition.last.as_ref().map(|last| format!("{m}FINALFUNC = {}", sql.name(last))));
    if transition.last_extra {
        clauses.push(format!("{m}FINALFUNC_EXTRA"));
    }
    let usual = if kind == AggregateKind::Normal { Modifies::ReadOnly } else { Modifies::ReadWrite };
    if transition.last_modifies != usual {
        let modifies = match transition.last_modifies {
            Modifies::ReadOnly => "READ_ONLY",
            Modifies::Shareable => "SHAREABLE",
            Modifies::ReadWrite => "READ_WRITE",
        };
        clauses.push(format!("{m}FINALFUNC_MODIFY = {modifies}"));
    }
    let initial = transition.initial.as_deref();
    clauses.extend(initial.map(|initial| format!("{m}INITCOND = {}", quote_literal(initial))));
    clauses
}
