//! The SQL types of Rust types: one file a crate they come from. Those of `crate::types` stand with the types.

#[cfg(feature = "with-bit-vec-0_8")]
mod bit_vec;
#[cfg(feature = "with-chrono-0_4")]
mod chrono;
#[cfg(feature = "with-cidr-0_3")]
mod cidr;
#[cfg(feature = "with-eui48-1")]
mod eui48;
#[cfg(feature = "with-geo-types-0_7")]
mod geo_types;
#[cfg(feature = "with-jiff-0_2")]
mod jiff;
mod mapping;
#[cfg(feature = "with-pgvector-0_4")]
mod pgvector;
#[cfg(feature = "postgres-types")]
mod postgres_types;
#[cfg(feature = "with-rust_decimal-1")]
mod rust_decimal;
#[cfg(feature = "with-serde_json-1")]
mod serde_json;
#[cfg(feature = "with-smol_str-01")]
mod smol_str;
mod standard;
#[cfg(feature = "with-time-0_3")]
mod time;
#[cfg(feature = "with-uuid-1")]
mod uuid;
mod wrappers;

pub use mapping::{Mapping, TYPE_TABLE, mappings};

/// Implements `SqlType` for types by the SQL type's name as PostgreSQL prints it, and lists them. `{…}` before a type are
/// generics; `as` is the name inside a JSON string, where that differs.
macro_rules! sql_types {
    ($feature:literal: $($({$($generics:tt)*})? $rust:ty => $sql:literal $(as $json:literal)?;)*) => {
        $(crate::manifest::types::sql_type!($({$($generics)*})? $rust => $sql $(as $json)?);)*

        /// What is implemented here.
        pub(crate) const TYPES: &[crate::manifest::types::Mapping] = &[$(
            crate::manifest::types::Mapping { rust: stringify!($rust), sql: $sql, feature: $feature }
        ),*];
    };
}
pub(crate) use sql_types;

/// One type of `sql_types`.
macro_rules! sql_type {
    ($({$($generics:tt)*})? $rust:ty => $sql:literal) => {
        crate::manifest::types::sql_type!($({$($generics)*})? $rust => $sql as $sql);
    };
    ($({$($generics:tt)*})? $rust:ty => $sql:literal as $json:literal) => {
        impl$(<$($generics)*>)? crate::manifest::SqlType for $rust {
            const SQL: crate::manifest::sql::Sql = crate::manifest::sql::Sql::new($sql);
            const NULLABLE: bool = false;
            const DESC: &'static crate::manifest::document::Desc = &crate::manifest::document::Desc::new(&[
                crate::manifest::document::Part::Text(concat!("{\"sql\":\"", $json, "\"}")),
            ]);
        }
    };
}
pub(crate) use sql_type;
