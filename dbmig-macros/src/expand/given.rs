//! SQL types that the user names: what the compiler compares where a foreign key joins two columns.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::private;

/// The SQL type `sql` without modifiers, under the name that the Rust type of the same SQL type has: `type = "int8"` agrees
/// with `i64`.
pub(super) fn sql(sql: &str) -> TokenStream {
    let private = private();
    let plain = plain(sql);
    let name = plain.trim_end_matches("[]");
    let arrays = Literal::usize_unsuffixed((plain.len() - name.len()) / 2);
    let name = canonical(name);
    quote!(#private::Sql { name: #name, arrays: #arrays })
}

/// Lower case outside quotes, single spaces, no modifiers: a `varchar(20)` may reference a `varchar(30)`.
fn plain(sql: &str) -> String {
    let (mut out, mut depth, mut quoted) = (String::new(), 0_usize, false);
    for character in sql.chars() {
        match character {
            '"' if depth == 0 => {
                quoted = !quoted;
                out.push('"');
            }
            other if quoted => out.push(other),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            other => out.push(other.to_ascii_lowercase()),
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ").replace(" [", "[")
}

/// The name that PostgreSQL prints; `character varying` is as good as `text`, since PostgreSQL compares them so.
fn canonical(plain: &str) -> &str {
    match plain {
        "bool" => "boolean",
        "int2" => "smallint",
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "float4" => "real",
        "float" | "float8" => "double precision",
        "decimal" => "numeric",
        "varchar" | "character varying" => "text",
        "char" | "bpchar" => "character",
        "varbit" => "bit varying",
        "timestamp" => "timestamp without time zone",
        "timestamptz" => "timestamp with time zone",
        "time" => "time without time zone",
        "timetz" => "time with time zone",
        other => other,
    }
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
            ("numeric(10, 2)[][]", "decimal[][]"),
        ] {
            assert_eq!(sql(one).to_string(), sql(other).to_string(), "{one} {other}");
        }
    }

    #[test]
    fn quoted_names_keep_their_case() {
        assert_ne!(sql("\"Mood (x)\"").to_string(), sql("\"mood (x)\"").to_string());
        assert_ne!(sql("ltree").to_string(), sql("hstore").to_string());
    }
}
