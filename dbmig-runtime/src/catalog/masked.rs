//! SQL as it may be kept and shown: without passwords.

use std::ops::Range;

use super::{TokenKind, tokens};

/// `sql` with `***` for what it says to be a password: after the word `PASSWORD` (roles, options of user mappings), in the
/// `CONNECTION` of a subscription, and in any text that holds such SQL, `password=…` or a URL with one.
pub(crate) fn masked(sql: &str) -> String {
    masked_by(sql, &|_| "***".to_owned(), 0)
}

/// The same with `*` for each character, so that whatever else is said of it is still in its place.
pub(crate) fn masked_in_place(sql: &str) -> String {
    masked_by(sql, &|secret| secret.chars().map(|c| if c == '\n' { c } else { '*' }).collect(), 0)
}

/// What PostgreSQL says, which may quote SQL in the middle of a sentence, as [`masked`] makes SQL.
pub(crate) fn masked_words(text: &str) -> String {
    match may_have_one(text) {
        true => without_passwords(text, &|_| "***".to_owned()),
        false => text.to_owned(),
    }
}

/// Most SQL has none, and may be long.
fn may_have_one(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    KEYS.iter().chain(&["://"]).any(|word| lower.contains(word))
}

/// What a password stands behind; as part of longer words, too.
const KEYS: [&str; 4] = ["password", "passwd", "passcode", "secret"];

/// Bodies in dollars that are in each other are read as SQL so deep.
const DEEPEST: usize = 8;

fn masked_by(sql: &str, mask: &dyn Fn(&str) -> String, depth: usize) -> String {
    if !may_have_one(sql) {
        return sql.to_owned();
    }
    let mut masked = String::with_capacity(sql.len());
    let mut is_password = false;
    for token in tokens(sql) {
        match token.kind {
            TokenKind::Literal => {
                let is_password = std::mem::take(&mut is_password);
                masked.push_str(&match split(token.text) {
                    (open, secret, close) if is_password => format!("{open}{}{close}", mask(secret)),
                    (open, body, close) if open.starts_with('$') && depth < DEEPEST => {
                        // SQL, or any other text.
                        let body = without_passwords(&masked_by(body, mask, depth + 1), mask);
                        format!("{open}{body}{close}")
                    }
                    _ => without_passwords(token.text, mask),
                });
                continue;
            }
            // Comments are space.
            TokenKind::Space => {
                masked.push_str(&without_passwords(token.text, mask));
                continue;
            }
            // `password = 'x'`: a comparison, or an option of an extension.
            TokenKind::Symbol if token.text == "=" => {}
            _ => {
                let word = token.identifier().unwrap_or_default();
                is_password = KEYS.contains(&&*word) || word == "sslpassword";
            }
        }
        masked.push_str(token.text);
    }
    masked
}

/// A literal's opening, its text and its end: `'…'`, `E'…'` and `$x$…$x$`.
fn split(literal: &str) -> (&str, &str, &str) {
    let start = match literal.strip_prefix('$') {
        Some(rest) => rest.find('$').map_or(0, |at| at + 2),
        None => literal.find('\'').map_or(0, |at| at + 1),
    };
    let (open, rest) = literal.split_at_checked(start).unwrap_or(("", literal));
    // One that isn't closed goes on to the end.
    let close = if open.starts_with('$') { open } else { "'" };
    match rest.strip_suffix(close) {
        Some(text) => (open, text, rest.get(text.len()..).unwrap_or_default()),
        None => (open, rest, ""),
    }
}

