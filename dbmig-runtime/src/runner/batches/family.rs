//! The tables whose rows are changed: one, or the partitions and the tables that inherit from one.

use postgres::types::Type;
use postgres::{Client, Row};

use super::range::{Key, KeyColumn, Operators};

/// One of the tables.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Its name, quoted and qualified.
    pub(super) name: String,
    pub(super) key: Key,
    /// The key has a column that is set, so that a row may come again behind itself.
    pub(super) key_is_set: bool,
    /// A change may move rows into another of the tables, so it is made through the one that they are all part of.
    pub(super) moves: bool,
    /// How many rows it has, as far as the statistics know.
    pub(super) rows: Option<u64>,
    /// How many pages it has.
    pub(super) pages: u64,
    /// A view, or whatever else has no rows of its own.
    pub(super) is_no_table: bool,
}

/// Reads the tables that hold the rows of `table`, in the order in which they are walked.
pub(super) fn read(
    client: &mut Client,
    table: &str,
    sets: &[String],
) -> Result<Vec<Member>, postgres::Error> {
    let sets = sets.to_vec();
    let rows =
        client.query_typed(include_str!("family.sql"), &[(&table, Type::TEXT), (&sets, Type::TEXT_ARRAY)])?;
    rows.iter().map(decode).collect()
}

fn decode(row: &Row) -> Result<Member, postgres::Error> {
    let kind: String = row.try_get(1)?;
    let (tuples, known_pages, pages): (f64, i64, i64) = (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
    let key = match key_columns(row)? {
        Some(columns) => Key::Columns(columns),
        None if kind == "f" => Key::Whole,
        None => Key::Pages,
    };
    Ok(Member {
        name: row.try_get(0)?,
        key,
        key_is_set: row.try_get(7)?,
        moves: row.try_get(8)?,
        rows: estimate(tuples, known_pages, pages),
        pages: u64::try_from(pages).unwrap_or_default(),
        is_no_table: !matches!(kind.as_str(), "r" | "f"),
    })
}

/// The columns of the key, if there is one.
fn key_columns(row: &Row) -> Result<Option<Vec<KeyColumn>>, postgres::Error> {
    let texts = |index: usize| row.try_get::<_, Option<Vec<String>>>(index).map(Option::unwrap_or_default);
    let (names, types) = (texts(5)?, texts(6)?);
    let (lt, le, eq, ge, gt) = (texts(9)?, texts(10)?, texts(11)?, texts(12)?, texts(13)?);
    let operators = lt.into_iter().zip(le).zip(eq).zip(ge).zip(gt);
    let operators = operators.map(|((((lt, le), eq), ge), gt)| Operators { lt, le, eq, ge, gt });
    let columns = names.into_iter().zip(types).zip(operators);
    let columns: Vec<KeyColumn> =
        columns.map(|((name, data_type), operators)| KeyColumn { name, data_type, operators }).collect();
    Ok((!columns.is_empty()).then_some(columns))
}

/// As the planner does it: as many rows on a page as when the statistics were made.
fn estimate(tuples: f64, known_pages: i64, pages: i64) -> Option<u64> {
    let per_page = (tuples > 0.0 && known_pages > 0).then(|| tuples / known_pages as f64)?;
    Some((per_page * pages as f64).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_estimated_or_unknown() {
        assert_eq!(estimate(1000.0, 10, 20), Some(2000));
        assert_eq!(estimate(-1.0, 0, 20), None);
        assert_eq!(estimate(0.0, 0, 0), None);
    }
}
