//! `#[index(…)]`.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Token};

use super::constraint::span;
use super::{Entry, entries, set};
use crate::ast::{Index, IndexKey, KeyPart, Text};
use crate::context::Context;

const KEYS: &[&str] =
    &["name", "columns", "unique", "where", "using", "include", "nulls_not_distinct", "comment"];
const COLUMNS: &str = "a, b desc nulls last";

/// The indexes of the struct.
pub(crate) fn indexes(context: &Context, attributes: &[Attribute]) -> Vec<Index> {
    let attributes = attributes.iter().filter(|attribute| attribute.path().is_ident("index"));
    attributes.filter_map(|attribute| index(context, attribute)).collect()
}

fn index(context: &Context, attribute: &Attribute) -> Option<Index> {
    let (mut name, mut keys, mut include, mut comment) = (None, None, None, None);
    let (mut unique, mut predicate, mut method, mut nulls_not_distinct) = (None, None, None, None);
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "columns" => set(context, &mut keys, key, key_list(context, &entry)),
            "unique" => set(context, &mut unique, key, entry.flag(context)),
            "where" => set(context, &mut predicate, key, entry.text(context)),
            "using" => set(context, &mut method, key, entry.text(context)),
            "include" => set(context, &mut include, key, field_list(context, &entry)),
            "nulls_not_distinct" => set(context, &mut nulls_not_distinct, key, entry.flag(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            _ => entry.unknown(context, "index", KEYS),
        }
    }
    let Some(keys) = keys else {
        if before == context.count() {
            context.error_at(
                &attribute.meta,
                format!("an index needs its columns: `#[index(columns({COLUMNS}))]`"),
            );
        }
        return None;
    };
    let (unique, nulls_not_distinct) = (unique.is_some(), nulls_not_distinct);
    let include = include.unwrap_or_default();
    Some(Index {
        span: span(attribute),
        name,
        keys,
        unique,
        predicate,
        method,
        include,
        nulls_not_distinct,
        comment,
    })
}

/// `key(a, b)`: fields, by name.
pub(crate) fn field_list(context: &Context, entry: &Entry) -> Option<Vec<Ident>> {
    let group = entry.group(context, "a, b")?;
    let parser = |input: ParseStream<'_>| {
        Punctuated::<Ident, Token![,]>::parse_terminated_with(input, Ident::parse_any)
    };
    match parser.parse2(group.stream()) {
        Ok(fields) => Some(fields.into_iter().collect()),
        Err(_) => {
            let key = &entry.key;
            context.error_at(group.stream(), format!("`{key}` takes fields of the struct: `{key}(a, b)`"));
            None
        }
    }
}

fn key_list(context: &Context, entry: &Entry) -> Option<Vec<IndexKey>> {
    let group = entry.group(context, COLUMNS)?;
    match Punctuated::<IndexKey, Token![,]>::parse_terminated.parse2(group.stream()) {
        Ok(keys) => Some(keys.into_iter().collect()),
        Err(error) => {
            context.syn(error);
            None
        }
    }
}

/// `field | "expression" [collate "c"] [operator_class | "operator class"] [asc | desc] [nulls first | nulls last]`, as in
/// `CREATE INDEX`.
impl Parse for IndexKey {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let part = if input.peek(LitStr) {
            KeyPart::Expression(text(&input.parse()?)?)
        } else {
            let message = "expected a field of the struct, or an SQL expression as a string";
            KeyPart::Field(
                input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), message))?,
            )
        };
        let collation = if word(input, "collate") { Some(text(&input.parse()?)?) } else { None };
        let operator_class = operator_class(input)?;
        let descending = !word(input, "asc") && word(input, "desc");
        let nulls_first = nulls_first(input)?;
        if !input.is_empty() && !input.peek(Token![,]) {
            let message = "a key of an index is `field`, then any of `collate \"…\"`, an operator class (`…_ops`, or in \
                           quotes), `asc` or `desc`, `nulls first` or `nulls last`, in this order";
            return Err(input.error(message));
        }
        Ok(Self { part, collation, operator_class, descending, nulls_first })
    }
}

fn text(literal: &LitStr) -> syn::Result<Text> {
    let value = literal.value();
    if value.is_empty() || value.contains('\0') {
        return Err(syn::Error::new(literal.span(), "this text is empty or holds a NUL character"));
    }
    Ok(Text { value, span: literal.span() })
}

/// Takes the identifier `word` if it is next.
fn word(input: ParseStream<'_>, word: &str) -> bool {
    let found = next(input).is_some_and(|ident| ident == word);
    found && input.call(Ident::parse_any).is_ok()
}

fn next(input: ParseStream<'_>) -> Option<Ident> {
    input.fork().call(Ident::parse_any).ok()
}

fn operator_class(input: ParseStream<'_>) -> syn::Result<Option<String>> {
    if input.peek(LitStr) {
        return Ok(Some(text(&input.parse()?)?.value));
    }
    match next(input) {
        Some(ident) if ident.to_string().ends_with("_ops") => {
            Ok(Some(input.call(Ident::parse_any)?.to_string()))
        }
        _ => Ok(None),
    }
}

fn nulls_first(input: ParseStream<'_>) -> syn::Result<Option<bool>> {
    let Some(nulls) = next(input).filter(|_| word(input, "nulls")) else { return Ok(None) };
    if word(input, "first") {
        Ok(Some(true))
    } else if word(input, "last") {
        Ok(Some(false))
    } else {
        Err(syn::Error::new(nulls.span(), "expected `first` or `last` after `nulls`"))
    }
}
