//! SQL as it may be kept and shown: without passwords.

mod text;

use super::{Token, TokenKind, tokens};
use text::{leads_to_more, without_passwords, without_url_passwords};

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
        true => without_passwords(text, false, &|_| "***".to_owned()).0,
        false => text.to_owned(),
    }
}

/// One value, such as an argument, in which a password goes on up to white space.
#[cfg(feature = "cli")]
pub(crate) fn masked_value(value: &str) -> String {
    without_passwords(value, true, &|_| "***".to_owned()).0
}

/// Most SQL has none, and may be long.
fn may_have_one(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    KEYS.iter().chain(&["://"]).any(|word| lower.contains(word))
}

/// What a password stands behind; as part of longer words, too.
const KEYS: [&str; 4] = ["password", "passwd", "passcode", "secret"];

/// True for a name that ends in such a word: `password`, `app.db_password`.
fn is_key(name: &str) -> bool {
    let last = name.rsplit(['_', '.', '-']).next().unwrap_or(name).to_ascii_lowercase();
    KEYS.contains(&&*last) || last == "sslpassword"
}

/// Bodies in dollars that are in each other are read as SQL so deep.
const DEEPEST: usize = 8;

/// What the next literal is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Shown,
    /// The value of a key.
    Secret,
    /// The rest of a secret, if nothing but space or `||` is between them.
    Rest,
    /// The value of a key that is a literal itself: `set_config('app.password', …)`.
    OfLiteral,
    /// Put into a text that ends in a key, as everything else up to the end of the statement may be.
    PutIn,
}

type Mask<'a> = &'a dyn Fn(&str) -> String;

fn masked_by(sql: &str, mask: Mask<'_>, depth: usize) -> String {
    if !may_have_one(sql) {
        return sql.to_owned();
    }
    let mut masked = String::with_capacity(sql.len());
    // Within a body in dollars, which may be any text, what is between the literals is looked through.
    let mut between = String::new();
    let (mut next, mut lists) = (Next::Shown, Lists::default());
    for token in tokens(sql) {
        lists.pass(token);
        if token.kind == TokenKind::Literal {
            let (text, ends_inside) = without_passwords(&std::mem::take(&mut between), true, mask);
            masked.push_str(&text);
            // `password=pa'cret`: no SQL, and one value.
            let next_is = if ends_inside { Next::Rest } else { next };
            let (text, then) = literal(token.text, next_is, lists.is_in_one(), mask, depth);
            masked.push_str(&text);
            next = then;
            continue;
        }
        next = after(token, next);
        match (depth, token.kind) {
            (1.., _) => between.push_str(token.text),
            // Comments are space.
            (0, TokenKind::Space) => masked.push_str(&without_passwords(token.text, false, mask).0),
            (0, _) => masked.push_str(token.text),
        }
    }
    masked + &without_passwords(&between, true, mask).0
}

/// A literal as it may be shown, and what comes after it.
fn literal(literal: &str, next: Next, is_in_list: bool, mask: Mask<'_>, depth: usize) -> (String, Next) {
    let (open, body, close) = split(literal);
    if next != Next::Shown {
        let then = if next == Next::PutIn { Next::PutIn } else { Next::Rest };
        return (format!("{open}{}{close}", mask(body)), then);
    }
    let (text, ends_inside) = match open.starts_with('$') && depth < DEEPEST {
        // SQL, or any other text: what looks like the start of a literal may be in the middle of a URL.
        true => (masked_by(&without_url_passwords(body, mask), mask, depth + 1), false),
        false => without_passwords(body, true, mask),
    };
    let then = match body.contains(char::is_whitespace) {
        false if is_key(body) && !is_in_list => Next::OfLiteral,
        false if is_key(body) => Next::Shown,
        _ if leads_to_more(body) => Next::PutIn,
        _ if ends_inside => Next::Rest,
        _ => Next::Shown,
    };
    (format!("{open}{text}{close}"), then)
}

