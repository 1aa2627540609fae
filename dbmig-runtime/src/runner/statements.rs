//! The statements of a text: how many, whether one of them begins or ends a transaction, or reads the connection.

use crate::catalog::{TokenKind, tokens};

/// The first word of `sql` that begins or ends a transaction, in upper case: `COMMIT`, `ROLLBACK`, …
///
/// `ROLLBACK TO` and bodies of functions (`BEGIN ATOMIC … END`) are none.
pub(super) fn transaction_control(sql: &str) -> Option<String> {
    statements(sql).into_iter().find_map(|statement| {
        let word = |index: usize| statement.words.get(index).map_or("", String::as_str);
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

/// True if `sql` holds a `COPY` from or to the client, for which a revision has no data and no reader.
pub(super) fn copies_through_connection(sql: &str) -> bool {
    statements(sql).iter().any(|statement| statement.copies)
}

/// A statement as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// From its first word to its last character, without the semicolon.
    pub(super) sql: &'a str,
    /// Where it starts in the text, in bytes.
    pub(super) start: usize,
}

impl Piece<'_> {
    /// Its first word, in upper case.
    pub(super) fn first_word(&self) -> String {
        let words = tokens(self.sql).into_iter().filter(|token| token.kind != TokenKind::Space);
        words.map(|token| token.text.to_ascii_uppercase()).next().unwrap_or_default()
    }
}

/// The statements in `sql`, one by one.
pub(super) fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let statements = statements(sql);
    let piece = |statement: &Statement| {
        let text = sql.get(statement.start..statement.end)?;
        Some(Piece { sql: text, start: statement.start })
    };
    statements.iter().filter_map(piece).collect()
}

/// The number of statements in `sql`.
pub(super) fn count_statements(sql: &str) -> usize {
    statements(sql).len()
}

fn statements(sql: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut current = Statement::default();
    let mut at = 0;
    for token in tokens(sql) {
        let start = at;
        at += token.text.len();
        let ends = token.text == ";" && token.kind == TokenKind::Symbol && current.is_complete();
        if token.kind != TokenKind::Space && !ends {
            if !current.started {
                current.start = start;
            }
            current.end = at;
        }
        match (token.kind, token.text) {
            (TokenKind::Space, _) => {}
            _ if ends => {
                found.push(std::mem::take(&mut current));
            }
            (TokenKind::Word, word) => current.word(word.to_ascii_uppercase()),
            (_, text) => current.other(text),
        }
    }
    found.push(current);
    found.retain(|statement| statement.started);
    found
}

#[derive(Default)]
struct Statement {
    /// The leading words, in upper case, up to three.
    words: Vec<String>,
    copies: bool,
    started: bool,
    /// In bytes from the text's start.
    start: usize,
    end: usize,
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
        let is_copy = self.words.first().is_some_and(|first| first == "COPY") && self.parentheses == 0;
        self.copies |= is_copy
            && matches!(self.last.as_str(), "FROM" | "TO")
            && matches!(word.as_str(), "STDIN" | "STDOUT");
        self.started = true;
        self.last = word;
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
            ("-- x\rcommit", "COMMIT"),
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
    fn copies_through_the_connection_are_found() {
        for sql in
            ["COPY t FROM STDIN", "select 1; copy t (a) from /* x */ stdin", "COPY (SELECT 1) TO stdout"]
        {
            assert!(copies_through_connection(sql), "{sql}");
        }
        for sql in ["COPY stdin FROM '/x'", "COPY (SELECT a FROM stdin) TO '/x'", "SELECT a FROM stdin"] {
            assert!(!copies_through_connection(sql), "{sql}");
        }
    }

    #[test]
    fn pieces_stand_where_they_start() {
        let sql = "-- one\n create view v as select 1 ; ;\n\"a\" ';' /* ; */ x -- end\n;grant (;) z";
        let found = pieces(sql);
        let texts: Vec<&str> = found.iter().map(|piece| piece.sql).collect();
        assert_eq!(texts, ["create view v as select 1", "\"a\" ';' /* ; */ x", "grant (;) z"]);
        assert!(found.iter().all(|piece| sql[piece.start..].starts_with(piece.sql)));
        let words: Vec<String> = found.iter().map(Piece::first_word).collect();
        assert_eq!(words, ["CREATE", "\"A\"", "GRANT"]);
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
