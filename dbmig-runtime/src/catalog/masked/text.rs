//! Any text, which may hold SQL, what libpq reads (`key=value`) or URLs, without passwords.

use std::ops::Range;

use super::KEYS;

/// `text` without the values of `password=` and `PASSWORD '…'`, and without what is between `:` and `@` of a URL; and whether it ends
/// within such a value. `is_literal`: it is what is between quotes, where a value goes on up to white space.
pub(super) fn without_passwords(
    text: &str,
    is_literal: bool,
    mask: &dyn Fn(&str) -> String,
) -> (String, bool) {
    let lower = text.to_ascii_lowercase();
    let mut shown = String::with_capacity(text.len());
    let (mut done, mut is_open) = (0, false);
    let keyed_from = |from| key_value(text, &lower, from, is_literal);
    let (mut keyed, mut in_url) = (keyed_from(0), url_password(text, 0));
    while let Some(secret) =
        [&keyed, &in_url].into_iter().flatten().min_by_key(|secret| secret.start).cloned()
    {
        shown.push_str(text.get(done..secret.start).unwrap_or_default());
        shown.push_str(&mask(text.get(secret.clone()).unwrap_or_default()));
        done = secret.end;
        is_open = done == text.len();
        // Only what is passed is looked for again: a long text is read once.
        if keyed.as_ref().is_some_and(|keyed| keyed.start <= done) {
            keyed = keyed_from(done);
        }
        if in_url.as_ref().is_some_and(|in_url| in_url.start <= done) {
            in_url = url_password(text, done);
        }
    }
    shown.push_str(text.get(done..).unwrap_or_default());
    (shown, is_open)
}

/// `text` without what is between `:` and `@` of a URL.
pub(super) fn without_url_passwords(text: &str, mask: &dyn Fn(&str) -> String) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    while let Some(secret) = url_password(text, done) {
        shown.push_str(text.get(done..secret.start).unwrap_or_default());
        shown.push_str(&mask(text.get(secret.clone()).unwrap_or_default()));
        done = secret.end;
    }
    shown + text.get(done..).unwrap_or_default()
}

/// True if `text` has a key whose value is put behind it, or in the place of a `%L`.
pub(super) fn leads_to_more(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    keys(&lower, 0).any(|key| {
        let rest = lower.get(key.end..).unwrap_or_default();
        let rest = rest.trim_start_matches([' ', '\t', '\n', '=', ':', '\'', '"', '\\']);
        rest.is_empty() || rest.starts_with('%')
    })
}

/// Where keys are in `lower`, from `from` on.
fn keys(lower: &str, from: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    lower.get(from..).unwrap_or_default().match_indices(['p', 's']).filter_map(move |(at, _)| {
        let start = from + at;
        let key = KEYS.iter().find(|key| lower.get(start..).is_some_and(|rest| rest.starts_with(**key)))?;
        Some(start..start + key.len())
    })
}

/// The next value of a key, behind `from`: `key=value`, or `KEY 'value'`.
fn key_value(text: &str, lower: &str, from: usize, is_literal: bool) -> Option<Range<usize>> {
    keys(lower, from).find_map(|key| value_after(text, key, is_literal))
}

fn value_after(text: &str, key: Range<usize>, is_literal: bool) -> Option<Range<usize>> {
    let (before, rest) = text.split_at_checked(key.end)?;
    let before = before.get(..key.start)?;
    // A quote that ends a name, which is looked for only here: a long word is read once.
    let rest = match quote(rest).and_then(|quote| Some((quote, opened(before)?))) {
        Some(("\"", _)) => rest.get(1..)?,
        Some((quote, before)) => return next_argument(text, before, rest.get(quote.len()..)?, quote),
        None => rest,
    };
    let rest = rest.trim_start();
    let value = rest.strip_prefix(':').unwrap_or(rest).strip_prefix('=');
    let (value, length) = match value.map(|value| value.strip_prefix('>').unwrap_or(value)) {
        Some(value) => assigned(value.trim_start_matches(' '), before, is_literal)?,
        None => put_behind(rest)?,
    };
    let start = text.len() - value.len();
    Some(start..start + length).filter(|range| !range.is_empty())
}

/// The value of `key=value`, with what follows, and its length.
fn assigned<'a>(value: &'a str, before: &str, is_literal: bool) -> Option<(&'a str, usize)> {
    if let Some(quote) = quote(value) {
        let value = value.get(quote.len()..)?;
        return Some((value, joined(value, quote)));
    }
    // In a URL, `&` is before the next one.
    let is_in_url = ["?", "&", "?ssl", "&ssl"].iter().any(|end| before.ends_with(end));
    let end = unquoted(value, is_in_url, is_literal);
    // What looks like a literal may be none, so that its beginning is secret, too.
    let literal = opening(value).and_then(|(open, close)| {
        let body = value.get(open..)?;
        Some(closing(body, close).map_or(value.len(), |at| open + at + close.len()))
    });
    Some((value, literal.map_or(end, |literal| literal.max(end))))
}

