//! Where each key of a configuration is written, and the line that it is in.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::position::Position;

/// Where a text says what: each key of a TOML text by its whole path, such as `package.metadata.dbmig.models[0]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    values: BTreeMap<String, Position>,
    lines: Vec<String>,
}

impl Places {
    /// The places of a text; none of one that is no TOML.
    pub fn of(text: &str) -> Self {
        let mut places = Self { values: BTreeMap::new(), lines: lines(text) };
        if let Ok(document) = DeTable::parse(text) {
            places.table(text, "", document.get_ref());
        }
        places
    }

    /// Where the value of a key is, or the head of a table.
    pub fn find(&self, key: &str) -> Option<Position> {
        self.values.get(key).copied()
    }

    /// The line of a place, with a caret below it.
    pub fn shown(&self, at: Position) -> Option<String> {
        let line = self.lines.get(at.line.checked_sub(1)?)?;
        Some(caret(line, at))
    }

    fn table(&mut self, text: &str, path: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let name: &str = key.get_ref();
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            // The span of a table with a head of its own is that of the first such head.
            let is_table = value.get_ref().as_table().is_some();
            self.value(text, path, value.get_ref(), if is_table { key.span() } else { value.span() });
        }
    }

    fn value(&mut self, text: &str, path: String, value: &DeValue<'_>, span: Range<usize>) {
        match value {
            DeValue::Table(table) => self.table(text, &path, table),
            DeValue::Array(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    self.value(text, format!("{path}[{index}]"), entry.get_ref(), entry.span());
                }
            }
            _ => {}
        }
        self.values.insert(path, Position::in_text(text, &span));
    }
}

/// The line of `text` at a place, with a caret below it.
pub(super) fn shown(text: &str, at: Position) -> Option<String> {
    Some(caret(text.lines().nth(at.line.checked_sub(1)?)?, at))
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// As rustc shows a line: with its number, and the caret in a line of its own.
fn caret(line: &str, at: Position) -> String {
    let (line, column) = without_secrets(line, at.column.saturating_sub(1));
    let number = at.line.to_string();
    let margin = " ".repeat(number.len());
    // Tabs stay tabs, so that the caret stands below its character.
    let before = line.chars().take(column).map(|c| if c == '\t' { '\t' } else { ' ' });
    let before: String = before.collect();
    format!("{margin} |\n{number} | {}\n{margin} | {before}^", line.trim_end())
}

/// The line without what may be a password, and where the character `column` is in it then.
///
/// A string goes whole if it is a URL or speaks of a password, or is the value of a key that holds a URL.
fn without_secrets(line: &str, column: usize) -> (String, usize) {
    let (mut shown, mut place) = (String::new(), None);
    let mut rest = line.chars().enumerate().peekable();
    while let Some((at, c)) = rest.next() {
        if at == column {
            place = Some(shown.chars().count());
        }
        shown.push(c);
        if c == '#' {
            // What is commented out may be secret as well.
            let comment: String = rest.by_ref().map(|(_, c)| c).collect();
            shown.push_str(if is_secret(&shown, &comment) { " …" } else { &comment });
            break;
        }
        // Somebody forgot the quotes, or one of them.
        if is_before_a_secret(&shown) {
            place = place.or(Some(shown.chars().count()));
            shown.push('…');
            break;
        }
        if c != '"' && c != '\'' {
            continue;
        }
        let key = shown.clone();
        let (mut text, mut is_closed, mut is_escaped) = (String::new(), false, false);
        for (_, next) in rest.by_ref() {
            if next == c && !is_escaped {
                is_closed = true;
                break;
            }
            is_escaped = c == '"' && next == '\\' && !is_escaped;
            text.push(next);
        }
        let (start, is_secret) = (shown.chars().count(), is_secret(&key, &text));
        if column > at && column <= at + text.chars().count() {
            place = Some(if is_secret { start } else { start + (column - at - 1) });
        }
        shown.push_str(if is_secret { "…" } else { &text });
        if is_closed {
            shown.push(c);
        }
    }
    let end = shown.chars().count();
    (shown, place.unwrap_or(end))
}

/// True if what follows outside of quotes may be a password.
fn is_before_a_secret(shown: &str) -> bool {
    let bytes = shown.as_bytes();
    let last = |count: usize| bytes.get(bytes.len().saturating_sub(count)..).unwrap_or_default();
    last(3) == b"://" || last(8).eq_ignore_ascii_case(b"password")
}

fn is_secret(before: &str, text: &str) -> bool {
    let assigned = before.rsplit(['{', ',']).next().unwrap_or_default();
    let key = assigned.split('=').next().unwrap_or_default().trim().trim_end_matches(['"', '\'']);
    let holds_url = key.ends_with("url") && text.trim() != "embedded";
    holds_url || text.contains("://") || text.to_lowercase().contains("password")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[package]\nname = \"m\"\n\n[package.metadata.dbmig]\nmodels = [\"app\", \"lib\"]\n\
                        [package.metadata.dbmig.databases.users]\n\turl = \"postgres://ann:s3cret@h/d\"\n";

    #[test]
    fn every_key_has_a_place() {
        let places = Places::of(TEXT);
        let find = |key: &str| places.find(key).map(|at| at.to_string());
        assert_eq!(find("package.metadata.dbmig.models").as_deref(), Some("5:10"));
        assert_eq!(find("package.metadata.dbmig.models[1]").as_deref(), Some("5:18"));
        assert_eq!(find("package.metadata.dbmig.databases.users").as_deref(), Some("6:35"));
        assert_eq!(find("package.metadata.dbmig.databases.users.url").as_deref(), Some("7:8"));
        assert_eq!(find("package.metadata.dbmig.modles"), None);
        assert_eq!(Places::of("x = "), Places { lines: lines("x = "), ..Places::default() });
    }

    #[track_caller]
    fn check(line: &str, column: usize, expected: &str) {
        assert_eq!(caret(line, Position { line: 7, column }), expected);
    }

    #[test]
    fn a_caret_is_below_its_character() {
        check("models = [1]", 11, "  |\n7 | models = [1]\n  |           ^");
        check("\turl = 1", 8, "  |\n7 | \turl = 1\n  | \t      ^");
        check("a = 1", 40, "  |\n7 | a = 1\n  |      ^");
    }

    #[test]
    fn no_password_is_shown() {
        for line in [
            "url = \"postgres://ann:s3cret@h/d\"",
            "url = 'host=h password=s3cret'",
            "\turl=\"s3cret\"",
            "databases.a = { url-env = \"A\", url = \"s3cret\" }",
            "scratch-url = \"s3cret",
            "x = \"postgres://\\\"s3cret\"",
            "# url = \"postgres://s3cret\"",
            "databases.a = { url = \"embedded\" } # was postgres://s3cret",
            "url = postgres://ann:s3cret@h/d",
            "url = host=h password=s3cret",
            "//ann\", url = x://ann:s3cret@h/d\"",
        ] {
            let (shown, _) = without_secrets(line, 0);
            assert!(!shown.contains("s3cret"), "{shown}");
        }
        check("url = \"postgres://a:b@h\", zz = 1", 27, "  |\n7 | url = \"…\", zz = 1\n  |            ^");
        check("url = x://a:b@h", 12, "  |\n7 | url = x://…\n  |           ^");
        check(
            "url-env = \"A\", url = \"embedded\"",
            1,
            "  |\n7 | url-env = \"A\", url = \"embedded\"\n  | ^",
        );
    }
}
