//! Whether two spellings of SQL types fit: PostgreSQL says which types they name.

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{DataType, ViewColumn};
use dbmig_runtime::manifest::mappings;
use dbmig_runtime::manifest::wire::ViewField;
use postgres::Client;
use postgres::types::Type;

use super::{Error, Result};

/// The types that spellings name.
pub(super) struct Types(BTreeMap<String, Option<u32>>);

impl Types {
    /// Asks the client's server; names without a schema are found as its session finds them.
    pub(super) fn read(client: &mut Client, spelled: BTreeSet<&str>) -> Result<Self> {
        let spelled: Vec<&str> = spelled.into_iter().collect();
        let types = match resolve(client, &spelled) {
            Ok(types) => types,
            // Up to version 15 one that can't be read fails them all.
            Err(error) if error.as_db_error().is_some() => {
                let alone = |one: &&str| resolve(client, &[*one]).unwrap_or_default();
                spelled.iter().flat_map(alone).collect()
            }
            Err(source) => return Err(Error::Broken { source }),
        };
        Ok(Self(types))
    }

    /// True if a field of a view reads the column.
    pub(super) fn fit(&self, field: &ViewField, column: &ViewColumn) -> bool {
        let (is, gives) = (&field.column.data_type, &column.data_type);
        let (Some(own), Some(given)) = (self.oid(is), self.oid(gives)) else { return false };
        if field.is_exact {
            let own_modifiers = modifiers(is);
            return own == given && (own_modifiers.is_empty() || own_modifiers == modifiers(gives));
        }
        own == given || STRINGS.iter().any(|strings| is_among(own, strings) && is_among(given, strings))
    }

    fn oid(&self, spelled: &DataType) -> Option<u32> {
        self.0.get(spelled.as_sql()).copied().flatten()
    }
}

/// What a `String` and a `Vec<String>` read.
const STRINGS: &[&[Type]] = &[
    &[Type::TEXT, Type::VARCHAR, Type::BPCHAR, Type::NAME],
    &[Type::TEXT_ARRAY, Type::VARCHAR_ARRAY, Type::BPCHAR_ARRAY, Type::NAME_ARRAY],
];

fn is_among(oid: u32, types: &[Type]) -> bool {
    types.iter().any(|known| known.oid() == oid)
}

fn resolve(client: &mut Client, spelled: &[&str]) -> Result<BTreeMap<String, Option<u32>>, postgres::Error> {
    let sql = "SELECT spelled, pg_catalog.to_regtype(spelled)::pg_catalog.oid FROM pg_catalog.unnest($1) AS spelled";
    let rows = client.query_typed(sql, &[(&spelled, Type::TEXT_ARRAY)])?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// What stands in the parentheses of a type.
fn modifiers(spelled: &DataType) -> String {
    let inside = spelled.as_sql().split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inside.map(|(inside, _)| inside.split_whitespace().collect()).unwrap_or_default()
}

/// A Rust type for an SQL type, where every models crate has one.
pub(super) fn rust_type(sql: &DataType) -> Option<String> {
    let element = sql.as_sql().trim_end_matches("[]");
    let plain = element.split('(').next().unwrap_or(element);
    let rust = match plain {
        "text" | "character varying" | "character" | "name" => "String",
        "bytea" => "Vec<u8>",
        _ => {
            mappings().into_iter().find(|mapping| mapping.sql == element && mapping.feature.is_empty())?.rust
        }
    };
    Some(if element == sql.as_sql() { rust.to_owned() } else { format!("Vec<{rust}>") })
}

#[cfg(test)]
mod tests {
    use dbmig_runtime::catalog::DataType;

    use super::*;

    #[test]
    fn the_type_to_write_is_rust() {
        for (sql, rust) in [
            ("bigint", Some("i64")),
            ("character varying(20)[]", Some("Vec<String>")),
            ("bytea", Some("Vec<u8>")),
            ("timestamp with time zone", Some("std::time::SystemTime")),
            ("mood", None),
        ] {
            assert_eq!(rust_type(&DataType::new(sql)).as_deref(), rust, "{sql}");
        }
    }

    #[test]
    fn modifiers_are_compared_as_postgresql_prints_them() {
        let of = |sql: &str| modifiers(&DataType::new(sql));
        assert_eq!(of("numeric(10, 2)"), of("numeric(10,2)"));
        assert_eq!(of("timestamp(3) with time zone"), "3");
        assert_eq!(of("text"), "");
    }
}
