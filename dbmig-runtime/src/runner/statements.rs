//! The statements of a text: how many, and whether one of them begins or ends a transaction.

use crate::catalog::{TokenKind, tokens};

/// The first word of `sql` that begins or ends a transaction, in upper case: `COMMIT`, `ROLLBACK`, …
///
/// `ROLLBACK TO` and bodies of functions (`BEGIN ATOMIC … END`) are none.
pub(super) fn transaction_control(sql: &str) -> Option<String> {
    statements(sql).into_iter().find_map(|words| {
        let word = |index: usize| words.get(index).map_or("", String::as_str);
        let controls = match word(0) {
            "BEGIN" | "COMMIT" | "END" | "ABORT" => true,
            "START" => word(1) == "TRANSACTION",
            "PREPARE" => word(1) == "TRANSACTION",
            "ROLLBACK" => !(word(1) == "TO" || matches!(word(1), "WORK" | "TRANSACTION") && word(2) == "TO"),
            _ => false,
        };
        controls.then(|| word(0).to_owned())
    })
}

/// The number of statements in `sql`.
pub(super) fn count_statements(sql: &str) -> usize {
    statements(sql).len()
}

/// The leading words of each statement, in upper case, up to three.
fn statements(sql: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut current = Statement::default();
    for token in tokens(sql) {
        match (token.kind, token.text) {
            (TokenKind::Space, _) => {}
            (TokenKind::Symbol, ";") if current.is_complete() => {
                found.extend(std::mem::take(&mut current).into_words());
            }
            (TokenKind::Word, word) => current.word(word.to_ascii_uppercase()),
            (_, text) => current.other(text),
        }
    }
    found.extend(current.into_words());
    found
}

#[derive(Default)]
struct Statement {
    words: Vec<String>,
    started: bool,
    parentheses: usize,
    /// Depth inside `BEGIN ATOMIC … END`, where `CASE … END` nests.
    atomic: usize,
    last: String,
}

impl Statement {
    fn is_complete(&self) -> bool {
        self.parentheses == 0 && self.atomic == 0
    }

    fn other(&mut self, text: &str) {
        match text {
            "(" => self.parentheses += 1,
            ")" => self.parentheses = self.parentheses.saturating_sub(1),
            _ => {}
        }
        self.started |= text != ";";
        self.last.clear();
    }

    fn word(&mut self, word: String) {
        match word.as_str() {
            "ATOMIC" if self.last == "BEGIN" && self.words.len() > 1 => self.atomic = 1,
            "CASE" if self.atomic > 0 => self.atomic += 1,
            "END" if self.atomic > 0 => self.atomic -= 1,
            _ => {}
        }
        if self.words.len() < 3 {
            self.words.push(word.clone());
        }
        self.started = true;
        self.last = word;
    }

    fn into_words(self) -> Option<Vec<String>> {
        self.started.then_some(self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transaction_control_is_found() {
        for (sql, word) in [
            ("COMMIT", "COMMIT"),
            ("update t set a = 1; commit ; begin", "COMMIT"),
            ("/* x */ -- y\n begin; select 1", "BEGIN"),
            ("start transaction", "START"),
            ("select ';'; ROLLBACK", "ROLLBACK"),
            ("prepare transaction 'x'", "PREPARE"),
            ("select $$a$$; end", "END"),
            ("select E'\\''; abort", "ABORT"),
        ] {
            assert_eq!(transaction_control(sql).as_deref(), Some(word), "{sql}");
        }
    }

    #[test]
    fn what_only_looks_like_transaction_control_is_left_alone() {
        for sql in [
            "select 'a; commit'",
            "select \"a; commit\" from t",
            "do $$ begin perform 1; end $$",
            "do $x$ begin; commit; $$; end $x$",
            "select 1 -- ; commit\n",
            "select 1 /* ; commit /* ; */ ; commit */",
            "savepoint a; rollback to a; rollback work to savepoint a; release a",
            "create function f() returns int begin atomic; select case when true then 1 end; select 2; end",
            "create rule r as on insert to t do also (insert into u values (1); commit)",
            "prepare p as select 1",
            "select E'\\'; commit'",
            "select 'it''s; commit'",
            "select $1; select a$b$c; select 'x'",
            "",
        ] {
            assert_eq!(transaction_control(sql), None, "{sql}");
        }
    }

    #[test]
    fn statements_are_counted() {
        for (sql, count) in [
            ("", 0),
            (" ; ;", 0),
            ("vacuum", 1),
            ("vacuum;", 1),
            ("vacuum; -- done\n", 1),
            ("vacuum; analyze", 2),
            ("select ';'", 1),
        ] {
            assert_eq!(count_statements(sql), count, "{sql}");
        }
    }
}
