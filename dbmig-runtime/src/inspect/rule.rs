//! Rewrite rules.

use super::class::Class;
use super::expression::lasting_default;
use super::session::Session;
use super::{Error, firing};
use crate::catalog::{Catalog, Object, PartName, Rule, RuleEvent, Token, TokenKind, tokens};

/// Reads the rules of the relations that the session has registered.
pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let rows = session.query("rules", include_str!("rule.sql"), &[])?;
    for row in &rows {
        let Some(on) = session.object(Class::RELATION, row.get("relation")?).cloned() else { continue };
        let Some(relation) = on.schema_name().cloned() else { continue };
        let name = PartName { relation, name: row.get("name")? };
        let object = Object::Rule(name.relation.clone(), name.name.clone());
        let printed: &str = row.get("definition")?;
        let definition = definition(printed).ok_or_else(|| Error::Unknown {
            what: "the definition",
            object: object.to_string(),
            value: printed.to_owned(),
        })?;
        let event = event(row.get("event")?, &object)?;
        let firing = firing::decode(row.get("firing")?, &object)?;
        session.register(Class::REWRITE, row.get("oid")?, object);
        let rule = Rule { name: name.clone(), on, event, definition, firing, comment: row.get("comment")? };
        catalog.rules.insert(name, rule);
    }
    Ok(())
}

fn event(value: &str, object: &Object) -> Result<RuleEvent, Error> {
    Ok(match value {
        "1" => RuleEvent::Select,
        "2" => RuleEvent::Update,
        "3" => RuleEvent::Insert,
        "4" => RuleEvent::Delete,
        value => {
            let (object, value) = (object.to_string(), value.to_owned());
            return Err(Error::Unknown { what: "the event", object, value });
        }
    })
}

/// What stands behind `TO relation`. The relation is printed with its schema, wherever that is; the rest is not.
fn definition(printed: &str) -> Option<String> {
    let all = tokens(printed);
    let to = all.iter().position(|token| token.text == "TO")?;
    let mut rest = without_space(all.get(to + 1..)?);
    loop {
        let (name, after) = rest.split_first()?;
        name.identifier()?;
        match after {
            [dot, own @ ..] if dot.text == "." => rest = own,
            _ => break rest = after,
        }
    }
    let text: String = rest.iter().map(|token| token.text).collect();
    Some(lasting_default(text.trim().trim_end_matches(';')))
}

fn without_space<'t, 's>(tokens: &'t [Token<'s>]) -> &'t [Token<'s>] {
    let start = tokens.iter().position(|token| token.kind != TokenKind::Space);
    tokens.get(start.unwrap_or(tokens.len())..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::definition;

    #[test]
    fn the_relation_is_left_out() {
        let check =
            |printed: &str, expected: &str| assert_eq!(definition(printed).as_deref(), Some(expected));
        check("CREATE RULE r AS\n    ON INSERT TO public.t DO INSTEAD NOTHING;", "DO INSTEAD NOTHING");
        check(
            "CREATE RULE \"a TO b\" AS\n    ON UPDATE TO \"My S\".\"t.x\"\n   WHERE (new.a = 1) DO  SELECT 1;",
            "WHERE (new.a = 1) DO  SELECT 1",
        );
    }
}
