//! Primary keys and unique constraints.

use super::Error;
use super::session::{Record, Session};
use super::table::Tables;
use crate::catalog::{PrimaryKey, Unique};

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("keys", include_str!("key.sql"), &[&tables.oids])?;
    for row in &rows {
        let key = decode(row)?;
        tables.note_index(row, &key.name)?;
        let primary = row.get::<&str>("kind")? == "p";
        tables.add(row, |table| {
            if primary {
                table.primary_key = Some(PrimaryKey::from(key));
            } else {
                table.uniques.push(key);
            }
        })?;
    }
    Ok(())
}

fn decode(row: &Record) -> Result<Unique, Error> {
    let mut storage: Vec<String> = row.get("storage")?;
    storage.sort();
    Ok(Unique {
        without_overlaps: row.get("without_overlaps")?,
        include: row.get("include")?,
        nulls_not_distinct: row.get("nulls_not_distinct")?,
        deferrable: row.get("deferrable")?,
        initially_deferred: row.get("initially_deferred")?,
        storage,
        tablespace: row.get("tablespace")?,
        index_comment: row.get("index_comment")?,
        attached_to: row.get("attached_to")?,
        comment: row.get("comment")?,
        ..Unique::new(row.get::<String>("name")?, row.get("columns")?)
    })
}
