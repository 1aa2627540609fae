//! The SQL types of Rust types: one file a crate they come from.

mod standard;
mod wrappers;

#[cfg(feature = "with-chrono-0_4")]
mod chrono;
#[cfg(feature = "with-rust_decimal-1")]
mod rust_decimal;
#[cfg(feature = "with-serde_json-1")]
mod serde_json;
#[cfg(feature = "with-uuid-1")]
mod uuid;

/// Implements `SqlType` for a type by the SQL type's name as PostgreSQL prints it. `{…}` before the type are generics.
macro_rules! sql_type {
    ($({$($generics:tt)*})? $rust:ty => $sql:literal) => {
        impl$(<$($generics)*>)? crate::manifest::SqlType for $rust {
            const SQL: crate::manifest::sql::Sql = crate::manifest::sql::Sql::new($sql);
            const NULLABLE: bool = false;
            type Desc = [u8; concat!("{\"sql\":\"", $sql, "\"}").len()];
            const DESC: Self::Desc = match concat!("{\"sql\":\"", $sql, "\"}").as_bytes().first_chunk() {
                Some(bytes) => *bytes,
                None => unreachable!(),
            };
        }
    };
}
use sql_type;
