//! Expressions as PostgreSQL prints them once it has read its own print.
//!
//! Some expressions are printed differently after their print has been run: `name IN ('a', 'b')` over a `varchar`
//! is first `… (ARRAY['a'::character varying, …])::text[]`, and `… ARRAY[('a'::character varying)::text, …]` from then
//! on. A revision carries printed text, so both must be one.

use crate::catalog::{Token, TokenKind, tokens, without_parentheses};

/// `printed` in its lasting form, without parentheses around the whole.
pub(super) fn lasting(printed: &str) -> String {
    push_casts_down(&tokens(without_parentheses(printed)))
}

/// A column's default in its lasting form. Its parentheses stay: `DEFAULT` needs them around most operators.
pub(super) fn lasting_default(printed: &str) -> String {
    push_casts_down(&tokens(printed))
}

/// The parser moves the cast of an array constructor to its elements; so does this.
fn push_casts_down(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    let mut rest = tokens;
    while let Some((first, after)) = rest.split_first() {
        if let Some(cast) = CastArray::at(rest) {
            text.push_str(&array(cast.elements, &cast.element_type));
            rest = cast.rest;
        } else {
            text.push_str(first.text);
            rest = after;
        }
    }
    text
}

/// `(ARRAY[elements])::type[]` at the start of a text.
struct CastArray<'t, 's> {
    elements: &'t [Token<'s>],
    element_type: String,
    rest: &'t [Token<'s>],
}

impl<'t, 's> CastArray<'t, 's> {
    fn at(tokens: &'t [Token<'s>]) -> Option<Self> {
        let [open, array, bracket, inner @ ..] = tokens else { return None };
        if open.text != "(" || array.text != "ARRAY" || bracket.text != "[" {
            return None;
        }
        let length = length_to_close(inner)?;
        let (elements, after) = inner.split_at_checked(length)?;
        let [_, close, cast, after @ ..] = after else { return None };
        if close.text != ")" || cast.text != "::" {
            return None;
        }
        let length =
            after.windows(2).position(|pair| matches!(pair, [a, b] if a.text == "[" && b.text == "]"))?;
        let (name, after) = after.split_at_checked(length)?;
        let is_name = name.iter().all(|token| {
            matches!(
                token.kind,
                TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Space | TokenKind::Number
            ) || matches!(token.text, "." | "(" | ")" | ",")
        });
        let element_type: String = name.iter().map(|token| token.text).collect();
        let balanced = element_type.matches('(').count() == element_type.matches(')').count();
        (is_name && balanced).then_some(())?;
        Some(Self { elements, element_type, rest: after.get(2..)? })
    }
}

fn array(elements: &[Token<'_>], element_type: &str) -> String {
    let elements: Vec<String> =
        split(elements).into_iter().map(|element| cast(element, element_type)).collect();
    format!("ARRAY[{}]", elements.join(", "))
}

fn cast(element: &[Token<'_>], element_type: &str) -> String {
    if let [word, bracket, inner @ .., close] = element
        && word.text == "ARRAY"
        && bracket.text == "["
        && close.text == "]"
    {
        return array(inner, element_type);
    }
    format!("({})::{element_type}", push_casts_down(element))
}

/// The number of tokens before the bracket that closes one opened before.
fn length_to_close(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" if depth == 0 => return (token.text == "]").then_some(at),
            ")" | "]" => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between commas, without the spaces around them.
fn split<'t, 's>(tokens: &'t [Token<'s>]) -> Vec<&'t [Token<'s>]> {
    let mut depth = 0_usize;
    let parts = tokens.split(|token| {
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.text == ","
    });
    parts.map(trim).filter(|part| !part.is_empty()).collect()
}

fn trim<'t, 's>(mut tokens: &'t [Token<'s>]) -> &'t [Token<'s>] {
    while let [Token { kind: TokenKind::Space, .. }, rest @ ..] = tokens {
        tokens = rest;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: &str) {
        assert_eq!(lasting(printed), expected);
        assert_eq!(lasting(expected), expected);
    }

    #[test]
    fn casts_of_arrays_move_to_the_elements() {
        check(
            "((a)::text = ANY ((ARRAY['x'::character varying, 'y,)]'::character varying])::text[]))",
            "(a)::text = ANY (ARRAY[('x'::character varying)::text, ('y,)]'::character varying)::text])",
        );
        check("((ARRAY[f(1, 2), b])::numeric(4,2)[])", "ARRAY[(f(1, 2))::numeric(4,2), (b)::numeric(4,2)]");
        check(
            "(ARRAY[ARRAY[1, 2], ARRAY[3]])::text[]",
            "ARRAY[ARRAY[(1)::text, (2)::text], ARRAY[(3)::text]]",
        );
        check("(ARRAY[1])::\"My Type\"[]", "ARRAY[(1)::\"My Type\"]");
    }

    #[test]
    fn anything_else_stays() {
        for text in [
            "ARRAY['x'::text]",
            "a[1]",
            "(a)::text[]",
            "ARRAY[]::text[]",
            "(ARRAY[1])[1]",
            "'(ARRAY[1])::text[]'::text",
        ] {
            check(text, text);
        }
    }
}
