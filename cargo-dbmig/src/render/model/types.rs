//! Rust types for SQL types.

use proc_macro2::TokenStream;
use quote::quote;

/// Crates whose types the models may have: those that their package depends on, with the feature of `dbmig-runtime`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypeCrates {
    /// `chrono`.
    pub chrono: bool,
    /// `rust_decimal`.
    pub rust_decimal: bool,
    /// `serde_json`.
    pub serde_json: bool,
    /// `uuid`.
    pub uuid: bool,
}

/// A field's type.
pub(super) struct FieldType {
    pub(super) tokens: TokenStream,
    /// True if it doesn't say the SQL type, so that `type = "…"` has to.
    pub(super) needs_sql: bool,
}

impl TypeCrates {
    /// The type for a column of the SQL type `sql`; `own` knows the enums that are declared beside it.
    pub(super) fn field(self, sql: &str, own: impl Fn(&str) -> Option<TokenStream>) -> FieldType {
        let element = sql.trim_end_matches("[]");
        let dimensions = (sql.len() - element.len()) / 2;
        // PostgreSQL prints an array of arrays as an array.
        let said = own(element).or_else(|| self.exact(element));
        let needs_sql = said.is_none() || dimensions > 1;
        let mut tokens = said.or_else(|| self.near(element)).unwrap_or_else(|| quote!(String));
        for _ in 0..dimensions {
            tokens = quote!(Vec<#tokens>);
        }
        FieldType { tokens, needs_sql }
    }

    /// The type that says the SQL type itself.
    fn exact(self, sql: &str) -> Option<TokenStream> {
        Some(match sql {
            "boolean" => quote!(bool),
            "smallint" => quote!(i16),
            "integer" => quote!(i32),
            "bigint" => quote!(i64),
            "real" => quote!(f32),
            "double precision" => quote!(f64),
            "text" => quote!(String),
            "bytea" => quote!(Vec<u8>),
            "inet" => quote!(std::net::IpAddr),
            "timestamp with time zone" if self.chrono => quote!(chrono::DateTime<chrono::Utc>),
            "timestamp with time zone" => quote!(std::time::SystemTime),
            "timestamp without time zone" if self.chrono => quote!(chrono::NaiveDateTime),
            "date" if self.chrono => quote!(chrono::NaiveDate),
            "time without time zone" if self.chrono => quote!(chrono::NaiveTime),
            "numeric" if self.rust_decimal => quote!(rust_decimal::Decimal),
            "jsonb" if self.serde_json => quote!(serde_json::Value),
            "uuid" if self.uuid => quote!(uuid::Uuid),
            _ => return None,
        })
    }

    /// The type for an SQL type that is a kind of another: `character varying(20)`, `numeric(10,2)`, `json`.
    fn near(self, sql: &str) -> Option<TokenStream> {
        let (start, rest) = sql.split_once('(')?;
        let end = rest.split_once(')').map(|(_, end)| end).unwrap_or_default();
        self.exact(&format!("{start}{end}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_the_type_of_the_column() {
        let all = TypeCrates { chrono: true, rust_decimal: true, serde_json: true, uuid: true };
        let none = TypeCrates::default();
        let own = |sql: &str| (sql == "mood").then(|| quote!(Mood));
        for (crates, sql, tokens, needs_sql) in [
            (none, "bigint", "i64", false),
            (none, "text[]", "Vec < String >", false),
            (none, "bytea", "Vec < u8 >", false),
            (none, "mood[]", "Vec < Mood >", false),
            (none, "uuid", "String", true),
            (all, "uuid", "uuid :: Uuid", false),
            (all, "numeric(10,2)", "rust_decimal :: Decimal", true),
            (none, "character varying(20)", "String", true),
            (all, "timestamp(3) with time zone[]", "Vec < chrono :: DateTime < chrono :: Utc > >", true),
            (all, "audit.level", "String", true),
        ] {
            let field = crates.field(sql, own);
            assert_eq!((field.tokens.to_string().as_str(), field.needs_sql), (tokens, needs_sql), "{sql}");
        }
    }
}
