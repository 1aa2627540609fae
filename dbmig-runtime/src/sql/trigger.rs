//! Triggers.

use super::{Renderer, Statement, comment, firing};
use crate::catalog::{
    ConstraintTrigger, Firing, Object, Trigger, TriggerEvent, TriggerTiming, quote_identifier, quote_literal,
};

pub(super) fn create(trigger: &Trigger, sql: Renderer<'_>) -> Vec<Statement> {
    let verb = if trigger.constraint.is_some() { "CREATE CONSTRAINT" } else { "CREATE" };
    let mut statements = definition(verb, trigger, sql);
    let object = Object::Trigger(trigger.name.relation.clone(), trigger.name.name.clone());
    statements.extend(comment::on(&object, trigger.comment.as_deref(), sql));
    statements
}

/// The comment stays.
pub(super) fn replace(trigger: &Trigger, sql: Renderer<'_>) -> Vec<Statement> {
    definition("CREATE OR REPLACE", trigger, sql)
}

/// The trigger with the sessions that it fires in: one that is replaced is enabled.
fn definition(verb: &str, trigger: &Trigger, sql: Renderer<'_>) -> Vec<Statement> {
    let (name, relation) = (quote_identifier(&trigger.name.name), sql.name(&trigger.name.relation));
    let mut text = format!("{verb} TRIGGER {name} {} ON {relation}", events(trigger));
    if let Some(constraint) = &trigger.constraint {
        text += &constraint_sql(constraint, sql);
    }
    text += &transition_tables(trigger);
    text += if trigger.for_each_row { " FOR EACH ROW" } else { " FOR EACH STATEMENT" };
    if let Some(condition) = &trigger.condition {
        text += &format!(" WHEN ({condition})");
    }
    let arguments: Vec<String> = trigger.arguments.iter().map(|argument| quote_literal(argument)).collect();
    text += &format!(" EXECUTE FUNCTION {}({})", sql.name(&trigger.function), arguments.join(", "));
    let mut statements = vec![Statement::new(text)];
    let mut fire = |relation, to, only| {
        statements.push(firing::statement("TRIGGER", relation, &trigger.name.name, to, only, sql));
    };
    if trigger.firing != Firing::Origin {
        fire(&trigger.name.relation, trigger.firing, false);
    }
    for (partition, to) in &trigger.partitions {
        fire(partition, *to, true);
    }
    statements
}

/// `BEFORE INSERT OR UPDATE OF a`.
fn events(trigger: &Trigger) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "BEFORE",
        TriggerTiming::After => "AFTER",
        TriggerTiming::InsteadOf => "INSTEAD OF",
    };
    let columns: Vec<_> = trigger.columns.iter().map(|name| quote_identifier(name)).collect();
    let event = |event: &TriggerEvent| match event {
        TriggerEvent::Insert => "INSERT".to_owned(),
        TriggerEvent::Delete => "DELETE".to_owned(),
        TriggerEvent::Update if columns.is_empty() => "UPDATE".to_owned(),
        TriggerEvent::Update => format!("UPDATE OF {}", columns.join(", ")),
        TriggerEvent::Truncate => "TRUNCATE".to_owned(),
    };
    let events: Vec<String> = trigger.events.iter().map(event).collect();
    format!("{timing} {}", events.join(" OR "))
}

fn constraint_sql(constraint: &ConstraintTrigger, sql: Renderer<'_>) -> String {
    let from = constraint.from.as_ref().map(|table| format!(" FROM {}", sql.name(table)));
    let deferrable = match (constraint.deferrable, constraint.initially_deferred) {
        (_, true) => " DEFERRABLE INITIALLY DEFERRED",
        (true, false) => " DEFERRABLE",
        (false, false) => "",
    };
    from.unwrap_or_default() + deferrable
}

fn transition_tables(trigger: &Trigger) -> String {
    let table = |which: &str, name: &Option<String>| {
        let name = name.as_ref();
        name.map(|name| format!(" {which} TABLE AS {}", quote_identifier(name))).unwrap_or_default()
    };
    let tables = table("OLD", &trigger.old_table) + &table("NEW", &trigger.new_table);
    if tables.is_empty() { tables } else { format!(" REFERENCING{tables}") }
}
