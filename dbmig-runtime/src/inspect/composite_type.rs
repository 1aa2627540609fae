//! Composite types.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::Session;
use crate::catalog::{Attribute, CompositeType, DataType, Object, ObjectName};

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<ObjectName, CompositeType>, Error> {
    let rows = session.query("composite types", include_str!("composite_type.sql"), &[])?;
    let oids = rows.iter().map(|row| row.get("relation")).collect::<Result<Vec<u32>, Error>>()?;
    let mut attributes = read_attributes(session, &oids)?;
    rows.iter()
        .map(|row| {
            let name = session.name(row.get("schema")?, row.get("name")?);
            let (object, relation) = (Object::Type(name.clone()), row.get("relation")?);
            session.register_type(row, &object)?;
            session.register(Class::RELATION, relation, object);
            let attributes = attributes.remove(&relation).unwrap_or_default();
            Ok((name.clone(), CompositeType { name, attributes, comment: row.get("comment")? }))
        })
        .collect()
}

fn read_attributes(session: &mut Session<'_>, oids: &[u32]) -> Result<BTreeMap<u32, Vec<Attribute>>, Error> {
    let rows = session.query("attributes of composite types", include_str!("attribute.sql"), &[&oids])?;
    let mut attributes: BTreeMap<u32, Vec<Attribute>> = BTreeMap::new();
    for row in &rows {
        attributes.entry(row.get("relation")?).or_default().push(Attribute {
            name: row.get("name")?,
            data_type: DataType::new(row.get::<String>("data_type")?),
            collation: row.collation()?,
            comment: row.get("comment")?,
        });
    }
    Ok(attributes)
}
