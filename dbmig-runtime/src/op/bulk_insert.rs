//! Rows that come with a revision.

use serde::{Deserialize, Serialize};

use super::{Error, IntoRow, Op, Operation, Result, Value};
use crate::catalog::{ObjectName, check_identifier};

/// Rows that are inserted in the revision's transaction, many to a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkInsert {
    /// The table.
    pub table: ObjectName,
    /// The columns.
    pub columns: Vec<String>,
    /// The rows; each has a value for each column.
    pub rows: Vec<Vec<Value>>,
    /// What becomes of rows that are there already.
    pub on_conflict: OnConflict,
    /// `OVERRIDING SYSTEM VALUE`: values for columns that are `GENERATED ALWAYS AS IDENTITY`.
    pub overriding: bool,
}

/// What becomes of a row whose key is there already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// The revision fails.
    #[default]
    Fail,
    /// The row that is there stays.
    Skip,
    /// The row with the same values in these columns gets the new values of the others.
    Update(Vec<String>),
}

/// The columns of [`Op::bulk_insert`]: an array of names, or [`into_columns`].
#[derive(Clone, Debug)]
pub struct InsertBuilder {
    columns: Vec<String>,
    on_conflict: OnConflict,
    overriding: bool,
}

/// Names the columns that [`Op::bulk_insert`] gives values.
pub fn into_columns<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> InsertBuilder {
    let columns = columns.into_iter().map(Into::into).collect();
    InsertBuilder { columns, on_conflict: OnConflict::Fail, overriding: false }
}

impl<C: Into<String>, const N: usize> From<[C; N]> for InsertBuilder {
    fn from(columns: [C; N]) -> Self {
        into_columns(columns)
    }
}

impl InsertBuilder {
    /// A row that is there already, by whatever is unique, stays as it is: `ON CONFLICT DO NOTHING`.
    #[must_use]
    pub fn or_skip(mut self) -> Self {
        self.on_conflict = OnConflict::Skip;
        self
    }

    /// A row with the same values in `key`, which must be unique, gets the new values of the other columns: `ON CONFLICT (…) DO UPDATE`.
    #[must_use]
    pub fn or_update<C: Into<String>>(mut self, key: impl IntoIterator<Item = C>) -> Self {
        self.on_conflict = OnConflict::Update(key.into_iter().map(Into::into).collect());
        self
    }

    /// Gives values to columns that are `GENERATED ALWAYS AS IDENTITY` too. Their sequence stays where it is.
    #[must_use]
    pub fn overriding_system_value(mut self) -> Self {
        self.overriding = true;
        self
    }
}

impl Op {
    /// Inserts rows in the revision's transaction, up to a thousand or a megabyte of them with a statement:
    ///
    /// ```
    /// # use dbmig_runtime::op::*;
    /// # fn upgrade(op: &mut Op) -> Result {
    /// op.bulk_insert("country", ["code", "name", "since"], [
    ///     ("de", "Germany", Some("1949-05-23")),
    ///     ("fr", "France", None),
    /// ])?;
    /// op.bulk_insert("setting", into_columns(["key", "value"]).or_update(["key"]), [
    ///     ("limits", r#"{"rows": 100}"#.into()),
    ///     ("started", expression("to_jsonb(now())")),
    /// ])
    /// # }
    /// # upgrade(&mut Op::new()).unwrap();
    /// ```
    ///
    /// A row is a tuple, an array or a vector of values: booleans, numbers, strings, options, vectors (arrays), [`bytes`](super::bytes)
    /// and [`expression`](super::expression)s. A string takes the type of its column: write dates, UUIDs, decimals, JSON and labels of enums
    /// so.
    ///
    /// # Errors
    /// If a name is empty or too long, a text holds a NUL character, or a row has more or fewer values than there are columns.
    pub fn bulk_insert<R: IntoRow>(
        &mut self,
        table: impl Into<ObjectName>,
        columns: impl Into<InsertBuilder>,
        rows: impl IntoIterator<Item = R>,
    ) -> Result {
        let InsertBuilder { columns, on_conflict, overriding } = columns.into();
        let rows = rows.into_iter().map(IntoRow::into_row).collect();
        let insert = BulkInsert { table: table.into(), columns, rows, on_conflict, overriding };
        insert.check()?;
        self.push(Operation::BulkInsert(insert))
    }
}

impl BulkInsert {
    fn check(&self) -> Result {
        let Self { table, columns, rows, on_conflict, .. } = self;
        table.check()?;
        columns.iter().try_for_each(|column| check_identifier(column))?;
        let what = || format!("the rows of {table}");
        if columns.is_empty() {
            return Err(Error::Missing { what: format!("the columns of {}", what()) });
        }
        if let OnConflict::Update(key) = on_conflict {
            let refused = |reason: String| Err(Error::Refused { what: what(), reason });
            if key.is_empty() {
                return refused("or_update() needs the columns that are unique".to_owned());
            }
            if let Some(column) = key.iter().find(|column| !columns.contains(column)) {
                return refused(format!("{column} in or_update() is none of the columns"));
            }
        }
        for (number, row) in rows.iter().enumerate() {
            if row.len() != columns.len() {
                let reason =
                    format!("row {} has {} values for {} columns", number + 1, row.len(), columns.len());
                return Err(Error::Refused { what: what(), reason });
            }
            if row.iter().any(Value::has_nul) {
                return Err(Error::Nul { what: format!("row {} of {}", number + 1, what()) });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_do_not_fit_are_refused() {
        let mut op = Op::new();
        let error = op.bulk_insert("t", ["a", "b"], [vec![1, 2], vec![1]]).unwrap_err();
        assert_eq!(error.to_string(), "the rows of t: row 2 has 1 values for 2 columns");
        let error = op.bulk_insert("t", ["a"], [["x\0"]]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 1 of the rows of t holds a NUL character, which PostgreSQL can't store"
        );
        let error = op.bulk_insert("t", into_columns(["a"]).or_update(["b"]), [[1]]).unwrap_err();
        assert_eq!(error.to_string(), "the rows of t: b in or_update() is none of the columns");
        assert!(op.bulk_insert("t", into_columns::<&str>([]), [[1]]).is_err());
    }
}
