//! Columns.

use super::Error;
use super::expression::{lasting, lasting_default};
use super::session::{Record, Session};
use super::table::Tables;
use crate::catalog::{
    Column, DataType, Generated, GeneratedKind, Identity, IdentityKind, ObjectName, SequenceOptions, Storage,
    default_name,
};

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("columns", include_str!("column.sql"), &[&tables.oids])?;
    for row in &rows {
        let column = decode(row, tables.get(row)?)?;
        tables.add(row, |table| table.columns.push(column))?;
    }
    Ok(())
}

fn decode(row: &Record, table: &ObjectName) -> Result<Column, Error> {
    let name: String = row.get("name")?;
    let object = || format!("{table}.{name}");
    let expression: Option<String> = row.get("expression")?;
    let generated_kind: String = row.get("generated")?;
    let generated_kind = match generated_kind.as_str() {
        "" => None,
        "s" => Some(GeneratedKind::Stored),
        "v" => Some(GeneratedKind::Virtual),
        value => return Err(unknown("the generated kind", object(), value)),
    };
    let identity_kind: String = row.get("identity")?;
    let identity_kind = match identity_kind.as_str() {
        "" => None,
        "a" => Some(IdentityKind::Always),
        "d" => Some(IdentityKind::ByDefault),
        value => return Err(unknown("the identity kind", object(), value)),
    };
    let (default, generated) = match (expression, generated_kind) {
        (Some(text), Some(kind)) => (None, Some(Generated { expression: lasting(&text), kind })),
        (default, _) => (default.as_deref().map(lasting_default), None),
    };
    let collation: Option<String> = row.get("collation")?;
    let schema: Option<String> = row.get("collation_schema")?;
    Ok(Column {
        data_type: DataType::new(row.get::<String>("data_type")?),
        nullable: row.get("nullable")?,
        default,
        not_null: None,
        identity: match identity_kind {
            Some(kind) => Some(identity(row, kind, table, &name)?),
            None => None,
        },
        generated,
        collation: collation.map(|name| ObjectName { schema, name }),
        storage: storage(row, object)?,
        compression: compression(row, object)?,
        statistics: row.get("statistics")?,
        options: options(row)?,
        inherited: row.get("inherited")?,
        comment: row.get("comment")?,
        name,
    })
}

fn storage(row: &Record, object: impl FnOnce() -> String) -> Result<Option<Storage>, Error> {
    Ok(match row.get::<Option<&str>>("storage")? {
        None => None,
        Some("p") => Some(Storage::Plain),
        Some("e") => Some(Storage::External),
        Some("x") => Some(Storage::Extended),
        Some("m") => Some(Storage::Main),
        Some(value) => return Err(unknown("the storage", object(), value)),
    })
}

fn compression(row: &Record, object: impl FnOnce() -> String) -> Result<Option<String>, Error> {
    Ok(match row.get::<&str>("compression")? {
        "" => None,
        "p" => Some("pglz".to_owned()),
        "l" => Some("lz4".to_owned()),
        value => return Err(unknown("the compression", object(), value)),
    })
}

fn options(row: &Record) -> Result<Vec<String>, Error> {
    let mut options = row.get::<Option<Vec<String>>>("options")?.unwrap_or_default();
    options.sort();
    Ok(options)
}

fn identity(row: &Record, kind: IdentityKind, table: &ObjectName, column: &str) -> Result<Identity, Error> {
    let sequence: Option<String> = row.get("sequence")?;
    let usual = default_name(&table.name, &[column], "seq");
    Ok(Identity {
        options: sequence_options(row, || format!("{table}.{column}"))?,
        sequence: sequence.filter(|name| *name != usual),
        logged: row.get("sequence_logged")?,
        kind,
    })
}

/// The options that differ from what PostgreSQL would choose for the sequence's type and direction.
fn sequence_options(row: &Record, object: impl FnOnce() -> String) -> Result<SequenceOptions, Error> {
    let sequence_type: Option<String> = row.get("sequence_type")?;
    let (lowest, highest) = match sequence_type.as_deref() {
        Some("smallint") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("integer") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("bigint") => (i64::MIN, i64::MAX),
        other => return Err(unknown("the sequence type", object(), other.unwrap_or("none"))),
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

fn unknown(what: &'static str, object: String, value: &str) -> Error {
    Error::Unknown { what, object, value: value.to_owned() }
}
