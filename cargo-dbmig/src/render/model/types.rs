//! Rust types for SQL types: those that the documentation of `SqlType` lists, as far as the models' package has them.

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::manifest::TYPE_TABLE;
use proc_macro2::TokenStream;
use quote::quote;

/// The Rust types that models may have: of the standard library, of dbmig, and of the crates that their package depends on
/// with the feature of `dbmig-runtime`.
#[derive(Clone, Debug)]
pub struct TypeCrates {
    /// By SQL type.
    types: BTreeMap<&'static str, String>,
    /// The package's dependencies, as Rust calls them.
    crates: BTreeSet<String>,
}

/// A field's type.
pub(super) struct FieldType {
    pub(super) tokens: TokenStream,
    /// The SQL type for `type = "…"`, where the Rust type doesn't say it.
    pub(super) sql: Option<String>,
    /// True if it is one of `dbmig_runtime::types`.
    pub(super) is_of_room: bool,
}

/// A crate with types that columns could have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lacking {
    /// The crate.
    pub name: String,
    /// The feature of `dbmig-runtime` for it.
    pub feature: &'static str,
}

/// A row of the table in the documentation.
struct Row {
    rust: String,
    sql: &'static str,
    features: Vec<&'static str>,
}

impl TypeCrates {
    /// Those of a package with these dependencies, each with its features.
    pub fn of(dependencies: &BTreeMap<String, Vec<String>>) -> Self {
        let crates: BTreeSet<String> = dependencies.keys().map(|name| name.replace('-', "_")).collect();
        let features = dependencies.get("dbmig-runtime").map(Vec::as_slice).unwrap_or_default();
        let rows = rows().filter(|row| {
            row.features.iter().all(|feature| features.iter().any(|known| known == feature))
                && roots(&row.rust).all(|root| crates.contains(root))
        });
        let mut rows: Vec<Row> = rows.collect();
        // A crate that somebody chose knows more than the standard library, and that is better known than dbmig.
        rows.sort_by_key(|row| row.features.is_empty());
        let mut types = BTreeMap::new();
        for row in rows {
            types.entry(row.sql).or_insert(row.rust);
        }
        Self { types, crates }
    }

    /// The names of crates, which a module in a list of `use` can't have.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.crates.iter().map(String::as_str)
    }

    /// The type for a column of the SQL type `sql`; `own` knows the types that are declared beside it.
    pub(super) fn field(&self, sql: &str, own: impl Fn(&str) -> Option<TokenStream>) -> FieldType {
        let element = sql.trim_end_matches("[]");
        let arrays = sql.get(element.len()..).unwrap_or_default();
        let (mut tokens, mut is_of_room, mut is_said) = (quote!(String), false, false);
        let (base, modifiers) = parts(element);
        if let Some(own) = own(element) {
            (tokens, is_said) = (own, true);
        } else if let Some((rust, exact)) = self.rust(&base, modifiers) {
            tokens = rust.parse().unwrap_or(tokens);
            (is_said, is_of_room) = (exact, rust.starts_with("types::"));
        }
        // PostgreSQL prints an array of arrays as an array.
        let is_said = is_said && arrays.len() <= 2;
        for _ in 0..arrays.len() / 2 {
            tokens = quote!(Vec<#tokens>);
        }
        let sql = (!is_said).then(|| format!("{}{arrays}", short(element, &base, modifiers)));
        FieldType { tokens, sql, is_of_room }
    }

    /// The crate that has a type for `sql`, where none is known; with the feature of `dbmig-runtime`.
    pub(super) fn lacking(&self, sql: &str) -> Option<Lacking> {
        let (base, modifiers) = parts(sql.trim_end_matches("[]"));
        if self.rust(&base, modifiers).is_some() {
            return None;
        }
        let row = rows().find(|row| row.sql == base && !row.features.is_empty())?;
        let name = roots(&row.rust).next()?.to_owned();
        Some(Lacking { name, feature: row.features.first()? })
    }

    /// The Rust type for an SQL type, and whether it says the whole of that.
    fn rust(&self, base: &str, modifiers: &str) -> Option<(&str, bool)> {
        let has_values = self.types.get("jsonb").is_some_and(|rust| rust.starts_with("serde_json"));
        let near = match base {
            "character varying" | "character" | "bpchar" => Some("text"),
            "bit" if modifiers != "(1)" => Some("bit varying"),
            "json" if has_values => Some("jsonb"),
            "timestamp without time zone" if !self.types.contains_key(base) => {
                Some("timestamp with time zone")
            }
            _ => None,
        };
        let in_schema =
            base.split_once('.').map(|(_, name)| name).filter(|name| OF_EXTENSIONS.contains(name));
        let near = near.or(in_schema);
        let is_exact = near.is_none() && (modifiers.is_empty() || base == "bit");
        Some((self.types.get(near.unwrap_or(base))?, is_exact))
    }
}

