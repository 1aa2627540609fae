//! The two forms of an address: `postgres://…` and `key=value …`.

use std::fmt::Write;

use super::UrlError;
use super::foreign::{self, Dialect};
use super::parameters::{Parameters, meant, unknown};

/// Reads a URL, or the `key=value` form of one.
///
/// # Errors
/// [`UrlError`], which never quotes the text.
pub(super) fn read(text: &str) -> Result<Parameters, UrlError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(UrlError::Empty);
    }
    if text == "embedded" {
        return Err(UrlError::Embedded);
    }
    match text.split_once("://").filter(|(scheme, _)| !scheme.contains('=')) {
        Some((scheme, rest)) => read_url(foreign::dialect(scheme)?, rest),
        None => read_pairs(text),
    }
}

/// `[user[:password]@][host[:port][,…]][/database][?parameter=value[&…]]`, as
/// <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS> has it.
fn read_url(dialect: Dialect, rest: &str) -> Result<Parameters, UrlError> {
    // Some drivers allow a fragment; a `#` is more often a piece of a password, and libpq takes it for one.
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    if before.matches('@').count() > 1 || query.contains('@') {
        return Err(UrlError::At);
    }
    let (place, database) = before.split_once('/').unwrap_or((before, ""));
    if database.contains('@') {
        return Err(UrlError::At);
    }
    let mut parameters = Parameters::default();
    let hosts = match place.split_once('@') {
        Some((person, hosts)) => {
            let (user, password) = person.split_once(':').map_or((person, None), |(u, p)| (u, Some(p)));
            set_decoded(&mut parameters, "user", user)?;
            password.map_or(Ok(()), |password| set_decoded(&mut parameters, "password", password))?;
            hosts
        }
        None => place,
    };
    read_hosts(hosts, &mut parameters)?;
    set_decoded(&mut parameters, "dbname", database)?;
    read_query(query, dialect, &mut parameters)?;
    Ok(parameters)
}

fn set_decoded(parameters: &mut Parameters, keyword: &str, text: &str) -> Result<(), UrlError> {
    let decoded = decode(text)?;
    if !decoded.is_empty() {
        parameters.set(keyword, &decoded);
    }
    Ok(())
}

fn read_hosts(text: &str, parameters: &mut Parameters) -> Result<(), UrlError> {
    let invalid = |what: &str| UrlError::parameter(format!("invalid value for option `{what}`"));
    let (mut hosts, mut ports) = (Vec::new(), Vec::new());
    for part in text.split(',') {
        let (host, port) = match part.strip_prefix('[') {
            Some(bracketed) => {
                let (host, rest) = bracketed.split_once(']').ok_or_else(|| invalid("host"))?;
                let port = if rest.is_empty() {
                    ""
                } else {
                    rest.strip_prefix(':').ok_or_else(|| invalid("host"))?
                };
                (host, port)
            }
            None => part.split_once(':').unwrap_or((part, "")),
        };
        hosts.push(decode(host)?);
        ports.push(decode(port)?);
    }
    if hosts.iter().any(|host| !host.is_empty()) {
        parameters.set("host", &hosts.join(","));
    }
    if ports.iter().any(|port| !port.is_empty()) {
        parameters.set("port", &ports.join(","));
    }
    Ok(())
}

fn read_query(query: &str, dialect: Dialect, parameters: &mut Parameters) -> Result<(), UrlError> {
    // What follows a secret with a `&` in it is a piece of it.
    let mut after_secret = false;
    let mut hosts = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = pair.split_once('=') else {
            let shown = Some(pair).filter(|name| !after_secret && !meant(name).is_empty());
            let shown = shown.map(|name| format!(" `{name}`")).unwrap_or_default();
            return Err(UrlError::parameter(format!("the option{shown} has no value")));
        };
        let (name, value) = (decode(name)?, decode(value)?);
        if name == "host" {
            hosts.push(value);
        } else if !foreign::translate(dialect, &name, &value, parameters)? && !parameters.set(&name, &value) {
            return Err(unknown(&name, !after_secret));
        }
        after_secret |= name.to_ascii_lowercase().contains("passw");
    }
    foreign::hosts(dialect, &hosts, parameters)?;
    foreign::settle(dialect, parameters)
}

