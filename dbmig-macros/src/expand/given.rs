//! SQL types that the user names: what stands for them where foreign keys are compared.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::hash::hash;
use super::private;

/// The marker of the SQL type `sql`: the one of the Rust type that has it, so that `type = "bigint"` agrees with `i64`.
pub(super) fn marker(sql: &str) -> TokenStream {
    let private = private();
    let plain = normalised(sql);
    if let Some(element) = plain.strip_suffix("[]") {
        let element = marker(element);
        return quote!(#private::Array<#element>);
    }
    match known(&plain) {
        Some(name) => {
            let name = format_ident!("{name}");
            quote!(#private::markers::#name)
        }
        None => {
            let hash = hash(&plain);
            quote!(#private::Custom<#hash>)
        }
    }
}

/// Lower case outside quotes, single spaces, no modifiers: a `varchar(20)` may reference a `varchar(30)`.
fn normalised(sql: &str) -> String {
    let (mut out, mut depth, mut quoted) = (String::new(), 0_usize, false);
    for character in sql.trim().chars() {
        match character {
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '"' => {
                quoted = !quoted;
                out.push('"');
            }
            space if !quoted && space.is_whitespace() => out.push(' '),
            other if quoted => out.push(other),
            other => out.push(other.to_ascii_lowercase()),
        }
    }
    let words: Vec<&str> = out.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").replace(" [", "[")
}

fn known(plain: &str) -> Option<&'static str> {
    Some(match plain {
        "bool" | "boolean" => "boolean",
        "int2" | "smallint" => "smallint",
        "int" | "int4" | "integer" => "integer",
        "int8" | "bigint" => "bigint",
        "float4" | "real" => "real",
        "float" | "float8" | "double precision" => "double_precision",
        "numeric" | "decimal" => "numeric",
        "text" | "varchar" | "character varying" => "text",
        "char" | "character" | "bpchar" => "character",
        "timestamp" | "timestamp without time zone" => "timestamp",
        "timestamptz" | "timestamp with time zone" => "timestamptz",
        "time" | "time without time zone" => "time",
        "timetz" | "time with time zone" => "timetz",
        "bytea" => "bytea",
        "cidr" => "cidr",
        "citext" => "citext",
        "date" => "date",
        "inet" => "inet",
        "interval" => "interval",
        "jsonb" => "jsonb",
        "oid" => "oid",
        "uuid" => "uuid",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_type_are_one() {
        for (one, other) in [
            ("varchar(320)", "TEXT"),
            ("int8", " BigInt "),
            ("timestamp (3)  with time zone", "timestamptz"),
            ("integer[]", "int []"),
            ("ltree", "LTREE"),
        ] {
            assert_eq!(marker(one).to_string(), marker(other).to_string(), "{one} {other}");
        }
    }

    #[test]
    fn quoted_names_keep_their_case() {
        assert_ne!(marker("\"Mood\"").to_string(), marker("\"mood\"").to_string());
        assert_ne!(marker("ltree").to_string(), marker("hstore").to_string());
    }
}