/// A text, quoted or not, without the values of `password=` and `PASSWORD '…'`, and without what is between `:` and `@` of a URL.
fn without_passwords(literal: &str, mask: &dyn Fn(&str) -> String) -> String {
    let lower = literal.to_ascii_lowercase();
    let mut shown = String::with_capacity(literal.len());
    let mut done = 0;
    let (mut keyed, mut in_url) = (key_value(literal, &lower, 0), url_password(literal, 0));
    while let Some(secret) =
        [&keyed, &in_url].into_iter().flatten().min_by_key(|secret| secret.start).cloned()
    {
        shown.push_str(literal.get(done..secret.start).unwrap_or_default());
        shown.push_str(&mask(literal.get(secret.clone()).unwrap_or_default()));
        done = secret.end;
        // Only what is passed is looked for again: a long text is read once.
        if keyed.as_ref().is_some_and(|keyed| keyed.start <= done) {
            keyed = key_value(literal, &lower, done);
        }
        if in_url.as_ref().is_some_and(|in_url| in_url.start <= done) {
            in_url = url_password(literal, done);
        }
    }
    shown.push_str(literal.get(done..).unwrap_or_default());
    shown
}

/// The next value of a key, behind `from`: `key=value`, or `KEY 'value'`.
fn key_value(text: &str, lower: &str, from: usize) -> Option<Range<usize>> {
    lower.get(from..)?.match_indices(['p', 's']).find_map(|(at, _)| {
        let start = from + at;
        let key = KEYS.iter().find(|key| lower.get(start..).is_some_and(|rest| rest.starts_with(**key)))?;
        value_after(text, start..start + key.len())
    })
}

fn value_after(text: &str, key: Range<usize>) -> Option<Range<usize>> {
    let rest = text.get(key.end..)?.trim_start();
    // Within a literal the quotes of a value are doubled, or follow a backslash.
    let quote = |text: &str| ["''", "\\'", "'", "\""].into_iter().find(|quote| text.starts_with(quote));
    let (value, quote) = match rest.strip_prefix('=').map(|value| value.trim_start_matches(' ')) {
        Some(value) => (value, quote(value)),
        None => {
            let is_quoted_itself = text.get(..key.start)?.ends_with(['\'', '"', '\\']);
            (rest, Some(quote(rest).filter(|quote| *quote != "\"" && !is_quoted_itself)?))
        }
    };
    let value = value.get(quote.map_or(0, str::len)..)?;
    let end = match quote {
        Some(quote) => closing(value, quote),
        None => value.find([' ', '&', '\'', '$', '\n', ')', ';']),
    };
    let start = text.len() - value.len();
    Some(start..start + end.unwrap_or(value.len()))
}

/// Where the quote stands that ends a text: one that is doubled is part of it.
fn closing(text: &str, quote: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(quote)?;
        let after = at + quote.len();
        if !text.get(after..)?.starts_with(quote) {
            return Some(at);
        }
        from = after + quote.len();
    }
}

