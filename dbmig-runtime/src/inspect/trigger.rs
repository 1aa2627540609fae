//! Triggers.

use std::collections::BTreeMap;

use super::class::Class;
use super::expression::lasting;
use super::session::{Record, Session};
use super::{Error, firing};
use crate::catalog::{
    Catalog, ConstraintTrigger, Firing, Object, ObjectName, PartName, Trigger, TriggerEvent, TriggerTiming,
    tokens,
};

/// Reads the triggers of the relations that the session has registered.
pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let rows = session.query("triggers", include_str!("trigger.sql"), &[])?;
    for row in &rows {
        let Some(on) = session.object(Class::RELATION, row.get("relation")?).cloned() else { continue };
        let Some(relation) = on.schema_name().cloned() else { continue };
        let name = PartName { relation, name: row.get("name")? };
        let object = Object::Trigger(name.relation.clone(), name.name.clone());
        session.register(Class::TRIGGER, row.get("oid")?, object.clone());
        let trigger = decode(row, session, name.clone(), on, &object)?;
        catalog.triggers.insert(name, trigger);
    }
    Ok(())
}

fn decode(
    row: &Record,
    session: &Session<'_>,
    name: PartName,
    on: Object,
    object: &Object,
) -> Result<Trigger, Error> {
    let kind: i32 = row.get("type")?;
    let definition: Option<&str> = row.get("definition")?;
    Ok(Trigger {
        name,
        on,
        timing: timing(kind),
        events: events(kind),
        columns: row.get("columns")?,
        for_each_row: kind & 1 != 0,
        old_table: row.get("old_table")?,
        new_table: row.get("new_table")?,
        condition: definition.and_then(condition).map(|text| lasting(&text)),
        function: session.name(row.get("function_schema")?, row.get("function")?),
        arguments: row.get("arguments")?,
        constraint: constraint(row, session)?,
        firing: firing::decode(row.get("firing")?, object)?,
        partitions: partitions(row, session, object)?,
        comment: row.get("comment")?,
    })
}

/// The bits of `tgtype` are fixed in `catalog/pg_trigger.h`.
fn timing(kind: i32) -> TriggerTiming {
    match (kind & 2 != 0, kind & 64 != 0) {
        (true, _) => TriggerTiming::Before,
        (_, true) => TriggerTiming::InsteadOf,
        _ => TriggerTiming::After,
    }
}

fn events(kind: i32) -> Vec<TriggerEvent> {
    let bits = [
        (4, TriggerEvent::Insert),
        (8, TriggerEvent::Delete),
        (16, TriggerEvent::Update),
        (32, TriggerEvent::Truncate),
    ];
    bits.into_iter().filter(|(bit, _)| kind & bit != 0).map(|(_, event)| event).collect()
}

/// What stands in the parentheses after the keyword `WHEN`, which no name can be without quotes.
fn condition(definition: &str) -> Option<String> {
    let tokens = tokens(definition);
    let start = tokens.iter().position(|token| token.text == "WHEN")?;
    let mut depth = 0_u32;
    let mut text = String::new();
    for token in tokens.get(start + 1..)? {
        depth = match token.text {
            "(" => depth + 1,
            ")" if depth <= 1 => return Some(text.trim().strip_prefix('(')?.to_owned()),
            ")" => depth - 1,
            _ => depth,
        };
        text.push_str(token.text);
    }
    None
}

fn constraint(row: &Record, session: &Session<'_>) -> Result<Option<ConstraintTrigger>, Error> {
    if !row.get::<bool>("constraint")? {
        return Ok(None);
    }
    let schema: Option<String> = row.get("from_schema")?;
    let from: Option<ObjectName> =
        schema.map(|schema| Ok(session.name(schema, row.get("from_table")?))).transpose()?;
    Ok(Some(ConstraintTrigger {
        deferrable: row.get("deferrable")?,
        initially_deferred: row.get("initially_deferred")?,
        from,
    }))
}

fn partitions(
    row: &Record,
    session: &Session<'_>,
    object: &Object,
) -> Result<BTreeMap<ObjectName, Firing>, Error> {
    let (oids, firings): (Vec<u32>, Vec<String>) = (row.get("partitions")?, row.get("partition_firings")?);
    let mut partitions = BTreeMap::new();
    for (oid, firing) in oids.into_iter().zip(firings) {
        let partition = session.object(Class::RELATION, oid).and_then(Object::schema_name);
        if let Some(name) = partition {
            partitions.insert(name.clone(), firing::decode(&firing, object)?);
        }
    }
    Ok(partitions)
}

#[cfg(test)]
mod tests {
    use super::condition;

    #[test]
    fn the_condition_is_found_in_the_definition() {
        let check = |definition: &str, expected: Option<&str>| {
            assert_eq!(condition(definition).as_deref(), expected);
        };
        check(
            "CREATE TRIGGER \"WHEN\" BEFORE UPDATE OF a ON t FOR EACH ROW WHEN ((new.b <> ') EXECUTE ('::text)) \
             EXECUTE FUNCTION f('x')",
            Some("(new.b <> ') EXECUTE ('::text)"),
        );
        check("CREATE TRIGGER t AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(' WHEN (a)')", None);
    }
}
