//! What a condition mentions: the constants that values of its columns are likely about.

use crate::catalog::{Token, TokenKind, tokens};

use super::pattern;

/// Constants of conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// Texts, in the order in which they stand there.
    pub texts: Vec<String>,
    /// Numbers, as SQL.
    pub numbers: Vec<String>,
    /// Texts that fit its patterns.
    pub samples: Vec<String>,
    /// Numbers that lengths are compared with.
    pub lengths: Vec<usize>,
}

/// Functions of a value's length.
const LENGTHS: &[&str] = &[
    "length",
    "char_length",
    "character_length",
    "octet_length",
    "bit_length",
    "cardinality",
    "array_length",
    "array_upper",
    "jsonb_array_length",
    "json_array_length",
];
/// Longer ones are limits that nobody reaches.
const LONGEST: usize = 2000;

impl Hints {
    /// Adds what `condition` mentions.
    pub(super) fn add(&mut self, condition: &str) {
        let tokens: Vec<Token<'_>> =
            tokens(condition).into_iter().filter(|token| token.kind != TokenKind::Space).collect();
        let mut operator = String::new();
        let mut number = String::new();
        let mut numbers = Vec::new();
        for token in &tokens {
            let is_part = token.kind == TokenKind::Number || token.text == "." && !number.is_empty();
            if is_part {
                number.push_str(token.text);
            } else if !number.is_empty() {
                numbers.push(std::mem::take(&mut number));
            }
            match (token.kind, token.literal()) {
                (_, Some(text)) => self.add_text(&operator, text, &mut numbers),
                (TokenKind::Symbol, _) if !matches!(token.text, "(" | "[" | "::") => {
                    operator.push_str(token.text);
                    continue;
                }
                // `~ ANY (ARRAY['a', 'b'])`
                (TokenKind::Symbol, _) => continue,
                (TokenKind::Word, _) if matches!(token.text, "ANY" | "ALL" | "ARRAY") => continue,
                _ => {}
            }
            operator.clear();
        }
        numbers.extend((!number.is_empty()).then_some(number));
        let measures = tokens.iter().any(|token| LENGTHS.contains(&token.text));
        if measures {
            let lengths = numbers.iter().filter_map(|number| number.parse::<usize>().ok());
            self.lengths.extend(lengths.filter(|length| *length <= LONGEST));
        }
        self.numbers.append(&mut numbers);
        self.tidy();
    }

    fn add_text(&mut self, operator: &str, text: String, numbers: &mut Vec<String>) {
        // `ANY (ARRAY['a'::text, 'b'::text])`: the comma belongs to no operator.
        let operator = operator.trim_matches([',', ')']);
        if operator.starts_with('!') {
            return;
        }
        match operator {
            "~~" | "~~*" => self.samples.extend(pattern::like(&text)),
            "~" | "~*" => self.samples.extend(pattern::regular(&text)),
            _ => {
                if text.parse::<f64>().is_ok_and(f64::is_finite) {
                    numbers.push(text.clone());
                }
                self.texts.push(text);
            }
        }
    }

    /// Takes over what `other` has.
    pub(super) fn extend(&mut self, other: &Self) {
        self.texts.extend(other.texts.iter().cloned());
        self.numbers.extend(other.numbers.iter().cloned());
        self.samples.extend(other.samples.iter().cloned());
        self.lengths.extend(&other.lengths);
        self.tidy();
    }

    fn tidy(&mut self) {
        without_doubles(&mut self.texts);
        without_doubles(&mut self.numbers);
        without_doubles(&mut self.samples);
        without_doubles(&mut self.lengths);
    }
}

/// Keeps the first of what is equal.
pub(super) fn without_doubles<T: PartialEq + Clone>(list: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::new();
    for item in list.drain(..) {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    *list = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(condition: &str) -> Hints {
        let mut hints = Hints::default();
        hints.add(condition);
        hints
    }

    #[test]
    fn constants_are_found() {
        assert_eq!(of("(price > (0)::numeric)").numbers, ["0"]);
        assert_eq!(of("(a >= 1.5) AND (b <= '-1'::integer)").numbers, ["1.5", "-1"]);
        let list = of(
            "((status)::text = ANY ((ARRAY['new'::character varying, 'it''s'::character varying])::text[]))",
        );
        assert_eq!(list.texts, ["new", "it's"]);
    }

    #[test]
    fn patterns_give_samples() {
        assert_eq!(of("(code ~ '^[A-Z]{2}$'::text)").samples.first().map(String::as_str), Some("AA"));
        assert_eq!(of("((a)::text ~~ 'x%'::text)").samples.first().map(String::as_str), Some("xa"));
        assert_eq!(of("(a !~ 'x')"), Hints::default());
        let either = of("(a ~~ ANY (ARRAY['x%'::text, 'y'::text]))");
        assert_eq!(either.samples.first().map(String::as_str), Some("xa"));
    }

    #[test]
    fn lengths_are_numbers_too() {
        let hints = of("(char_length((name)::text) >= 3)");
        assert_eq!((hints.lengths, hints.numbers), (vec![3], vec!["3".to_owned()]));
    }
}
