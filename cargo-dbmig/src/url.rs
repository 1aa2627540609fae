//! URLs of databases: writing the ones we make, and naming another database on the same server.

use std::fmt::Write;

use postgres::Config;
use postgres::config::Host;

/// Percent-encodes `text` for one segment of a URL's path.
pub(crate) fn encode(text: &str) -> String {
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

/// `url`, or its `key=value` form, with `database` for the database that it names.
pub(crate) fn with_database(url: &str, database: &str) -> String {
    let url = url.trim();
    let Some((scheme, rest)) = url.split_once("://") else {
        let quoted = database.replace('\\', "\\\\").replace('\'', "\\'");
        return format!("{url} dbname='{quoted}'");
    };
    let (address, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let server = address.split('/').next().unwrap_or_default();
    let kept: Vec<&str> =
        parameters.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("dbname=")).collect();
    let question = if kept.is_empty() { "" } else { "?" };
    format!("{scheme}://{server}/{}{question}{}", encode(database), kept.join("&"))
}

/// `user@host:port` of a URL, without a password; `None` if the URL can't be understood.
pub(crate) fn address(url: &str) -> Option<String> {
    let config: Config = url.parse().ok()?;
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => config.get_hostaddrs().first()?.to_string(),
    };
    let user = config.get_user().map(|user| format!("{user}@")).unwrap_or_default();
    Some(format!("{user}{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded() {
        assert_eq!(encode("users"), "users");
        assert_eq!(encode("a b/ü?"), "a%20b%2F%C3%BC%3F");
    }

    #[test]
    fn addresses_hold_no_password() {
        assert_eq!(address("postgres://u:secret@h:1/a").as_deref(), Some("u@h:1"));
        assert_eq!(address("host=/tmp/pg password=secret").as_deref(), Some("/tmp/pg:5432"));
        assert_eq!(address("nonsense"), None);
    }

    #[test]
    fn another_database_on_the_same_server() {
        for (url, expected) in [
            ("postgresql://u:p%25@h:5432/a", "postgresql://u:p%25@h:5432/x%20y"),
            ("postgres://h", "postgres://h/x%20y"),
            ("postgres://h/a?sslmode=disable&dbname=b", "postgres://h/x%20y?sslmode=disable"),
            ("postgres:///a?host=/tmp/pg", "postgres:///x%20y?host=/tmp/pg"),
            ("host=h dbname=a", "host=h dbname=a dbname='x y'"),
        ] {
            let changed = with_database(url, "x y");
            assert_eq!(changed, expected);
            assert_eq!(changed.parse::<postgres::Config>().unwrap().get_dbname(), Some("x y"), "{changed}");
        }
    }
}
