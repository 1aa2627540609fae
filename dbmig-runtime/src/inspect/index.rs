//! Indexes.

use std::collections::BTreeMap;

use super::expression::lasting;
use super::session::{Record, Session};
use super::table::Tables;
use super::{Error, exclusion};
use crate::catalog::{Index, IndexKey, KeyPart, NullsOrder, ObjectName, SortOrder};

/// Bits of `pg_index.indoption`.
const DESCENDING: i32 = 1;
const NULLS_FIRST: i32 = 2;

pub(super) fn read(session: &mut Session<'_>, tables: &mut Tables) -> Result<(), Error> {
    let rows = session.query("indexes", include_str!("index.sql"), &[&tables.oids])?;
    for row in &rows {
        let index = decode(row)?;
        tables.note_index(row, &index.name)?;
        if row.get("exclusion")? {
            let exclusion = exclusion::decode(row, index)?;
            tables.add(row, |table| table.exclusions.push(exclusion))?;
        } else {
            tables.add(row, |table| table.indexes.push(index))?;
        }
    }
    Ok(())
}

/// The indexes of tables or materialized views, with the relation that each is on.
pub(super) fn of_relations(session: &mut Session<'_>, oids: &[u32]) -> Result<Vec<(u32, Index)>, Error> {
    let rows = session.query("indexes", include_str!("index.sql"), &[&oids])?;
    rows.iter().map(|row| Ok((row.get("table")?, decode(row)?))).collect()
}

fn decode(row: &Record) -> Result<Index, Error> {
    let name: String = row.get("name")?;
    let predicate: Option<&str> = row.get("predicate")?;
    let mut storage: Vec<String> = row.get("storage")?;
    storage.sort();
    Ok(Index {
        keys: keys(row, &name)?,
        method: row.get("method")?,
        unique: row.get("unique")?,
        include: row.get("include")?,
        predicate: predicate.map(lasting),
        nulls_not_distinct: row.get("nulls_not_distinct")?,
        storage,
        tablespace: row.get("tablespace")?,
        statistics: statistics(row)?,
        valid: row.get("valid")?,
        attached_to: row.get("attached_to")?,
        comment: row.get("comment")?,
        name,
    })
}

fn statistics(row: &Record) -> Result<BTreeMap<u16, i32>, Error> {
    let (places, targets): (Vec<i32>, Vec<i32>) =
        (row.get("statistics_places")?, row.get("statistics_targets")?);
    Ok(places.into_iter().filter_map(|place| u16::try_from(place).ok()).zip(targets).collect())
}

fn keys(row: &Record, index: &str) -> Result<Vec<IndexKey>, Error> {
    let columns: Vec<Option<String>> = row.get("columns")?;
    let expressions: Vec<Option<String>> = row.get("expressions")?;
    let schemas: Vec<Option<String>> = row.get("collation_schemas")?;
    let collations: Vec<Option<String>> = row.get("collations")?;
    let classes: Vec<Option<String>> = row.get("operator_classes")?;
    let options: Vec<i32> = row.get("options")?;
    let parts = columns.into_iter().zip(expressions);
    let collations = schemas.into_iter().zip(collations);
    let details = collations.zip(classes).zip(options);
    parts
        .zip(details)
        .map(|((column, expression), (((schema, collation), operator_class), options))| {
            let descending = options & DESCENDING != 0;
            let nulls_first = options & NULLS_FIRST != 0;
            Ok(IndexKey {
                part: part(column, expression, index)?,
                collation: collation.map(|name| ObjectName { schema, name }),
                operator_class,
                order: if descending { SortOrder::Descending } else { SortOrder::Ascending },
                nulls: match (descending, nulls_first) {
                    (false, true) => Some(NullsOrder::First),
                    (true, false) => Some(NullsOrder::Last),
                    _ => None,
                },
            })
        })
        .collect()
}

/// PostgreSQL puts parentheses around a key's expression unless it is a bare function call.
fn part(column: Option<String>, expression: Option<String>, index: &str) -> Result<KeyPart, Error> {
    match (column, expression) {
        (Some(column), _) => Ok(KeyPart::Column(column)),
        (None, Some(text)) => Ok(KeyPart::Expression(lasting(&text))),
        (None, None) => Err(Error::Unknown { what: "a key", object: index.to_owned(), value: String::new() }),
    }
}
