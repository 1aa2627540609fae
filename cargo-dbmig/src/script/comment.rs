//! Text that must stay inside its comment.

/// `-- TEXT` on a line of its own, whatever the text holds.
pub(super) fn comment(text: &str) -> String {
    format!("-- {}\n", one_line(text))
}

/// The text without line breaks, other control characters, and what turns a line around on a screen.
pub(crate) fn one_line(text: &str) -> String {
    let shown = text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    shown.map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(comment("a\r\nb\u{85}c\u{2028}d\u{1b}[1m\u{202e}e"), "-- a  b c d [1me\n");
    }
}
