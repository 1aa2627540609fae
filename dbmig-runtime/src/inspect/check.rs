//! Check constraints.

use super::Error;
use super::session::Session;
use super::table::Tables;
use crate::catalog::{Check, without_parentheses};

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("check constraints", include_str!("check.sql"), &[&tables.oids])?;
    for row in &rows {
        let check = Check {
            name: row.get("name")?,
            expression: without_parentheses(row.get("expression")?).to_owned(),
            no_inherit: row.get("no_inherit")?,
            not_valid: row.get("not_valid")?,
            comment: row.get("comment")?,
        };
        tables.add(row, |table| table.checks.push(check))?;
    }
    Ok(())
}
