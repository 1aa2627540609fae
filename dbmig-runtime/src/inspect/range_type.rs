//! Range types.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{Catalog, DataType, Object, ObjectName, RangeType};

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

/// A range type and its function depend on each other; the type's side is kept.
pub(super) fn part_from_functions(catalog: &mut Catalog) {
    let pairs = catalog.ranges.values().filter_map(|range| {
        let function = catalog.canonical(range)?.clone();
        Some((function, Object::Type(range.name.clone())))
    });
    let pairs: Vec<_> = pairs.collect();
    for (function, range) in pairs {
        if let Some(on) = catalog.dependencies.get_mut(&function) {
            on.remove(&range);
        }
    }
}