fn decode(text: &str) -> Result<String, UrlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else { return Err(UrlError::Percent) };
        let byte = u8::try_from(high * 16 + low).map_err(|_| UrlError::Percent)?;
        if byte == 0 {
            return Err(UrlError::Percent);
        }
        bytes.push(byte);
    }
    String::from_utf8(bytes).map_err(|_| UrlError::Percent)
}

/// `key=value key='a value'`, as <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE> has it.
fn read_pairs(text: &str) -> Result<Parameters, UrlError> {
    if !text.contains('=') {
        return Err(UrlError::Scheme);
    }
    if text.contains(';') && text.to_ascii_lowercase().starts_with("host=") {
        return Err(UrlError::advised(
            "it looks like the connection string of a .NET program",
            "give one like postgres://user:password@host:5432/database",
        ));
    }
    let unread = || {
        UrlError::parameter(
            "it could not be read as key=value pairs; a value with spaces needs single quotes",
        )
    };
    let mut parameters = Parameters::default();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).ok_or_else(unread)?;
        let (name, after) = rest.split_at(end);
        let value = after.trim_start().strip_prefix('=').ok_or_else(unread)?;
        let (value, after) = read_value(value.trim_start()).ok_or_else(unread)?;
        if !parameters.set(name, &value) {
            return Err(if meant(name).is_empty() { unread() } else { unknown(name, false) });
        }
        rest = after.trim_start();
    }
    Ok(parameters)
}

/// The value that `text` begins with, and what follows it.
fn read_value(text: &str) -> Option<(String, &str)> {
    let (quoted, body) = text.strip_prefix('\'').map_or((false, text), |body| (true, body));
    let mut value = String::new();
    let mut characters = body.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            '\'' if quoted => return Some((value, body.get(at + 1..)?)),
            c if !quoted && c.is_whitespace() => return Some((value, body.get(at..)?)),
            c => value.push(c),
        }
    }
    if quoted { None } else { Some((value, "")) }
}

/// The URL that says what `parameters` say.
pub(super) fn write(parameters: &Parameters) -> String {
    let part = |keyword: &str| parameters.get(keyword).map(encode).unwrap_or_default();
    let mut url = "postgresql://".to_owned();
    let person = match parameters.get("password") {
        Some(password) => format!("{}:{}@", part("user"), encode(password)),
        None if parameters.get("user").is_some() => format!("{}@", part("user")),
        None => String::new(),
    };
    let hosts: Vec<&str> = parameters.get("host").unwrap_or_default().split(',').collect();
    let ports: Vec<&str> = parameters.get("port").unwrap_or_default().split(',').collect();
    // With another number of ports than of hosts, both are said as they were.
    let in_place = ports.len() == hosts.len();
    let place = |(index, host): (usize, &&str)| {
        // The colons of an address are its own there; the `%` before its zone is not.
        let bracketed = || format!("[{}]", encode(host).replace("%3A", ":"));
        let host = if host.contains(':') { bracketed() } else { encode(host) };
        let port = ports.get(index).filter(|port| in_place && !port.is_empty());
        port.map_or(host.clone(), |port| format!("{host}:{}", encode(port)))
    };
    let places: Vec<String> = hosts.iter().enumerate().map(place).collect();
    let _ = write!(url, "{person}{}/{}", places.join(","), part("dbname"));
    let mut separator = '?';
    for (keyword, value) in parameters.iter() {
        let is_said = match keyword {
            "user" | "password" | "host" | "dbname" => true,
            "port" => in_place,
            _ => false,
        };
        if !is_said {
            let _ = write!(url, "{separator}{keyword}={}", encode(value));
            separator = '&';
        }
    }
    url
}

/// Percent-encodes `text` for any place of a URL.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for url in [
            "postgres://[fe80::1%25lo]:5432/d",
            "postgres://ann@[::1],[fe80::1%25eth0]:1/d",
            "postgres:///d?host=a:%5D%40b",
            "host='/tmp/a:b' user=ann",
        ] {
            let parameters = read(url).unwrap();
            let written = write(&parameters);
            assert!(read(&written).unwrap() == parameters, "{url}: {written}");
        }
        assert_eq!(
            write(&read("postgres://[fe80::1%25lo]:5432/d").unwrap()),
            "postgresql://[fe80::1%25lo]:5432/d"
        );
    }
}
