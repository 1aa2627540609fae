//! Text of scripts, as psql reads it.

use crate::catalog::{TokenKind, tokens};

/// The statement with its `;`, on lines of its own, and with nothing in it that psql would take for itself.
///
/// Outside of quotes psql replaces `:name`, `:'name'` and `:"name"` by a variable of its own; `a[1:"USER"]` would be one.
/// A space behind the colon means the same to PostgreSQL. A backslash, which begins psql's own commands, stands in no SQL
/// but in quotes.
pub fn terminated(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len() + 2);
    let pieces = tokens(sql.trim().trim_end_matches([';', ' ', '\n']));
    let mut after_colon = false;
    for piece in &pieces {
        let could_be_a_name = match piece.kind {
            TokenKind::Space => false,
            TokenKind::Symbol => piece.text == "{",
            _ => true,
        };
        if after_colon && could_be_a_name {
            text.push(' ');
        }
        after_colon = piece.text == ":";
        text.push_str(piece.text);
    }
    let ends_in_comment =
        pieces.last().is_some_and(|piece| piece.kind == TokenKind::Space && piece.text.starts_with("--"));
    text.push_str(if ends_in_comment { "\n;\n" } else { ";\n" });
    text
}

/// `-- TEXT` on a line of its own, whatever the text holds.
pub fn comment(text: &str) -> String {
    format!("-- {}\n", one_line(text))
}

/// The text without line breaks, other control characters, and what turns a line around on a screen.
pub fn one_line(text: &str) -> String {
    let shown = text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    shown.map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn psql_leaves_it_alone() {
        for (sql, expected) in [
            ("SELECT 1", "SELECT 1;\n"),
            ("SELECT 1 ; ", "SELECT 1;\n"),
            ("SELECT 1 -- one", "SELECT 1 -- one\n;\n"),
            (r#"CHECK (a[1:n] = a[:"USER"])"#, "CHECK (a[1: n] = a[: \"USER\"]);\n"),
            ("SELECT a[1:2], a[:'x'], a[:{?x}]", "SELECT a[1: 2], a[: 'x'], a[: {?x}];\n"),
            ("SELECT a::text, f(a := 1, b => ':x')", "SELECT a::text, f(a := 1, b => ':x');\n"),
            ("DO $$ BEGIN x := :y; \\q END $$", "DO $$ BEGIN x := :y; \\q END $$;\n"),
        ] {
            assert_eq!(terminated(sql), expected);
        }
    }

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(comment("a\r\nb\u{85}c\u{2028}d\u{1b}[1m\u{202e}e"), "-- a  b c d [1me\n");
    }
}