/// What the next literal is behind `token`, which is none.
fn after(token: Token<'_>, next: Next) -> Next {
    let word = token.identifier().unwrap_or_default();
    match (next, token.text) {
        _ if token.kind == TokenKind::Space => next,
        (_, ";") => Next::Shown,
        (Next::PutIn, _) => Next::PutIn,
        (Next::Rest, "|") | (Next::OfLiteral, "," | "::") => next,
        (Next::OfLiteral, _) if word == "text" => next,
        // `password = 'x'`: a comparison, or an option of an extension; or what a variable is set to.
        (Next::Secret, "=" | ":" | ">") => next,
        (Next::Secret, _) if word == "to" => next,
        _ if is_key(&word) => Next::Secret,
        _ => Next::Shown,
    }
}

/// Lists of literals that stand for themselves, a key among them: `IN ('password', 'oauth')`.
#[derive(Default)]
struct Lists {
    is_announced: bool,
    is_in_one: bool,
}

impl Lists {
    fn pass(&mut self, token: Token<'_>) {
        match token.text {
            _ if token.kind == TokenKind::Space => return,
            "(" => self.is_in_one = self.is_announced,
            "[" => self.is_in_one = true,
            ")" | "]" => self.is_in_one = false,
            _ => {}
        }
        self.is_announced = ["in", "enum"].iter().any(|word| token.text.eq_ignore_ascii_case(word));
    }

    fn is_in_one(&self) -> bool {
        self.is_in_one
    }
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
            (
                "SELECT 'password', 'x', $$'password', 'x'$$",
                "SELECT 'password', '***', $$'password', '***'$$",
            ),
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
    fn a_value_of_libpq_goes_on_up_to_white_space() {
        for value in ["pa;cret", "pa$cret", "pa)cret", "pa&cret", r"pa\ cret", "$pa", "pa''cret"] {
            let (sql, shown) = ("CONNECTION 'host=h password=", "CONNECTION 'host=h password=***");
            assert_eq!(masked(&format!("{sql}{value} dbname=d'")), format!("{shown} dbname=d'"));
            assert_eq!(masked(&format!("{sql}{value}'")), format!("{shown}'"));
        }
        for (sql, shown) in [
            ("SELECT $$host=h password=pa;cret port=1$$", "SELECT $$host=h password=*** port=1$$"),
            ("SELECT $$password=pa'cret$$, 'x'", "SELECT $$password=***'***$$, 'x'"),
            (
                "SELECT 'postgres://h/d?password=a;b&sslmode=a'",
                "SELECT 'postgres://h/d?password=***&sslmode=a'",
            ),
            ("SELECT 1 -- (password=s3cret);\n, 2", "SELECT 1 -- (password=***);\n, 2"),
            ("SELECT 'password=s3' || 'cret', 'x'", "SELECT 'password=***' || '***', 'x'"),
        ] {
            assert_eq!(masked(sql), shown);
        }
    }

