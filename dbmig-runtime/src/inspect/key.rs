//! Primary keys and unique constraints.

use super::Error;
use super::session::Session;
use super::table::Tables;
use crate::catalog::{PrimaryKey, Unique};

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("keys", include_str!("key.sql"), &[&tables.oids])?;
    for row in &rows {
        let unique = Unique {
            name: row.get("name")?,
            columns: row.get("columns")?,
            include: row.get("include")?,
            nulls_not_distinct: row.get("nulls_not_distinct")?,
            deferrable: row.get("deferrable")?,
            initially_deferred: row.get("initially_deferred")?,
            comment: row.get("comment")?,
        };
        tables.note_index(row, &unique.name)?;
        let primary = row.get::<&str>("kind")? == "p";
        tables.add(row, |table| {
            if primary {
                let Unique { name, columns, include, comment, .. } = unique;
                table.primary_key = Some(PrimaryKey { name, columns, include, comment });
            } else {
                table.uniques.push(unique);
            }
        })?;
    }
    Ok(())
}
