//! The list of all mappings, of which the documentation's table is made.

/// The table of the documentation: every mapping under all features.
pub const TYPE_TABLE: &str = include_str!("table.md");

/// A Rust type and its SQL type.
#[derive(Clone, Copy, Debug)]
pub struct Mapping {
    /// The type as Rust code.
    pub rust: &'static str,
    /// The type as PostgreSQL prints it.
    pub sql: &'static str,
    /// The feature it needs; empty for none, and `types` for those of that module.
    pub feature: &'static str,
}

/// Every Rust type that has an SQL type of its own under the features that are on, those of `crate::types` last.
pub fn mappings() -> Vec<Mapping> {
    let lists: &[&[Mapping]] = &[
        super::standard::TYPES,
        super::wrappers::TYPES,
        #[cfg(feature = "with-rust_decimal-1")]
        super::rust_decimal::TYPES,
        #[cfg(feature = "with-uuid-1")]
        super::uuid::TYPES,
        #[cfg(feature = "with-chrono-0_4")]
        super::chrono::TYPES,
        #[cfg(feature = "with-time-0_3")]
        super::time::TYPES,
        #[cfg(feature = "with-jiff-0_2")]
        super::jiff::TYPES,
        #[cfg(feature = "with-serde_json-1")]
        super::serde_json::TYPES,
        #[cfg(feature = "with-cidr-0_3")]
        super::cidr::TYPES,
        #[cfg(feature = "with-eui48-1")]
        super::eui48::TYPES,
        #[cfg(feature = "with-bit-vec-0_8")]
        super::bit_vec::TYPES,
        #[cfg(feature = "with-geo-types-0_7")]
        super::geo_types::TYPES,
        #[cfg(feature = "with-smol_str-01")]
        super::smol_str::TYPES,
        #[cfg(feature = "with-pgvector-0_4")]
        super::pgvector::TYPES,
        #[cfg(feature = "postgres-types")]
        super::postgres_types::TYPES,
        #[cfg(all(feature = "postgres-types", feature = "with-serde_json-1"))]
        super::postgres_types::JSON,
    ];
    lists.iter().chain(crate::types::LISTS).flat_map(|list| list.iter().copied()).collect()
}
