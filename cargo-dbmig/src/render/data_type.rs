//! Column types, by the functions of `dbmig_runtime::op` where there is one.

use dbmig_runtime::catalog::DataType;
use dbmig_runtime::op::{self, TYPE_FUNCTIONS};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::literal::text;

pub(super) fn data_type(data_type: &DataType) -> TokenStream {
    named(data_type.as_sql()).unwrap_or_else(|| {
        let sql = text(data_type.as_sql());
        quote!(sql_type(#sql))
    })
}

fn named(sql: &str) -> Option<TokenStream> {
    if let Some(element) = sql.strip_suffix("[]") {
        return named(element).map(|element| quote!(#element.array()));
    }
    if let Some((function, _)) = TYPE_FUNCTIONS.iter().find(|(_, known)| *known == sql) {
        let function = Ident::new(function, Span::call_site());
        return Some(quote!(#function()));
    }
    varchar(sql).or_else(|| numeric(sql))
}

fn varchar(sql: &str) -> Option<TokenStream> {
    let length: u32 = arguments(sql, "character varying")?.parse().ok()?;
    let literal = Literal::u32_unsuffixed(length);
    (op::varchar(length).as_sql() == sql).then(|| quote!(varchar(#literal)))
}

fn numeric(sql: &str) -> Option<TokenStream> {
    let (precision, scale) = arguments(sql, "numeric")?.split_once(',')?;
    let (precision, scale): (u32, i32) = (precision.parse().ok()?, scale.parse().ok()?);
    let literals = (Literal::u32_unsuffixed(precision), Literal::i32_unsuffixed(scale));
    let (p, s) = literals;
    (op::numeric(precision, scale).as_sql() == sql).then(|| quote!(numeric(#p, #s)))
}

fn arguments<'a>(sql: &'a str, function: &str) -> Option<&'a str> {
    sql.strip_prefix(function)?.strip_prefix('(')?.strip_suffix(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        for (sql, source) in [
            ("bigint", "bigint ()"),
            ("timestamp with time zone", "timestamptz ()"),
            ("character varying", "any_varchar ()"),
            ("character varying(320)", "varchar (320)"),
            ("character varying(007)", "sql_type (\"character varying(007)\")"),
            ("numeric(10,2)", "numeric (10 , 2)"),
            ("numeric(3,-2)", "numeric (3 , - 2)"),
            ("text[]", "text () . array ()"),
            ("text[][]", "text () . array () . array ()"),
            ("audit.level[]", "sql_type (\"audit.level[]\")"),
            ("\"odd type\"", "sql_type (r#\"\"odd type\"\"#)"),
        ] {
            assert_eq!(data_type(&DataType::new(sql)).to_string(), source);
        }
    }
}
