//! Columns.

use super::class::Class;
use super::expression::{lasting, lasting_default};
use super::foreign_data;
use super::session::{Record, Session};
use super::table::Tables;
use super::{Error, sequence};
use crate::catalog::{
    Column, DataType, Generated, GeneratedKind, Identity, IdentityKind, Object, ObjectName, Storage,
    default_name,
};

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("columns", include_str!("column.sql"), &[&tables.oids])?;
    for row in &rows {
        let table = tables.get(row)?;
        let column = decode(row, table)?;
        if let (Some(oid), Some(name)) = (row.get("sequence_oid")?, row.get::<Option<String>>("sequence")?) {
            session.register(Class::RELATION, oid, Object::Sequence(table.sibling(name)));
        }
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
        collation: row.collation()?,
        storage: storage(row, object)?,
        compression: compression(row, object)?,
        statistics: row.get("statistics")?,
        options: options(row)?,
        inherited: row.get("inherited")?,
        foreign_options: foreign_data::options(row.get("foreign_options")?),
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
        options: sequence::options(row, || format!("{table}.{column}"))?,
        sequence: sequence.filter(|name| *name != usual),
        logged: row.get("sequence_logged")?,
        comment: row.get("sequence_comment")?,
        kind,
    })
}

fn unknown(what: &'static str, object: String, value: &str) -> Error {
    Error::Unknown { what, object, value: value.to_owned() }
}