/// The next password of a URL, behind `from`.
fn url_password(text: &str, mut from: usize) -> Option<Range<usize>> {
    while let Some(found) = text.get(from..)?.find("://") {
        let start = from + found + 3;
        let address = text.get(start..)?;
        let end = address
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '\'' | '"'))
            .unwrap_or(address.len());
        let user = address
            .get(..end)?
            .rsplit_once('@')
            .and_then(|(user, _)| user.find(':').map(|colon| (colon, user.len())));
        if let Some((colon, end)) = user {
            return Some(start + colon + 1..start + end);
        }
        from = start;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn passwords_are_masked() {
        for (sql, shown) in [
            ("CREATE ROLE a PASSWORD 's3cret' LOGIN", "CREATE ROLE a PASSWORD '***' LOGIN"),
            ("ALTER USER a ENCRYPTED PASSWORD $x$s3cret$x$", "ALTER USER a ENCRYPTED PASSWORD $x$***$x$"),
            ("ALTER ROLE a PASSWORD NULL; SELECT 'x'", "ALTER ROLE a PASSWORD NULL; SELECT 'x'"),
            (
                "CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'a', password 's3cret')",
                "CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'a', password '***')",
            ),
            ("OPTIONS (SET \"password\" E's3\\'cret')", "OPTIONS (SET \"password\" E'***')"),
            (
                "CREATE SUBSCRIPTION s CONNECTION 'host=h password=s3cret dbname=d' PUBLICATION p",
                "CREATE SUBSCRIPTION s CONNECTION 'host=h password=*** dbname=d' PUBLICATION p",
            ),
            ("SELECT dblink('password = ''s3 cret'' host=h')", "SELECT dblink('password = ''***'' host=h')"),
            ("SELECT 'postgres://a:s3cret@h/d'", "SELECT 'postgres://a:***@h/d'"),
            (
                "DO $$ BEGIN EXECUTE 'ALTER ROLE a PASSWORD ''s3cret'' LOGIN'; ALTER ROLE a PASSWORD 's3cret'; END $$",
                "DO $$ BEGIN EXECUTE 'ALTER ROLE a PASSWORD ''***'' LOGIN'; ALTER ROLE a PASSWORD '***'; END $$",
            ),
            (
                "DO $$ BEGIN EXECUTE 'ALTER ROLE a PASSWORD ''it''''s3cret'' LOGIN'; END $$",
                "DO $$ BEGIN EXECUTE 'ALTER ROLE a PASSWORD ''***'' LOGIN'; END $$",
            ),
            ("SELECT $a$ $b$ PASSWORD 's3cret' $b$ $a$", "SELECT $a$ $b$ PASSWORD '***' $b$ $a$"),
            ("SELECT 1 -- with password=s3cret\n, 2", "SELECT 1 -- with password=***\n, 2"),
            ("SELECT 'password', 'x', $$'password', 'x'$$", "SELECT 'password', 'x', $$'password', 'x'$$"),
            (
                "SELECT 'IN (''password'', ''x'')', \"password\"",
                "SELECT 'IN (''password'', ''x'')', \"password\"",
            ),
            ("SELECT 'https://h/d', 'a@b', 'password'", "SELECT 'https://h/d', 'a@b', 'password'"),
            ("INSERT INTO t (password) VALUES (1)", "INSERT INTO t (password) VALUES (1)"),
        ] {
            assert_eq!(masked(sql), shown);
        }
    }

    #[test]
    fn what_a_server_says_is_masked() {
        for (text, shown) in [
            (
                "SQL statement \"ALTER ROLE a PASSWORD 's3cret' LOGIN\"\nPL/pgSQL function inline_code_block line 1",
                "SQL statement \"ALTER ROLE a PASSWORD '***' LOGIN\"\nPL/pgSQL function inline_code_block line 1",
            ),
            (
                "could not connect: host=h password=s3cret port=1",
                "could not connect: host=h password=*** port=1",
            ),
            ("\"ALTER ROLE a PASSWORD 'it''s3cret' LOGIN\"", "\"ALTER ROLE a PASSWORD '***' LOGIN\""),
            ("password authentication failed for user 'a'", "password authentication failed for user 'a'"),
            ("column \"password\" does not exist", "column \"password\" does not exist"),
        ] {
            assert_eq!(masked_words(text), shown);
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_masked_form(sql in ".{0,60}") {
            masked(&sql);
            masked_words(&sql);
        }

        #[test]
        fn no_password_is_left(password in "[a-zA-Z0-9%éß]{6,12}", before in "[ a-z=':/]{0,10}") {
            for sql in [
                format!("ALTER ROLE a PASSWORD '{password}'"),
                format!("SELECT $x${before} password={password} $x$"),
                format!("DO $x$BEGIN EXECUTE 'ALTER ROLE a PASSWORD ''{password}'' LOGIN'; END$x$"),
                format!("SELECT $x${before} postgresql://u:{password}@h/d$x$"),
            ] {
                prop_assert!(!masked(&sql).contains(&password), "{}", masked(&sql));
                let in_place = masked_in_place(&sql);
                prop_assert!(!in_place.contains(&password), "{in_place}");
                prop_assert_eq!(in_place.chars().count(), sql.chars().count());
            }
        }
    }
}