/// Types of extensions, which may be in any schema.
const OF_EXTENSIONS: &[&str] = &["citext", "hstore", "ltree", "lquery", "ltxtquery", "vector", "sparsevec"];

/// The rows with a type that a field can have, generic arguments chosen.
fn rows() -> impl Iterator<Item = Row> {
    /// No type of a field's, or of a taste of its own.
    const LEFT_OUT: &[&str] = &["str", "smol_str::SmolStr", "postgres_types::Json<T>"];
    let cell = |cell: &'static str| cell.split('`').nth(1);
    TYPE_TABLE.lines().filter_map(move |line| {
        let mut cells = line.trim_matches('|').split(" |");
        let (rust, sql) = (cell(cells.next()?)?, cell(cells.next()?)?);
        let features = cells.next()?.split('`').skip(1).step_by(2).collect();
        let rust_with_arguments = rust.replace("<Tz>", "<chrono::Utc>").replace(", S>", ">");
        (!LEFT_OUT.contains(&rust)).then_some(Row { rust: rust_with_arguments, sql, features })
    })
}

/// The crates that a type's path goes through.
fn roots(rust: &str) -> impl Iterator<Item = &str> {
    let paths = rust.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':'));
    let roots = paths.filter_map(|path| path.split_once("::")).map(|(root, _)| root);
    roots.filter(|root| !matches!(*root, "std" | "types"))
}

/// An SQL type without its modifiers, and those: `timestamp(3) with time zone`, `interval day to second`.
pub(super) fn parts(sql: &str) -> (String, &str) {
    if sql.starts_with("interval ") {
        return ("interval".to_owned(), sql.trim_start_matches("interval"));
    }
    let is_quoted = sql.contains('"');
    match (sql.find('('), sql.find(')')) {
        (Some(start), Some(end)) if !is_quoted && start < end => {
            let (before, after) = (sql.get(..start), sql.get(end + 1..));
            let base = format!("{}{}", before.unwrap_or_default(), after.unwrap_or_default());
            (base, sql.get(start..=end).unwrap_or_default())
        }
        _ => (sql.to_owned(), ""),
    }
}

