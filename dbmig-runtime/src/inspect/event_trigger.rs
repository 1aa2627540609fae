//! Event triggers.

use super::class::Class;
use super::session::Session;
use super::{Error, firing};
use crate::catalog::{Catalog, EventTrigger, Object};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    for row in &session.query("event triggers", include_str!("event_trigger.sql"), &[])? {
        let name: String = row.get("name")?;
        let object = Object::EventTrigger(name.clone());
        let mut tags: Vec<String> = row.get("tags")?;
        tags.sort();
        let trigger = EventTrigger {
            name: name.clone(),
            event: row.get("event")?,
            tags,
            function: session.name(row.get("function_schema")?, row.get("function_name")?),
            firing: firing::decode(row.get("firing")?, &object)?,
            comment: row.get("comment")?,
        };
        session.register(Class::EVENT_TRIGGER, row.get("oid")?, object);
        catalog.event_triggers.insert(name, trigger);
    }
    Ok(())
}
