//! Keys of indexes, as in `CREATE INDEX`; exclusion constraints and partition keys are written with them too.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, Lit, LitStr, Token};

use super::Entry;
use super::value::literal;
use crate::ast::{ExclusionElement, IndexKey, KeyPart, Text};
use crate::context::Context;

impl Entry {
    /// `key(a, b desc)`.
    pub(super) fn index_keys(&self, context: &Context, example: &str) -> Option<Vec<IndexKey>> {
        self.parse_list(context, example)
    }

    /// `key(a with "=")`.
    pub(super) fn elements(&self, context: &Context, example: &str) -> Option<Vec<ExclusionElement>> {
        self.parse_list(context, example)
    }

    fn parse_list<T: Parse>(&self, context: &Context, example: &str) -> Option<Vec<T>> {
        let group = self.group(context, example)?;
        match Punctuated::<T, Token![,]>::parse_terminated.parse2(group.stream()) {
            Ok(keys) => Some(keys.into_iter().collect()),
            Err(error) => {
                context.syn(error);
                None
            }
        }
    }
}

/// `field | "expression" [collate "c"] [operator_class | "operator class"] [asc | desc] [nulls first | nulls last]
/// [statistics number]`.
impl Parse for IndexKey {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = index_key(input)?;
        if !input.is_empty() && !input.peek(Token![,]) {
            let message = "a key of an index is `field`, then any of `collate \"…\"`, an operator class (`…_ops`, or in \
                           quotes), `asc` or `desc`, `nulls first` or `nulls last`, in this order";
            return Err(input.error(message));
        }
        Ok(key)
    }
}

/// A key of an index, then `with "operator"`.
impl Parse for ExclusionElement {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let start = input.span();
        let key = index_key(input)?;
        let message = "an element of an exclusion constraint is a key as of an index, then its operator: `room with \"=\"`";
        let found = word(input, "with");
        let operator = found.then(|| input.parse::<LitStr>()).transpose()?;
        let Some(operator) = operator.filter(|_| input.is_empty() || input.peek(Token![,])) else {
            return Err(syn::Error::new(start, message));
        };
        Ok(Self { key, operator: literal(&operator)? })
    }
}

fn index_key(input: ParseStream<'_>) -> syn::Result<IndexKey> {
    let part = if input.peek(LitStr) {
        KeyPart::Expression(literal(&input.parse()?)?)
    } else {
        let message = "expected a field of the struct, or an SQL expression as a string";
        KeyPart::Field(input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), message))?)
    };
    let collation = if word(input, "collate") { Some(literal(&input.parse()?)?) } else { None };
    let operator_class = operator_class(input)?;
    let descending = !word(input, "asc") && word(input, "desc");
    let nulls_first = nulls_first(input)?;
    let statistics = if word(input, "statistics") { Some(statistics(input)?) } else { None };
    Ok(IndexKey { part, collation, operator_class, descending, nulls_first, statistics })
}

/// Takes the identifier `word` if it is next.
fn word(input: ParseStream<'_>, word: &str) -> bool {
    let found = next(input).is_some_and(|ident| ident == word);
    found && input.call(Ident::parse_any).is_ok()
}

fn next(input: ParseStream<'_>) -> Option<Ident> {
    input.fork().call(Ident::parse_any).ok()
}

/// `text_pattern_ops`, `gist_trgm_ops(siglen = 32)`, or any in quotes.
fn operator_class(input: ParseStream<'_>) -> syn::Result<Option<Text>> {
    let mut name = if input.peek(LitStr) {
        literal(&input.parse()?)?
    } else {
        match next(input) {
            Some(ident) if ident.to_string().ends_with("_ops") => {
                input.call(Ident::parse_any)?;
                Text { value: ident.to_string(), span: ident.span() }
            }
            _ => return Ok(None),
        }
    };
    if input.peek(syn::token::Paren) {
        let parameters;
        syn::parenthesized!(parameters in input);
        let parameters =
            Punctuated::<Text, Token![,]>::parse_terminated_with(&parameters, operator_parameter)?;
        let parameters: Vec<String> = parameters.into_iter().map(|text| text.value).collect();
        name.value = format!("{} ({})", name.value, parameters.join(", "));
    }
    Ok(Some(name))
}

/// `name = value`, as SQL: the value is a literal in quotes.
fn operator_parameter(input: ParseStream<'_>) -> syn::Result<Text> {
    let message = "a parameter of an operator class is `name = value`";
    let name = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), message))?;
    input.parse::<Token![=]>()?;
    let value = match input.parse::<Lit>()? {
        Lit::Str(text) => text.value(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        Lit::Float(number) => number.base10_digits().to_owned(),
        Lit::Bool(word) => word.value.to_string(),
        other => return Err(syn::Error::new(other.span(), "expected a string, a number or a boolean")),
    };
    let value = value.replace('\'', "''");
    Ok(Text { value: format!("{}='{value}'", name.unraw()), span: name.span() })
}

fn statistics(input: ParseStream<'_>) -> syn::Result<i32> {
    let literal: syn::LitInt = input.parse()?;
    let number = literal.base10_parse::<i32>()?;
    if number > 10_000 {
        return Err(syn::Error::new(literal.span(), "`statistics` is from 0 to 10000"));
    }
    Ok(number)
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