/// An SQL type as people write it.
fn short(sql: &str, base: &str, modifiers: &str) -> String {
    let word = match base {
        "character varying" => "varchar",
        "character" => "char",
        "bit varying" => "varbit",
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamptz",
        "time without time zone" => "time",
        "time with time zone" => "timetz",
        _ => return sql.to_owned(),
    };
    format!("{word}{modifiers}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(crates: &[(&str, &str)]) -> TypeCrates {
        let features = crates.iter().map(|(_, feature)| (*feature).to_owned()).collect();
        let runtime = ("dbmig-runtime".to_owned(), features);
        TypeCrates::of(
            &crates.iter().map(|(name, _)| ((*name).to_owned(), Vec::new())).chain([runtime]).collect(),
        )
    }

    #[test]
    fn crates_that_are_lacking_are_known() {
        let lacking = |crates: &TypeCrates, sql| crates.lacking(sql).map(|it| (it.name, it.feature));
        let (none, chrono) = (with(&[]), with(&[("chrono", "with-chrono-0_4")]));
        for (sql, expected) in [
            ("numeric(10,2)[]", Some(("rust_decimal".to_owned(), "with-rust_decimal-1"))),
            ("date", Some(("chrono".to_owned(), "with-chrono-0_4"))),
            ("timestamp without time zone", None),
            ("text", None),
            ("mood", None),
        ] {
            assert_eq!(lacking(&none, sql), expected, "{sql}");
        }
        assert_eq!(lacking(&chrono, "date"), None);
    }

    #[test]
    fn fields_have_the_type_of_the_column() {
        let all = with(&[
            ("chrono", "with-chrono-0_4"),
            ("time", "with-time-0_3"),
            ("rust_decimal", "with-rust_decimal-1"),
            ("serde_json", "with-serde_json-1"),
            ("uuid", "with-uuid-1"),
            ("cidr", "with-cidr-0_3"),
            ("bit-vec", "with-bit-vec-0_8"),
            ("pgvector", "with-pgvector-0_4"),
        ]);
        let none = with(&[]);
        let own = |sql: &str| (sql == "mood").then(|| quote!(Mood));
        for (crates, sql, tokens, written) in [
            (&none, "bigint", "i64", None),
            (&none, "text[]", "Vec < String >", None),
            (&none, "bytea[]", "Vec < Vec < u8 > >", None),
            (&none, "mood[]", "Vec < Mood >", None),
            (&none, "uuid", "String", Some("uuid")),
            (&none, "inet", "std :: net :: IpAddr", None),
            (&none, "date", "String", Some("date")),
            (&none, "timestamp without time zone", "std :: time :: SystemTime", Some("timestamp")),
            (&none, "json", "types :: JsonText", None),
            (&none, "int4range[]", "Vec < types :: Range < i32 > >", None),
            (&none, "interval(3)", "types :: Interval", Some("interval(3)")),
            (&none, "interval year to month", "types :: Interval", Some("interval year to month")),
            (&none, "bit(1)", "types :: Bit", None),
            (&none, "bit(8)", "types :: BitString", Some("bit(8)")),
            (&none, "\"char\"", "types :: Char", None),
            (&none, "hstore", "std :: collections :: HashMap < String , Option < String > >", None),
            (&none, "character varying", "String", Some("varchar")),
            (&none, "character(2)[]", "Vec < String >", Some("char(2)[]")),
            (&none, "audit.\"odd (1)\"", "String", Some("audit.\"odd (1)\"")),
            (&none, "extensions.citext[]", "Vec < types :: CiText >", Some("extensions.citext[]")),
            (&all, "uuid", "uuid :: Uuid", None),
            (&all, "inet", "cidr :: IpInet", None),
            (&all, "json", "serde_json :: Value", Some("json")),
            (&all, "vector(3)", "pgvector :: Vector", Some("vector(3)")),
            (&all, "bit varying(5)", "bit_vec :: BitVec", Some("varbit(5)")),
            (&all, "numeric(10,2)", "rust_decimal :: Decimal", Some("numeric(10,2)")),
            (&all, "tstzrange", "types :: Range < chrono :: DateTime < chrono :: Utc > >", None),
            (
                &all,
                "timestamp(3) with time zone[]",
                "Vec < chrono :: DateTime < chrono :: Utc > >",
                Some("timestamptz(3)[]"),
            ),
        ] {
            let field = crates.field(sql, own);
            let found = field.tokens.to_string().replace(' ', "");
            assert_eq!((found, field.sql.as_deref()), (tokens.replace(' ', ""), written), "{sql}");
        }
    }
}
