//! The syntax that all attributes share: `key`, `key = value`, `key(…)`, with commas between.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::{Attribute, Lit, LitStr, Meta};

use crate::ast::Text;
use crate::context::Context;
use crate::spelling::nearest;

/// One entry of an attribute.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    /// `key`
    Flag,
    /// `key = tokens`
    Equals(TokenStream),
    /// `key(tokens)`
    Group(Group),
}

/// The entries of `#[attribute(…)]`.
pub(crate) fn entries(context: &Context, attribute: &Attribute) -> Vec<Entry> {
    match &attribute.meta {
        Meta::List(list) => entries_of(context, list.tokens.clone()),
        meta => {
            let name = meta.path().get_ident().map(Ident::to_string).unwrap_or_default();
            context.error_at(meta, format!("`{name}` takes its entries in parentheses: `#[{name}(…)]`"));
            Vec::new()
        }
    }
}

/// The entries of a list; a mistake in one doesn't hide the others.
pub(super) fn entries_of(context: &Context, tokens: TokenStream) -> Vec<Entry> {
    let mut tokens = tokens.into_iter().peekable();
    let mut entries = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(key) => entries.extend(entry(context, key, &mut tokens)),
            other => {
                context.error_at(&other, "expected the name of an entry");
                skip_to_comma(&mut tokens);
            }
        }
    }
    entries
}

fn entry(context: &Context, key: Ident, tokens: &mut Peekable<IntoIter>) -> Option<Entry> {
    let value = match tokens.peek() {
        Some(token) if is(token, '=') => {
            tokens.next();
            let value = to_comma(tokens);
            if value.is_empty() {
                context.error_at(&key, format!("`{key}` has no value: `{key} = …`"));
                return None;
            }
            return Some(Entry { key, value: Value::Equals(value) });
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            let value = Value::Group(group.clone());
            tokens.next();
            value
        }
        _ => Value::Flag,
    };
    match tokens.next() {
        None => Some(Entry { key, value }),
        Some(token) if is(&token, ',') => Some(Entry { key, value }),
        Some(token) => {
            context.error_at(&token, format!("expected a comma after `{key}`"));
            skip_to_comma(tokens);
            None
        }
    }
}

fn is(token: &TokenTree, punctuation: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == punctuation)
}

fn to_comma(tokens: &mut Peekable<IntoIter>) -> TokenStream {
    tokens.by_ref().take_while(|token| !is(token, ',')).collect()
}

fn skip_to_comma(tokens: &mut Peekable<IntoIter>) {
    to_comma(tokens);
}

/// Stores a value that an attribute may give once.
pub(crate) fn set<T>(context: &Context, slot: &mut Option<T>, key: &Ident, value: Option<T>) {
    if slot.is_some() {
        context.error_at(key, format!("`{key}` is given twice"));
    } else if value.is_some() {
        *slot = value;
    }
}

impl Entry {
    pub(crate) fn span(&self) -> Span {
        self.key.span()
    }

    /// The value as a string literal, not empty.
    pub(crate) fn text(&self, context: &Context) -> Option<Text> {
        let key = &self.key;
        let Some(Lit::Str(literal)) = self.literal() else {
            context.error_at(self.shown(), format!("`{key}` takes a string: `{key} = \"…\"`"));
            return None;
        };
        text(context, key, &literal)
    }

    /// The value as SQL: a string, or a number or boolean as it stands.
    pub(crate) fn sql(&self, context: &Context) -> Option<Text> {
        let (key, span) = (&self.key, self.span());
        match self.literal() {
            Some(Lit::Str(literal)) => text(context, key, &literal),
            Some(Lit::Int(literal)) => Some(Text { value: literal.base10_digits().to_owned(), span }),
            Some(Lit::Float(literal)) => Some(Text { value: literal.base10_digits().to_owned(), span }),
            Some(Lit::Bool(literal)) => Some(Text { value: literal.value.to_string(), span }),
            _ => {
                let advice =
                    format!("`{key}` takes SQL in a string, a number, or a boolean: `{key} = \"now()\"`");
                context.error_at(self.shown(), advice);
                None
            }
        }
    }

    /// The entry without a value.
    pub(crate) fn flag(&self, context: &Context) -> Option<Span> {
        let key = &self.key;
        if !matches!(self.value, Value::Flag) {
            context.error_at(self.shown(), format!("`{key}` takes no value"));
            return None;
        }
        Some(self.span())
    }

    /// The entry's tokens in parentheses.
    pub(crate) fn group(&self, context: &Context, example: &str) -> Option<Group> {
        let key = &self.key;
        match &self.value {
            Value::Group(group) if !group.stream().is_empty() => Some(group.clone()),
            _ => {
                context.error_at(self.shown(), format!("`{key}` is written `{key}({example})`"));
                None
            }
        }
    }

    /// Says that the attribute has no such entry.
    pub(crate) fn unknown(&self, context: &Context, attribute: &str, known: &[&str]) {
        let key = &self.key;
        let message = match nearest(&key.to_string(), known.iter().copied()) {
            Some(nearest) => format!("`{attribute}` has no entry `{key}`; did you mean `{nearest}`?"),
            None => format!("`{attribute}` has no entry `{key}`; it has {}", list(known)),
        };
        context.error_at(key, message);
    }

    pub(super) fn literal(&self) -> Option<Lit> {
        match &self.value {
            Value::Equals(tokens) => syn::parse2(tokens.clone()).ok(),
            Value::Flag | Value::Group(_) => None,
        }
    }

    /// What a message about the value points at.
    pub(crate) fn shown(&self) -> TokenStream {
        match &self.value {
            Value::Flag => TokenTree::from(self.key.clone()).into(),
            Value::Equals(tokens) => tokens.clone(),
            Value::Group(group) => TokenTree::from(group.clone()).into(),
        }
    }
}

/// A string literal as text that PostgreSQL can hold.
pub(crate) fn text(context: &Context, key: &Ident, literal: &LitStr) -> Option<Text> {
    let value = literal.value();
    if value.contains('\0') {
        context.error_at(literal, format!("`{key}` holds a NUL character, which PostgreSQL can't store"));
        None
    } else if value.is_empty() {
        context.error_at(literal, format!("`{key}` is empty"));
        None
    } else {
        Some(Text { value, span: literal.span() })
    }
}

/// "`a`, `b` and `c`".
fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
