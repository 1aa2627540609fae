//! Columns.

use serde::{Deserialize, Serialize};

use super::{DataType, ForeignOptions, Identity, NotNull, ObjectName};

/// A column of a table (`pg_attribute`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The column's name.
    pub name: String,
    /// The type, with its modifiers.
    pub data_type: DataType,
    /// False for `NOT NULL`.
    pub nullable: bool,
    /// The constraint behind `NOT NULL`, where it is more than that (PostgreSQL 18 and later).
    pub not_null: Option<NotNull>,
    /// The default's SQL expression.
    pub default: Option<String>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
    /// `GENERATED ALWAYS AS (expression)`.
    pub generated: Option<Generated>,
    /// The collation where it is not the type's own.
    pub collation: Option<ObjectName>,
    /// `STORAGE`, where it is not the type's own.
    pub storage: Option<Storage>,
    /// `COMPRESSION`: `pglz` or `lz4`, where it is not left to the server.
    pub compression: Option<String>,
    /// `SET STATISTICS`: how much `ANALYZE` keeps, where it is not left to the server.
    pub statistics: Option<i32>,
    /// `SET (n_distinct=…)`: options as `name=value`, sorted.
    pub options: Vec<String>,
    /// True for a column that the table has from its parents alone (`attislocal` is false).
    pub inherited: bool,
    /// `OPTIONS`, of a column of a foreign table.
    pub foreign_options: ForeignOptions,
    /// `COMMENT ON COLUMN`.
    pub comment: Option<String>,
}

/// How values of a column are kept that are large (`pg_attribute.attstorage`).
///
/// See [TOAST](https://www.postgresql.org/docs/current/storage-toast.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Storage {
    /// `PLAIN`: in the row, as they are.
    Plain,
    /// `EXTERNAL`: beside the row, as they are.
    External,
    /// `EXTENDED`: compressed, and beside the row.
    Extended,
    /// `MAIN`: compressed, and in the row as long as they fit.
    Main,
}

impl Column {
    /// A nullable column without any further property.
    pub fn new(name: impl Into<String>, data_type: DataType) -> Self {
        Self {
            name: name.into(),
            data_type,
            nullable: true,
            not_null: None,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            storage: None,
            compression: None,
            statistics: None,
            options: Vec::new(),
            inherited: false,
            foreign_options: ForeignOptions::new(),
            comment: None,
        }
    }
}

/// A generated column's expression (`pg_attribute.attgenerated`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The SQL expression.
    pub expression: String,
    /// Where the value is kept.
    pub kind: GeneratedKind,
}

/// `STORED`, or `VIRTUAL` (PostgreSQL 18 and later).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeneratedKind {
    /// Computed on write and stored.
    Stored,
    /// Computed on read.
    Virtual,
}
