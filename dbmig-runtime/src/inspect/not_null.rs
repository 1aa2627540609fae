//! Not-null constraints.

use super::Error;
use super::session::Session;
use super::table::Tables;
use crate::catalog::NotNull;

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("not-null constraints", include_str!("not_null.sql"), &[&tables.oids])?;
    for row in &rows {
        let (name, column): (String, String) = (row.get("name")?, row.get("column")?);
        let not_null = NotNull {
            no_inherit: row.get("no_inherit")?,
            not_valid: row.get("not_valid")?,
            comment: row.get("comment")?,
            ..NotNull::new(name, column)
        };
        let inherited: bool = row.get("inherited")?;
        tables.add(row, |table| {
            if inherited {
                table.inherited_not_nulls.push(not_null);
                return;
            }
            let Some(not_null) = not_null.unless_plain(&table.name.name) else { return };
            if let Some(column) = table.columns.iter_mut().find(|column| column.name == not_null.column) {
                column.not_null = Some(not_null);
            }
        })?;
    }
    Ok(())
}
