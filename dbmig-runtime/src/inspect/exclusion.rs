//! Exclusion constraints: indexes with an operator for each key.

use super::Error;
use super::session::Record;
use crate::catalog::{Exclusion, ExclusionElement, Index};

pub(super) fn decode(row: &Record, index: Index) -> Result<Exclusion, Error> {
    let operators: Vec<String> = row.get("operators")?;
    let elements = index.keys.into_iter().zip(operators);
    let elements = elements.map(|(key, operator)| ExclusionElement { key, operator }).collect();
    Ok(Exclusion {
        method: index.method,
        include: index.include,
        predicate: index.predicate,
        deferrable: row.get("deferrable")?,
        initially_deferred: row.get("initially_deferred")?,
        storage: index.storage,
        tablespace: index.tablespace,
        index_comment: index.comment,
        comment: row.get("constraint_comment")?,
        attached_to: index.attached_to,
        ..Exclusion::new(index.name, elements)
    })
}
