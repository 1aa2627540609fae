//! As much of SQL's lexical structure as it takes to tell the statements of a text apart.
//!
//! See <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>.

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
    let mut rest = sql;
    while !rest.is_empty() {
        let (token, after) = next_token(rest);
        match token {
            Token::Space => {}
            Token::Symbol(';') if current.is_complete() => {
                found.extend(std::mem::take(&mut current).into_words());
            }
            Token::Symbol(symbol) => current.symbol(symbol),
            Token::Word(word) => current.word(word.to_ascii_uppercase()),
            Token::Quoted => current.symbol('\''),
        }
        rest = after;
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

    fn symbol(&mut self, symbol: char) {
        match symbol {
            '(' => self.parentheses += 1,
            ')' => self.parentheses = self.parentheses.saturating_sub(1),
            _ => {}
        }
        self.started |= symbol != ';';
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

enum Token<'a> {
    Space,
    Word(&'a str),
    Quoted,
    Symbol(char),
}

/// Splits the first token off a text that isn't empty.
fn next_token(sql: &str) -> (Token<'_>, &str) {
    let first = sql.chars().next().unwrap_or(' ');
    if sql.starts_with("--") {
        return (Token::Space, sql.split_once('\n').map_or("", |(_, rest)| rest));
    }
    if sql.starts_with("/*") {
        return (Token::Space, after_comment(sql));
    }
    match first {
        '\'' => (Token::Quoted, after_quote(sql, '\'', false)),
        '"' => (Token::Quoted, after_quote(sql, '"', false)),
        'e' | 'E' if sql.get(1..2) == Some("'") => {
            (Token::Quoted, after_quote(sql.get(1..).unwrap_or_default(), '\'', true))
        }
        '$' => match after_dollar_quote(sql) {
            Some(rest) => (Token::Quoted, rest),
            None => (Token::Symbol('$'), sql.get(1..).unwrap_or_default()),
        },
        c if is_word_start(c) => {
            let end = sql.find(|c: char| !(is_word_start(c) || c.is_ascii_digit() || c == '$'));
            let (word, rest) = sql.split_at(end.unwrap_or(sql.len()));
            (Token::Word(word), rest)
        }
        c if c.is_whitespace() => (Token::Space, sql.trim_start()),
        c => (Token::Symbol(c), sql.get(c.len_utf8()..).unwrap_or_default()),
    }
}

fn is_word_start(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || !c.is_ascii()
}

/// Comments nest.
fn after_comment(sql: &str) -> &str {
    let mut rest = sql.get(2..).unwrap_or_default();
    let mut depth = 1;
    while depth > 0 {
        match (rest.find("/*"), rest.find("*/")) {
            (Some(open), Some(close)) if open < close => {
                depth += 1;
                rest = rest.get(open + 2..).unwrap_or_default();
            }
            (_, Some(close)) => {
                depth -= 1;
                rest = rest.get(close + 2..).unwrap_or_default();
            }
            (_, None) => return "",
        }
    }
    rest
}

/// A doubled quote reads as two quoted texts side by side, which is as good here.
fn after_quote(sql: &str, quote: char, backslashes: bool) -> &str {
    let mut escaped = false;
    for (index, c) in sql.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if backslashes && c == '\\' {
            escaped = true;
        } else if c == quote {
            return sql.get(index + 1..).unwrap_or_default();
        }
    }
    ""
}

/// After `$tag$ … $tag$`, if that is what stands here.
fn after_dollar_quote(sql: &str) -> Option<&str> {
    let end = sql.get(1..)?.find('$')? + 2;
    let delimiter = sql.get(..end)?;
    let tag = delimiter.trim_matches('$');
    let is_tag = tag.chars().all(|c| is_word_start(c) || c.is_ascii_digit())
        && !tag.starts_with(|c: char| c.is_ascii_digit());
    let body = sql.get(end..)?;
    is_tag.then(|| body.split_once(delimiter).map_or("", |(_, rest)| rest))
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
