//! How far the batches of a statement came: a value in the ledger, written in the transaction of each batch.

use postgres::Client;
use postgres::types::Type;
use serde::{Deserialize, Serialize};

use super::super::Action;
use super::super::own_tables::OwnTables;
use super::range::Bound;

/// Where the next batch begins, and what the ones before it did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::runner) struct Cursor {
    /// All ranges are done; what came in meanwhile is left.
    pub(super) rest: bool,
    /// The table that the statement is about, quoted and qualified; empty in a cursor of an older version.
    pub(super) root: String,
    /// The table that is walked, quoted and qualified; the ones before it are done.
    pub(in crate::runner) table: String,
    /// The columns that it is walked by.
    pub(super) key: Vec<String>,
    /// The last range's bound.
    pub(super) after: Option<Bound>,
    /// The last row when the walk through the table began.
    pub(super) end: Option<Bound>,
    /// The size of the next batch.
    pub(super) size: u64,
    /// The rows in the ranges so far, as far as they were counted.
    pub(in crate::runner) visited: u64,
    /// The rows that were changed.
    pub(in crate::runner) changed: u64,
    /// Those of them that would be changed once more.
    pub(super) still: u64,
}

/// The ledger's row of a statement.
pub(super) type Step<'a> = (&'a str, Action, usize);

/// The text of the cursor, as the ledger has it; `None` before the first batch.
pub(super) fn read(
    client: &mut Client,
    tables: &OwnTables,
    (revision, action, step): Step<'_>,
) -> Result<Option<String>, postgres::Error> {
    let sql = format!(
        "SELECT cursor::pg_catalog.text FROM {} WHERE revision = $1 AND direction = $2 AND step = $3",
        tables.ledger
    );
    let step = i32::try_from(step).unwrap_or(i32::MAX);
    let row = client.query_typed_opt(
        &sql,
        &[(&revision, Type::TEXT), (&action.as_str(), Type::TEXT), (&step, Type::INT4)],
    )?;
    row.map_or(Ok(None), |row| row.try_get(0))
}

impl Cursor {
    /// From the ledger's text.
    pub(in crate::runner) fn of(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// True unless it is known to be of a statement about another table.
    pub(super) fn is_of(&self, table: &str) -> bool {
        self.root.is_empty() || self.root == table
    }

    /// As JSON.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        let cursor = Cursor {
            table: "public.\"T\"".to_owned(),
            key: vec!["id".to_owned()],
            after: Some(vec!["it's \"\\ \u{1f980}".to_owned()]),
            size: 7,
            ..Cursor::default()
        };
        assert_eq!(Cursor::of(Some(&cursor.text())), cursor);
        assert_eq!(Cursor::of(None), Cursor::default());
    }
}
