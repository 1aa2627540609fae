//! Sequences, and the options of those behind identity columns.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{DataType, Object, ObjectName, Sequence, SequenceOptions};

pub(super) fn read(
    session: &mut Session<'_>,
    own_tables: &[String],
) -> Result<BTreeMap<ObjectName, Sequence>, Error> {
    let default_schema = session.default_schema();
    let rows = session.query("sequences", include_str!("sequence.sql"), &[&default_schema, &own_tables])?;
    rows.iter()
        .map(|row| {
            let name = session.name(row.get("schema")?, row.get("name")?);
            session.register(Class::RELATION, row.get("oid")?, Object::Sequence(name.clone()));
            let owned_by = match (row.get("owner_schema")?, row.get("owner")?, row.get("owner_column")?) {
                (Some(schema), Some(table), Some(column)) => Some((session.name(schema, table), column)),
                _ => None,
            };
            let sequence = Sequence {
                name: name.clone(),
                data_type: DataType::new(row.get::<String>("sequence_type")?),
                options: options(row, || name.to_string())?,
                owned_by,
                unlogged: row.get("unlogged")?,
                comment: row.get("comment")?,
            };
            Ok((name, sequence))
        })
        .collect()
}

/// The options that differ from what PostgreSQL would choose for the sequence's type and direction.
pub(super) fn options(row: &Record, object: impl FnOnce() -> String) -> Result<SequenceOptions, Error> {
    let sequence_type: Option<String> = row.get("sequence_type")?;
    let (lowest, highest) = match sequence_type.as_deref() {
        Some("smallint") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("integer") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("bigint") => (i64::MIN, i64::MAX),
        other => {
            let (what, value) = ("the sequence type", other.unwrap_or("none").to_owned());
            return Err(Error::Unknown { what, object: object(), value });
        }
    };
    let (start, increment): (i64, i64) = (row.get("start")?, row.get("increment")?);
    let (min, max): (i64, i64) = (row.get("min")?, row.get("max")?);
    let cache: i64 = row.get("cache")?;
    let ascending = increment > 0;
    let unless = |value: i64, default: i64| (value != default).then_some(value);
    Ok(SequenceOptions {
        start: unless(start, if ascending { min } else { max }),
        increment: unless(increment, 1),
        min: unless(min, if ascending { 1 } else { lowest }),
        max: unless(max, if ascending { highest } else { -1 }),
        cache: unless(cache, 1),
        cycle: row.get("cycle")?,
    })
}
