//! Check constraints.

use super::Error;
use super::expression::lasting;
use super::session::Session;
use super::table::Tables;
use crate::catalog::Check;

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("check constraints", include_str!("check.sql"), &[&tables.oids])?;
    for row in &rows {
        if !row.get::<bool>("own")? {
            let name = row.get("name")?;
            tables.add(row, |table| {
                table.validated.insert(name);
            })?;
            continue;
        }
        let check = Check {
            no_inherit: row.get("no_inherit")?,
            not_valid: row.get("not_valid")?,
            not_enforced: row.get("not_enforced")?,
            comment: row.get("comment")?,
            ..Check::new(row.get::<String>("name")?, lasting(row.get("expression")?))
        };
        tables.add(row, |table| table.checks.push(check))?;
    }
    Ok(())
}
