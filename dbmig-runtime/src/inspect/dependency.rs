//! What objects stand on.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::Object;

/// Reads the edges between the objects that the session has registered by now: last of all.
pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<Object, BTreeSet<Object>>, Error> {
    let rows = session.query("dependencies", include_str!("dependency.sql"), &[])?;
    let mut dependencies: BTreeMap<Object, BTreeSet<Object>> = BTreeMap::new();
    for row in &rows {
        let Some(object) = dependent(row, session)? else { continue };
        let on = referenced(row, session)?;
        if on.is_empty() || on.contains(&object) {
            continue;
        }
        dependencies.entry(object).or_default().extend(on);
    }
    Ok(dependencies)
}

fn dependent(row: &Record, session: &Session<'_>) -> Result<Option<Object>, Error> {
    let class = Class(row.get("class")?);
    let part: Option<String> = row.get("part")?;
    let owner = |class: Class, column: &str| -> Result<_, Error> {
        let owner = session.object(class, row.get(column)?);
        Ok(owner.and_then(|owner| owner.schema_name()).cloned())
    };
    let relation = owner(Class::RELATION, "relation")?;
    Ok(match (class, relation, part) {
        (Class::CONSTRAINT, Some(table), Some(name)) => Some(Object::Constraint(table, name)),
        (Class::CONSTRAINT, None, Some(name)) => {
            owner(Class::TYPE, "domain")?.map(|domain| Object::DomainConstraint(domain, name))
        }
        (Class::DEFAULT, Some(table), Some(column)) => Some(Object::Default(table, column)),
        (Class::RELATION, Some(table), Some(name)) => Some(Object::Index(table.sibling(name))),
        (Class::RELATION, None, Some(column)) => {
            let kind = if row.get("computed")? { Object::Default } else { Object::Column };
            owner(Class::RELATION, "object")?.map(|relation| kind(relation, column))
        }
        (class, ..) => session.object(class, row.get("object")?).cloned(),
    })
}

/// The object, and the relation that it is a column of.
fn referenced(row: &Record, session: &Session<'_>) -> Result<Vec<Object>, Error> {
    if let Some(extension) = session.object(Class::EXTENSION, row.get("extension")?) {
        return Ok(vec![extension.clone()]);
    }
    if let Some(name) = row.get::<Option<String>>("on_constraint")? {
        let table = session.object(Class::RELATION, row.get("on_relation")?);
        let table = table.and_then(Object::schema_name).cloned();
        return Ok(table.map(|table| Object::Constraint(table, name)).into_iter().collect());
    }
    let Some(object) = session.object(Class(row.get("on_class")?), row.get("on_object")?) else {
        return Ok(Vec::new());
    };
    let column: Option<String> = row.get("on_column")?;
    let column = column.zip(object.schema_name()).map(|(name, owner)| Object::Column(owner.clone(), name));
    Ok(std::iter::once(object.clone()).chain(column).collect())
}