    #[test]
    fn literals_behind_a_key_are_masked() {
        for (sql, shown) in [
            ("EXECUTE 'ALTER ROLE a PASSWORD E''s3cret'''", "EXECUTE 'ALTER ROLE a PASSWORD E''***'''"),
            ("EXECUTE 'PASSWORD $q$s3cret$q$ LOGIN'", "EXECUTE 'PASSWORD $q$***$q$ LOGIN'"),
            (
                "EXECUTE format('ALTER ROLE a PASSWORD %L', 's3cret'); SELECT 'x'",
                "EXECUTE format('ALTER ROLE a PASSWORD %L', '***'); SELECT 'x'",
            ),
            (
                "format('ALTER ROLE %I PASSWORD %2$L LOGIN', 'a', 's3cret')",
                "format('ALTER ROLE %I PASSWORD %2$L LOGIN', '***', '***')",
            ),
            (
                "EXECUTE 'ALTER ROLE a PASSWORD ' || quote_literal('s3cret')",
                "EXECUTE 'ALTER ROLE a PASSWORD ' || quote_literal('***')",
            ),
            (
                "DO $$ BEGIN EXECUTE 'PASSWORD ''' || 's3cret' || ''''; PERFORM 'x'; END $$",
                "DO $$ BEGIN EXECUTE 'PASSWORD ''' || '***' || '***'; PERFORM 'x'; END $$",
            ),
            (
                "SELECT set_config('app.password', 's3cret', false)",
                "SELECT set_config('app.password', '***', false)",
            ),
            (
                "EXECUTE 'SELECT set_config(''app.password'', ''s3cret'', false)'",
                "EXECUTE 'SELECT set_config(''app.password'', ''***'', false)'",
            ),
            ("SET app.password TO 's3cret'", "SET app.password TO '***'"),
            ("SET app.db_password = 's3cret'", "SET app.db_password = '***'"),
            ("DO $$ BEGIN v_password := 's3cret'; END $$", "DO $$ BEGIN v_password := '***'; END $$"),
            ("PASSWORD 's3'\n'cret' LOGIN", "PASSWORD '***'\n'***' LOGIN"),
            ("CHECK (kind IN ('password', 'oauth'))", "CHECK (kind IN ('password', 'oauth'))"),
            (
                "ANY (ARRAY['a'::text, 'password'::text, 'oauth'::text])",
                "ANY (ARRAY['a'::text, 'password'::text, 'oauth'::text])",
            ),
            ("CREATE TYPE t AS ENUM ('password', 'oauth')", "CREATE TYPE t AS ENUM ('password', 'oauth')"),
            ("SELECT current_setting('app.password'), 'x'", "SELECT current_setting('app.password'), 'x'"),
        ] {
            assert_eq!(masked(sql), shown);
            assert_eq!(masked_in_place(sql).chars().count(), sql.chars().count());
        }
    }

    #[test]
    fn long_texts_are_read_once() {
        for piece in [
            "password ",
            "password=",
            "password=$a$ ",
            "password %",
            "password', ",
            "'password',",
            "'password','x',",
            "passwordE'",
            "password",
            "://",
            "password=\\ ",
            "password 'x'\n",
            "$a$ password ",
            "password 'x\\'",
            "?password=&",
        ] {
            let text = piece.repeat(200_000 / piece.len());
            let start = std::time::Instant::now();
            masked(&text);
            masked(&format!("SELECT $b${text}$b$"));
            masked_words(&text);
            assert!(start.elapsed().as_secs() < 10, "{piece}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn what_a_server_says_is_masked() {
        for (text, shown) in [
            (
                "SQL statement \"ALTER ROLE a PASSWORD E's3cret'\" and \"PASSWORD $q$s3$q$\"",
                "SQL statement \"ALTER ROLE a PASSWORD E'***'\" and \"PASSWORD $q$***$q$\"",
            ),
            (
                "\"SELECT set_config('app.password', 's3cret', false)\"",
                "\"SELECT set_config('app.password', '***', false)\"",
            ),
            (
                "\"format('ALTER ROLE a PASSWORD %L', 's3cret')\"\nline 'x'",
                "\"format('ALTER ROLE a PASSWORD %L'***')\"\nline 'x'",
            ),
            ("\"'ALTER ROLE a PASSWORD ' || quote_literal('s3cret')\"", "\"'ALTER ROLE a PASSWORD '***')\""),
            ("\"SET app.password TO 's3'\n'cret'\"", "\"SET app.password TO '***'\""),
            ("OPTIONS (SET \"password\" 's3cret')", "OPTIONS (SET \"password\" '***')"),
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
        fn no_password_is_left(password in "[a-zA-Z0-9%éß;$)&,(|]{6,12}", before in "[ a-z=':/]{0,10}") {
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