/// The value of `KEY 'value'`, with what follows, and its length.
fn put_behind(rest: &str) -> Option<(&str, usize)> {
    let rest = after_to(rest);
    let place = format_place(rest);
    let (open, close) = opening(rest.get(place..)?).filter(|(_, close)| *close != "\"")?;
    let value = rest.get(place + open..)?;
    let length = joined(value, close);
    // `'… PASSWORD %L', 'value'`: the quote ends a literal, and which of the next ones is the value isn't known.
    let is_put_in = place > 0 || value.trim_start().starts_with([',', '|']);
    let last = value.lines().next().filter(|_| is_put_in).and_then(|line| line.rfind(close));
    Some((value, last.map_or(length, |last| last.max(length))))
}

/// What is before the quote that opens a name of which a key is the end: `'app.password`.
fn opened(before: &str) -> Option<&str> {
    let quotes = ['\'', '"', '\\'];
    let before = before.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
    before.ends_with(quotes).then(|| before.trim_end_matches(quotes))
}

/// The literal behind one that is a key, unless both are in a list: `set_config('password', 'x')`, and not `IN ('password', 'x')`.
fn next_argument(text: &str, before: &str, behind: &str, of: &str) -> Option<Range<usize>> {
    let list = before.strip_suffix('(').map(str::trim_end).unwrap_or_default();
    let of_list = list.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    if before.ends_with('[') || ["in", "enum"].iter().any(|word| of_list.eq_ignore_ascii_case(word)) {
        return None;
    }
    let value = behind.trim_start().strip_prefix(',')?.trim_start().strip_prefix(of)?;
    let start = text.len() - value.len();
    Some(start..start + joined(value, of)).filter(|range| !range.is_empty())
}

/// Within a literal the quotes of a value are doubled, or follow a backslash.
fn quote(text: &str) -> Option<&'static str> {
    ["''", "\\'", "'", "\""].into_iter().find(|quote| text.starts_with(quote))
}

/// The length of what opens a literal, and what closes it: `'`, `E''`, `$x$`.
fn opening(text: &str) -> Option<(usize, &str)> {
    if let Some(tag) = text.strip_prefix('$') {
        let end = tag.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let delimiter = text.get(..end + 2).filter(|delimiter| delimiter.ends_with('$'))?;
        return Some((delimiter.len(), delimiter));
    }
    let prefix = ["", "E", "e", "U&", "u&"]
        .into_iter()
        .find(|prefix| text.strip_prefix(prefix).is_some_and(|rest| quote(rest).is_some()))?;
    let quote = quote(text.get(prefix.len()..)?)?;
    Some((prefix.len() + quote.len(), quote))
}

/// What is behind the `TO` of `SET app.password TO 'x'`.
fn after_to(text: &str) -> &str {
    match text.split_at_checked(2) {
        Some((to, rest)) if to.eq_ignore_ascii_case("to") && rest.starts_with(char::is_whitespace) => {
            rest.trim_start()
        }
        _ => text,
    }
}

/// The length of a place of `format`: `%L`, `%2$L`.
fn format_place(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('%') else { return 0 };
    let kind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '$' || c == '-');
    match kind.starts_with(['L', 's', 'I']) {
        true => text.len() - kind.len() + 1,
        false => 0,
    }
}

/// The length of a value without quotes.
fn unquoted(value: &str, is_in_url: bool, is_literal: bool) -> usize {
    let mut last = ' ';
    // A space that is part of it follows a backslash.
    let end = value.find(|c: char| {
        // An escape sequence of a terminal is the end of what a message marks.
        let is_marked = c == '\u{1b}' && !is_literal;
        let is_end = (c.is_whitespace() && last != '\\') || (c == '&' && is_in_url) || is_marked;
        last = c;
        is_end
    });
    let value = value.get(..end.unwrap_or(value.len())).unwrap_or(value);
    match is_literal {
        true => value.len(),
        // The end of what it is in: `(password=x);`.
        false => value.trim_end_matches([')', ';', ',', '\'', '"', '`']).len(),
    }
}

/// The length of what a literal holds, with those that it is joined with over the end of a line.
fn joined(value: &str, close: &str) -> usize {
    let mut end = 0;
    while let Some(found) = value.get(end..).and_then(|rest| closing(rest, close)) {
        end += found;
        let rest = value.get(end + close.len()..).unwrap_or_default();
        let next = rest.trim_start();
        let space = rest.get(..rest.len() - next.len()).unwrap_or_default();
        if close.starts_with('$') || !space.contains('\n') || !next.starts_with(close) {
            return end;
        }
        end += close.len() + space.len() + close.len();
    }
    value.len()
}

/// Where the quote stands that ends a literal: one that is doubled, or behind a backslash, is part of it.
fn closing(text: &str, quote: &str) -> Option<usize> {
    if quote.starts_with('$') {
        return text.find(quote);
    }
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(quote)?;
        let after = at + quote.len();
        let is_escaped = text.get(..at)?.ends_with('\\');
        match text.get(after..)?.starts_with(quote) {
            true if !is_escaped => from = after + quote.len(),
            _ if is_escaped => from = after,
            _ => return Some(at),
        }
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
