//! Names and labels replaced inside the expressions of one table.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Token, quote_identifier, quote_literal, tokens};

/// What is replaced in the expressions of one table.
pub(super) struct Words<'a> {
    pub(super) names: BTreeMap<&'a str, &'a str>,
    /// Labels, by the old or the new name of their type and the old label.
    pub(super) labels: BTreeMap<(&'a str, &'a str), &'a str>,
    /// Names of sequences as `regclass` prints them.
    pub(super) sequences: BTreeMap<String, String>,
}

impl Words<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.labels.is_empty() && self.sequences.is_empty()
    }

    pub(super) fn replace(&self, sql: &str) -> String {
        let tokens = tokens(sql);
        let mut replaced = String::with_capacity(sql.len());
        for (at, token) in tokens.iter().enumerate() {
            let following = tokens.get(at + 1..).unwrap_or_default();
            replaced.push_str(&self.replace_token(token, following));
        }
        replaced
    }

    fn replace_token<'t>(&self, token: &Token<'t>, following: &[Token<'_>]) -> Cow<'t, str> {
        if let Some(name) = token.identifier() {
            return self
                .names
                .get(&*name)
                .map_or(Cow::Borrowed(token.text), |new| Cow::Owned(quote_identifier(new).into_owned()));
        }
        let Some((type_name, array)) = cast_after(following) else { return Cow::Borrowed(token.text) };
        let Some(value) = token.literal() else { return Cow::Borrowed(token.text) };
        if type_name == "regclass" {
            let new = self.sequences.get(&*value);
            return new.map_or(Cow::Borrowed(token.text), |new| Cow::Owned(quote_literal(new)));
        }
        let label = |old: &str| self.labels.get(&(&*type_name, old)).copied();
        if array {
            return replace_elements(&value, label).map_or(Cow::Borrowed(token.text), Cow::Owned);
        }
        label(&value).map_or(Cow::Borrowed(token.text), |new| Cow::Owned(quote_literal(new)))
    }
}

/// The texts that an object has after, by what is left of them once every name is replaced.
#[derive(Default)]
pub(super) struct Known(BTreeMap<String, String>);

impl Known {
    pub(super) fn add(&mut self, words: &Words<'_>, text: &str) {
        self.0.insert(words.replace(text), text.to_owned());
    }

    /// The text that says the same as the foreseen one, if there is one. Where names take each other's place, nothing can
    /// be told from their replacements.
    pub(super) fn settle(&self, words: &Words<'_>, foreseen: String) -> String {
        let chained = words.names.values().any(|new| words.names.contains_key(new));
        if chained || self.0.values().any(|text| *text == foreseen) {
            return foreseen;
        }
        self.0.get(&words.replace(&foreseen)).cloned().unwrap_or(foreseen)
    }
}

/// The type that the tokens cast to, `::schema.name[]`, without its schema, and whether it is an array.
fn cast_after<'t>(following: &[Token<'t>]) -> Option<(Cow<'t, str>, bool)> {
    let (cast, rest) = following.split_first()?;
    if cast.text != "::" {
        return None;
    }
    let (mut name, mut rest) = rest.split_first()?;
    if let [dot, own, after @ ..] = rest
        && dot.text == "."
    {
        (name, rest) = (own, after);
    }
    Some((name.identifier()?, rest.first().is_some_and(|token| token.text == "[")))
}

/// An array literal with its elements replaced, each in quotes; `None` if none is. Both sides of a comparison go
/// through this, so it need not print elements as PostgreSQL does.
fn replace_elements<'l>(value: &str, label: impl Fn(&str) -> Option<&'l str>) -> Option<String> {
    let inner = value.strip_prefix('{')?.strip_suffix('}')?;
    let elements: Vec<&str> = inner.split(',').map(|element| element.trim_matches('"')).collect();
    let known: BTreeSet<&str> = elements.iter().copied().filter(|element| label(element).is_some()).collect();
    if known.is_empty() {
        return None;
    }
    let replaced: Vec<&str> = elements.iter().map(|element| label(element).unwrap_or(element)).collect();
    Some(quote_literal(&format!("{{{}}}", replaced.join(","))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let words = Words {
            names: BTreeMap::from([("name", "title"), ("mood", "Feeling")]),
            labels: BTreeMap::from([(("mood", "sad"), "unhappy")]),
            sequences: BTreeMap::from([("t_id_seq".to_owned(), "s.\"New\"".to_owned())]),
        };
        assert_eq!(words.replace(sql), expected);
    }

    #[test]
    fn names_are_replaced_and_literals_kept() {
        check("(name <> 'name'::text)", "(title <> 'name'::text)");
        check("lower(\"name\") = $$name$$", "lower(title) = $$name$$");
        check("rename + names", "rename + names");
    }

    #[test]
    fn sequences_are_replaced_where_they_are_called() {
        check("nextval('t_id_seq'::regclass)", "nextval('s.\"New\"'::regclass)");
        check("'t_id_seq'::text", "'t_id_seq'::text");
    }

    #[test]
    fn labels_are_replaced_where_cast_to_their_type() {
        check("'sad'::mood", "'unhappy'::\"Feeling\"");
        check("'sad'::audit.mood", "'unhappy'::audit.\"Feeling\"");
        check("'sad'::text", "'sad'::text");
        check("'{sad,ok}'::mood[]", "'{unhappy,ok}'::\"Feeling\"[]");
    }
}
