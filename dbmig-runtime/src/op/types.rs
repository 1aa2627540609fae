//! Column types by name, for revision modules.
//!
//! Each function gives the spelling that PostgreSQL itself prints. A type without a function here is
//! [`sql_type`]`("…")`. See <https://www.postgresql.org/docs/current/datatype.html>.

use crate::catalog::DataType;

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident => $sql:literal;)*) => {
        $($(#[$doc])* pub fn $name() -> DataType { DataType::new($sql) })*
        /// The plain types above, as pairs of function name and SQL: what the renderer of revisions looks up.
        pub const TYPE_FUNCTIONS: &[(&str, &str)] = &[$((stringify!($name), $sql)),*];
    };
}

types! {
    /// `boolean`.
    boolean => "boolean";
    /// `smallint`: 2 bytes.
    smallint => "smallint";
    /// `integer`: 4 bytes.
    integer => "integer";
    /// `bigint`: 8 bytes.
    bigint => "bigint";
    /// `real`: 4 bytes.
    real => "real";
    /// `double precision`: 8 bytes.
    double_precision => "double precision";
    /// `numeric` of any precision.
    any_numeric => "numeric";
    /// `text`.
    text => "text";
    /// `character varying` of any length.
    any_varchar => "character varying";
    /// `bytea`.
    bytea => "bytea";
    /// `uuid`.
    uuid => "uuid";
    /// `date`.
    date => "date";
    /// `time without time zone`.
    time => "time without time zone";
    /// `timestamp without time zone`.
    timestamp => "timestamp without time zone";
    /// `timestamp with time zone`.
    timestamptz => "timestamp with time zone";
    /// `interval`.
    interval => "interval";
    /// `json`.
    json => "json";
    /// `jsonb`.
    jsonb => "jsonb";
    /// `inet`.
    inet => "inet";
}

/// `character varying(length)`, in characters.
pub fn varchar(length: u32) -> DataType {
    DataType::new(format!("character varying({length})"))
}

/// `numeric(precision, scale)`, in decimal digits.
pub fn numeric(precision: u32, scale: i32) -> DataType {
    DataType::new(format!("numeric({precision},{scale})"))
}

/// Any other type, as SQL: `sql_type("tsvector")`, `sql_type("audit.level")`.
pub fn sql_type(sql: impl Into<String>) -> DataType {
    DataType::new(sql)
}
