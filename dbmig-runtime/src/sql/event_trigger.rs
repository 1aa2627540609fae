//! Event triggers.

use super::{Renderer, Statement, alter, comment};
use crate::catalog::{EventTrigger, Firing, Object, quote_identifier, quote_literal};
use crate::op::{Alter, Alteration};

pub(super) fn create(trigger: &EventTrigger, sql: Renderer<'_>) -> Vec<Statement> {
    let object = Object::EventTrigger(trigger.name.clone());
    let (name, event) = (quote_identifier(&trigger.name), quote_identifier(&trigger.event));
    let tags: Vec<String> = trigger.tags.iter().map(|tag| quote_literal(tag)).collect();
    let when = if tags.is_empty() { String::new() } else { format!(" WHEN TAG IN ({})", tags.join(", ")) };
    let function = sql.name(&trigger.function);
    let create = format!("CREATE EVENT TRIGGER {name} ON {event}{when} EXECUTE FUNCTION {function}()");
    let mut statements = vec![Statement::new(create)];
    if trigger.firing != Firing::Origin {
        let alteration = Alteration::Firing { firing: trigger.firing, only: false };
        statements.extend(alter::statements(&Alter { object: object.clone(), alteration }, sql));
    }
    statements.extend(comment::on(&object, trigger.comment.as_deref(), sql));
    statements
}
