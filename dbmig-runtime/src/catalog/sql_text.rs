//! Reading SQL text: just enough of PostgreSQL's lexer to find names and literals in an expression.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// A piece of SQL text; the pieces of a text, joined, are the text again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// The text as it stands.
    pub text: &'a str,
}

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// White space and comments.
    Space,
    /// An identifier without quotes, or a keyword.
    Word,
    /// An identifier in double quotes.
    QuotedIdentifier,
    /// A string of any spelling: `'…'`, `E'…'`, `$$…$$`.
    Literal,
    /// The start of a number.
    Number,
    /// `::`, or any other single character.
    Symbol,
}

impl<'a> Token<'a> {
    /// The name, where the token can be one: lower case for a word, without its quotes for a quoted identifier.
    pub fn identifier(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            // Others than these the server keeps, in UTF-8.
            TokenKind::Word if self.text.contains(|c: char| c.is_ascii_uppercase()) => {
                Some(Cow::Owned(self.text.to_ascii_lowercase()))
            }
            TokenKind::Word => Some(Cow::Borrowed(self.text)),
            TokenKind::QuotedIdentifier => {
                let inner = self.text.trim_start_matches("U&").strip_prefix('"')?.strip_suffix('"')?;
                Some(Cow::Owned(inner.replace("\"\"", "\"")))
            }
            _ => None,
        }
    }

    /// The value of a literal in single quotes, `'…'` or `E'…'` as PostgreSQL prints it.
    pub fn literal(&self) -> Option<String> {
        if self.kind != TokenKind::Literal {
            return None;
        }
        let escaped = self.text.starts_with(['E', 'e']);
        let quoted = if escaped { self.text.get(1..)? } else { self.text };
        let value = quoted.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
        Some(if escaped { value.replace("\\\\", "\\") } else { value })
    }
}

/// The pieces of `sql`. Text that PostgreSQL would refuse comes out in some way, never as a panic.
pub fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = next_token(rest, first);
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.push(Token { kind, text });
        rest = after;
    }
    tokens
}

/// Every name in `sql`, keywords and names of functions and types included.
pub fn identifiers(sql: &str) -> BTreeSet<String> {
    tokens(sql).iter().filter_map(Token::identifier).map(Cow::into_owned).collect()
}

/// `sql` without one pair of parentheses around the whole.
pub fn without_parentheses(sql: &str) -> &str {
    let Some(inner) = sql.strip_prefix('(').and_then(|sql| sql.strip_suffix(')')) else { return sql };
    let mut depth = 0_i32;
    for token in tokens(inner) {
        match token.text {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return sql;
        }
    }
    inner
}

fn next_token(rest: &str, first: char) -> (TokenKind, usize) {
    match first {
        c if c.is_whitespace() => (TokenKind::Space, run(rest, char::is_whitespace)),
        '-' if rest.starts_with("--") => (TokenKind::Space, rest.find(['\n', '\r']).unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (TokenKind::Space, block_comment(rest)),
        '\'' => (TokenKind::Literal, quoted(rest, 0, '\'', false)),
        '"' => (TokenKind::QuotedIdentifier, quoted(rest, 0, '"', false)),
        '$' => match dollar_quoted(rest) {
            Some(length) => (TokenKind::Literal, length),
            None => (TokenKind::Symbol, 1),
        },
        ':' if rest.starts_with("::") => (TokenKind::Symbol, 2),
        c if c.is_ascii_digit() => (TokenKind::Number, run(rest, |c| c.is_ascii_alphanumeric() || c == '_')),
        c if is_word_start(c) => word(rest),
        c => (TokenKind::Symbol, c.len_utf8()),
    }
}

/// A word, or the literal or identifier that it is the prefix of: `E'…'`, `U&"…"`.
fn word(rest: &str) -> (TokenKind, usize) {
    let length = run(rest, |c| is_word_start(c) || c.is_ascii_digit() || c == '$');
    let (prefix, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
    match (prefix, after.as_bytes()) {
        ("E" | "e", [b'\'', ..]) => (TokenKind::Literal, quoted(rest, 1, '\'', true)),
        ("B" | "b" | "X" | "x" | "N" | "n", [b'\'', ..]) => {
            (TokenKind::Literal, quoted(rest, 1, '\'', false))
        }
        ("U" | "u", [b'&', b'\'', ..]) => (TokenKind::Literal, quoted(rest, 2, '\'', false)),
        ("U" | "u", [b'&', b'"', ..]) => (TokenKind::QuotedIdentifier, quoted(rest, 2, '"', false)),
        _ => (TokenKind::Word, length),
    }
}

fn is_word_start(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || !c.is_ascii()
}

fn run(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

/// The length up to the closing `quote`, where two of them stand for one. `start` is where the opening one is.
fn quoted(rest: &str, start: usize, quote: char, backslash_escapes: bool) -> usize {
    let mut chars = rest.char_indices().skip_while(|(at, _)| *at <= start).peekable();
    while let Some((at, c)) = chars.next() {
        if backslash_escapes && c == '\\' {
            chars.next();
        } else if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    rest.len()
}

fn dollar_quoted(rest: &str) -> Option<usize> {
    let tag = rest.get(1..)?.find('$')? + 2;
    let delimiter = rest.get(..tag)?;
    let name = delimiter.trim_matches('$');
    let plain = name.chars().all(|c| is_word_start(c) || c.is_ascii_digit());
    if !plain || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = rest.get(tag..)?.find(delimiter).map(|at| at + 2 * tag);
    Some(end.unwrap_or(rest.len()))
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, names: &[&str]) {
        let joined: String = tokens(sql).iter().map(|token| token.text).collect();
        assert_eq!(joined, sql);
        let found: Vec<String> =
            tokens(sql).iter().filter_map(Token::identifier).map(Cow::into_owned).collect();
        assert_eq!(found, names);
    }

    #[test]
    fn names_are_found_outside_literals_only() {
        check("(price > (0)::numeric)", &["price", "numeric"]);
        check(r#""My ""x""" = 'it''s "a"'"#, &[r#"My "x""#]);
        check(r"e = E'\'x' AND f", &["e", "and", "f"]);
        check("$$a$$ || $t$ b $$ $t$ || c", &["c"]);
        check("a -- b\n/* c /* d */ e */ f", &["a", "f"]);
        check("größe$1 + 1e5", &["größe$1"]);
        check("Ärger + ÖL", &["Ärger", "Öl"]);
        check("'open", &[]);
        check("\"open", &[]);
        check("$1 + x$y$", &["x$y$"]);
    }

    #[test]
    fn literals_have_values() {
        let value = |sql| tokens(sql).first().and_then(Token::literal);
        assert_eq!(value("'it''s'"), Some("it's".to_owned()));
        assert_eq!(value(r"E'a\\b'"), Some(r"a\b".to_owned()));
        assert_eq!(value("a"), None);
    }

    #[test]
    fn only_a_pair_around_the_whole_is_taken_off() {
        for (sql, expected) in [
            ("(a > 0)", "a > 0"),
            ("((a) AND (b))", "(a) AND (b)"),
            ("(a) AND (b)", "(a) AND (b)"),
            ("(a <> ')')", "a <> ')'"),
            ("f(a)", "f(a)"),
            ("(", "("),
        ] {
            assert_eq!(without_parentheses(sql), expected);
        }
    }
}
