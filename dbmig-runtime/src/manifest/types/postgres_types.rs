//! Types of the `postgres` crate.

use super::sql_types;

sql_types! {
    "postgres-types":
    postgres_types::PgLsn => "pg_lsn";
}

/// What is implemented below.
#[cfg(feature = "with-serde_json-1")]
pub(super) const JSON: &[super::Mapping] = &[super::Mapping {
    rust: "postgres_types::Json<T>",
    sql: "jsonb",
    feature: "postgres-types`, `with-serde_json-1",
}];

/// Any value as JSON.
#[cfg(feature = "with-serde_json-1")]
impl<T> crate::manifest::SqlType for postgres_types::Json<T> {
    const SQL: crate::manifest::sql::Sql = <serde_json::Value as crate::manifest::SqlType>::SQL;
    const NULLABLE: bool = false;
    const DESC: &'static crate::manifest::document::Desc =
        <serde_json::Value as crate::manifest::SqlType>::DESC;
}
