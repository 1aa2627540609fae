//! Range types.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{DataType, Object, ObjectName, RangeType};

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<ObjectName, RangeType>, Error> {
    let rows = session.query("range types", include_str!("range_type.sql"), &[])?;
    rows.iter()
        .map(|row| {
            let name = session.name(row.get("schema")?, row.get("name")?);
            let object = Object::Type(name.clone());
            session.register_type(row, &object)?;
            session.register(Class::TYPE, row.get("multirange_type")?, object.clone());
            session.register(Class::TYPE, row.get("multirange_array")?, object.clone());
            for constructor in row.get::<Vec<u32>>("constructors")? {
                session.register(Class::ROUTINE, constructor, object.clone());
            }
            Ok((name.clone(), decode(session, row, name)?))
        })
        .collect()
}

fn decode(session: &Session<'_>, row: &Record, name: ObjectName) -> Result<RangeType, Error> {
    Ok(RangeType {
        name,
        subtype: DataType::new(row.get::<String>("subtype")?),
        operator_class: row.visible_name("operator_class_schema", "operator_class")?,
        collation: row.collation()?,
        canonical: row.visible_name("canonical_schema", "canonical")?,
        subtype_diff: row.visible_name("subtype_diff_schema", "subtype_diff")?,
        multirange: session.name(row.get("multirange_schema")?, row.get("multirange")?),
        comment: row.get("comment")?,
    })
}
