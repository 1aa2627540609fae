//! Foreign keys.

use super::Error;
use super::session::{Record, Session};
use super::table::Tables;
use crate::catalog::{Action, ForeignKey, Match};

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("foreign keys", include_str!("foreign_key.sql"), &[&tables.oids])?;
    for row in &rows {
        if let Some(parent) = row.get::<Option<String>>("copy_of")? {
            let own: String = row.get("name")?;
            tables.add(row, |table| {
                if let Some(partition) = &mut table.partition_of {
                    partition.foreign_keys.insert(parent, own);
                }
            })?;
            continue;
        }
        let key = decode(row, session)?;
        tables.add(row, |table| table.foreign_keys.push(key))?;
    }
    Ok(())
}

fn decode(row: &Record, session: &Session<'_>) -> Result<ForeignKey, Error> {
    let name: String = row.get("name")?;
    let match_type = match row.get::<&str>("match_type")? {
        "s" => Match::Simple,
        "f" => Match::Full,
        value => {
            let what = "the match type";
            return Err(Error::Unknown { what, object: name, value: value.to_owned() });
        }
    };
    Ok(ForeignKey {
        columns: row.get("columns")?,
        references: session.name(row.get("references_schema")?, row.get("references")?),
        referenced_columns: row.get("referenced_columns")?,
        period: row.get("period")?,
        on_delete_columns: row.get("on_delete_columns")?,
        on_delete: action(row.get("on_delete")?, &name)?,
        on_update: action(row.get("on_update")?, &name)?,
        match_type,
        deferrable: row.get("deferrable")?,
        initially_deferred: row.get("initially_deferred")?,
        not_valid: row.get("not_valid")?,
        not_enforced: row.get("not_enforced")?,
        comment: row.get("comment")?,
        name,
    })
}

fn action(code: &str, constraint: &str) -> Result<Action, Error> {
    Ok(match code {
        "a" => Action::NoAction,
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        value => {
            let what = "the action";
            return Err(Error::Unknown { what, object: constraint.to_owned(), value: value.to_owned() });
        }
    })
}
