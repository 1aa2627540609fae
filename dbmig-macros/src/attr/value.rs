//! What the values of entries are: lists, numbers, words of a choice, parameters.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, Lit, LitStr, Path, Token};

use super::Entry;
use super::entry::{Value, entries_of, text};
use crate::ast::{Physical, Text};
use crate::context::Context;

impl Entry {
    /// `key(a, b)`: fields, by name.
    pub(crate) fn fields(&self, context: &Context) -> Option<Vec<Ident>> {
        let key = &self.key;
        let advice = format!("`{key}` takes fields of the struct: `{key}(a, b)`");
        self.list(context, "a, b", &advice, Ident::parse_any)
    }

    /// `key(A, b::C)`: structs.
    pub(crate) fn paths(&self, context: &Context) -> Option<Vec<Path>> {
        let key = &self.key;
        let advice = format!("`{key}` takes structs of tables: `{key}(Parent)`");
        self.list(context, "Parent", &advice, Path::parse_mod_style)
    }

    /// `key("a", b)`: names, in quotes where they are no Rust names.
    pub(crate) fn names(&self, context: &Context) -> Option<Vec<Text>> {
        let key = &self.key;
        let advice = format!("`{key}` takes names: `{key}(\"app\", \"public\")`");
        self.list(context, "\"app\"", &advice, name)
    }

    /// `key(name = value)`: parameters of PostgreSQL, each as `name=value`.
    pub(crate) fn parameters(&self, context: &Context) -> Option<Vec<Text>> {
        let key = &self.key;
        let advice = format!(
            "`{key}` takes parameters: `{key}(fillfactor = 70, \"toast.autovacuum_enabled\" = false)`"
        );
        self.list(context, "fillfactor = 70", &advice, parameter)
    }

    /// The entries in the entry's parentheses.
    pub(crate) fn entries(&self, context: &Context, example: &str) -> Option<Vec<Self>> {
        Some(entries_of(context, self.group(context, example)?.stream()))
    }

    /// The value as a whole number.
    pub(crate) fn number(&self, context: &Context) -> Option<i64> {
        let key = &self.key;
        let number = match self.literal() {
            Some(Lit::Int(literal)) => literal.base10_parse().ok(),
            _ => None,
        };
        if number.is_none() {
            context.error_at(self.shown(), format!("`{key}` takes a whole number: `{key} = 100`"));
        }
        number
    }

    /// The value as a whole number that PostgreSQL keeps as `integer`.
    pub(crate) fn small_number(&self, context: &Context) -> Option<i32> {
        let number = self.number(context)?;
        let small = i32::try_from(number).ok().filter(|number| (-1..=10_000).contains(number));
        if small.is_none() {
            context.error_at(self.shown(), format!("`{}` is from 0 to 10000", self.key));
        }
        small
    }

    /// The value as one of the words of `choices`, in any case, with what it stands for.
    pub(crate) fn choice<T: Copy>(&self, context: &Context, choices: &[(&str, T)]) -> Option<(T, Span)> {
        let text = self.text(context)?;
        let found = choices.iter().find(|(word, _)| text.value.eq_ignore_ascii_case(word));
        if found.is_none() {
            let words: Vec<String> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            let words = match words.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
                _ => words.concat(),
            };
            context.error_at(self.shown(), format!("`{}` is {words}", self.key));
        }
        found.map(|(_, value)| (*value, text.span))
    }

    /// True for an entry without a value, which then stands for the default.
    pub(crate) fn is_flag(&self) -> bool {
        matches!(self.value, Value::Flag)
    }

    /// True for an entry with parentheses.
    pub(crate) fn is_group(&self) -> bool {
        matches!(self.value, Value::Group(_))
    }

    fn list<T>(
        &self,
        context: &Context,
        example: &str,
        advice: &str,
        item: fn(ParseStream<'_>) -> syn::Result<T>,
    ) -> Option<Vec<T>> {
        let group = self.group(context, example)?;
        let parser = |input: ParseStream<'_>| Punctuated::<T, Token![,]>::parse_terminated_with(input, item);
        match parser.parse2(group.stream()) {
            Ok(items) => Some(items.into_iter().collect()),
            Err(_) => {
                context.error_at(group.stream(), advice);
                None
            }
        }
    }
}

impl Physical {
    /// Takes an entry about storage; false if it is about something else.
    pub(crate) fn entry(&mut self, context: &Context, entry: &Entry) -> bool {
        match entry.key.to_string().as_str() {
            "with" => super::set(context, &mut self.parameters, &entry.key, entry.parameters(context)),
            "tablespace" => super::set(context, &mut self.tablespace, &entry.key, entry.text(context)),
            _ => return false,
        }
        true
    }
}

fn name(input: ParseStream<'_>) -> syn::Result<Text> {
    if input.peek(LitStr) {
        return literal(&input.parse()?);
    }
    let ident = input.call(Ident::parse_any)?;
    Ok(Text { value: ident.unraw().to_string(), span: ident.span() })
}

fn parameter(input: ParseStream<'_>) -> syn::Result<Text> {
    let mut name = name(input)?;
    while input.parse::<Option<Token![.]>>()?.is_some() {
        name.value = format!("{}.{}", name.value, input.call(Ident::parse_any)?);
    }
    input.parse::<Token![=]>()?;
    let value = match input.parse::<ParameterValue>()? {
        ParameterValue::Word(word) => word.to_string(),
        ParameterValue::Literal(Lit::Str(literal)) => literal.value(),
        ParameterValue::Literal(Lit::Int(literal)) => literal.base10_digits().to_owned(),
        ParameterValue::Literal(Lit::Float(literal)) => literal.base10_digits().to_owned(),
        ParameterValue::Literal(Lit::Bool(literal)) => literal.value.to_string(),
        ParameterValue::Literal(other) => return Err(syn::Error::new(other.span(), "no value")),
    };
    Ok(Text { value: format!("{}={value}", name.value), span: name.span })
}

enum ParameterValue {
    Literal(Lit),
    Word(Ident),
}

impl Parse for ParameterValue {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let literal = input.peek(Lit) || input.peek(Token![-]);
        if literal { input.parse().map(Self::Literal) } else { input.call(Ident::parse_any).map(Self::Word) }
    }
}

/// A string literal inside a list.
pub(crate) fn literal(literal: &LitStr) -> syn::Result<Text> {
    let value = literal.value();
    if value.is_empty() || value.contains('\0') {
        return Err(syn::Error::new(literal.span(), "this text is empty or holds a NUL character"));
    }
    Ok(Text { value, span: literal.span() })
}

/// The doc comments among attributes, as one text.
pub(crate) fn doc_comment(context: &Context, attributes: &[syn::Attribute]) -> Option<Text> {
    let mut lines: Vec<(String, Span)> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let syn::Meta::NameValue(meta) = &attribute.meta else { continue };
        let Ok(literal) = syn::parse2::<LitStr>(quote::ToTokens::to_token_stream(&meta.value)) else {
            continue;
        };
        let value = literal.value();
        for line in value.split('\n') {
            lines.push((line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned(), literal.span()));
        }
    }
    let span = lines.iter().find(|(line, _)| !line.is_empty())?.1;
    let text: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
    let text = text.join("\n");
    let key = Ident::new("comment", Span::call_site());
    self::text(context, &key, &LitStr::new(text.trim(), span))
}
