//! Defaults as people write them.

use dbmig_runtime::catalog::{DataType, Token, TokenKind, tokens};
use proc_macro2::TokenStream;
use quote::quote;

use super::entry::{Entries, is_decimal, is_whole, word};

/// `default = …` of a column or domain of this type.
pub(super) fn default(entries: &mut Entries, expression: Option<&str>, data_type: &DataType) {
    let Some(expression) = expression else { return };
    let written = written(expression, data_type);
    match number_or_boolean(&written) {
        Some(value) => entries.push(quote!(default = #value)),
        None => entries.text("default", Some(&written)),
    }
}

/// A literal without the cast that PostgreSQL prints behind it, where the column's type says the same.
fn written(expression: &str, data_type: &DataType) -> String {
    let all = tokens(expression);
    let [literal, cast, rest @ ..] = all.as_slice() else { return expression.to_owned() };
    if literal.kind != TokenKind::Literal || cast.text != "::" {
        return expression.to_owned();
    }
    let ty: String = rest.iter().map(|token| token.text).collect();
    negative_number(literal, &ty).unwrap_or_else(|| {
        let is_same = ty == plain(data_type.as_sql());
        if is_same { literal.text.to_owned() } else { expression.to_owned() }
    })
}

/// `-1` for `'-1'::integer`, which PostgreSQL makes of it.
fn negative_number(literal: &Token<'_>, ty: &str) -> Option<String> {
    let value = literal.literal()?;
    let digits = value.strip_prefix('-')?;
    let fits = match ty {
        "integer" => digits.parse::<i32>().is_ok(),
        "bigint" => digits.parse::<i64>().is_ok() && digits.parse::<i32>().is_err(),
        "numeric" => is_decimal(digits),
        _ => false,
    };
    (fits && !digits.starts_with('+')).then_some(value)
}

/// The type as a cast to it is printed: without its modifiers.
fn plain(sql: &str) -> String {
    let (base, _) = super::types::parts(sql.trim_end_matches("[]"));
    let arrays = sql.trim_start_matches(|c| c != '[');
    let base = if base == "character" { "bpchar".to_owned() } else { base };
    format!("{base}{arrays}")
}

fn number_or_boolean(sql: &str) -> Option<TokenStream> {
    let is_plain = matches!(sql, "true" | "false") || is_whole(sql) || is_decimal(sql);
    is_plain.then(|| word(sql))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_short() {
        for (expression, data_type, expected) in [
            ("0", "integer", "default = 0"),
            ("0.00", "numeric(10,2)", "default = 0.00"),
            ("true", "boolean", "default = true"),
            ("now()", "timestamp with time zone", "default = \"now()\""),
            ("'free'::plan", "plan", "default = \"'free'\""),
            ("'it''s'::character varying", "character varying(20)", "default = \"'it''s'\""),
            ("'x'::bpchar", "character(1)", "default = \"'x'\""),
            ("'{}'::text[]", "text[]", "default = \"'{}'\""),
            ("'x'::text", "character varying", "default = \"'x'::text\""),
            ("'-1'::integer", "bigint", "default = \"-1\""),
            ("'-1'::bigint", "bigint", "default = \"'-1'\""),
            ("'-2147483649'::bigint", "bigint", "default = \"-2147483649\""),
            ("'-0.5'::numeric", "numeric", "default = \"-0.5\""),
            ("'a'::text || 'b'::text", "text", "default = \"'a'::text || 'b'::text\""),
            (
                "'2020-01-01 00:00:00'::timestamp without time zone",
                "timestamp(3) without time zone",
                "default = \"'2020-01-01 00:00:00'\"",
            ),
        ] {
            let mut entries = Entries::default();
            default(&mut entries, Some(expression), &DataType::new(data_type));
            assert_eq!(
                entries.attribute("column").to_string(),
                format!("# [column ({expected})]"),
                "{expression}"
            );
        }
    }
}
