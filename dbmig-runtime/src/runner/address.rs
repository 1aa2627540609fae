//! Where a database is: URLs, and what may be printed of them.

use std::fmt;

use postgres::Config;
use postgres::config::{Host, SslMode};

use crate::revision::similar;

/// A server and a database on it, as messages name it: `user@host:port/database`, never with a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(into = "String")]
pub struct Address(String);

impl Address {
    /// The address in a URL, or in the `key=value` form of one.
    ///
    /// # Errors
    /// [`UrlError`], which never quotes the URL.
    pub fn of(url: &str) -> Result<Self, UrlError> {
        Ok(parse(url)?.1)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

/// Why a URL can't be used. No variant holds a part of the URL that could be a password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlError {
    /// There is no text.
    Empty,
    /// Neither `postgres://…` nor `key=value …`.
    Scheme,
    /// The word `embedded`, which only cargo-dbmig can turn into a server.
    Embedded,
    /// A `%` that no two hexadecimal digits follow.
    Percent,
    /// More than one `@`, or one after a `?`: the driver would take another part of the URL for the host.
    At,
    /// The driver's words: a parameter that it doesn't know, or a value that doesn't fit.
    Parameter {
        /// What is wrong, without any value.
        detail: String,
    },
    /// The URL insists on encryption, which dbmig can't do yet.
    Tls,
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the database URL is empty",
            Self::Scheme => "the database URL does not start with postgres:// or postgresql://",
            Self::Embedded => "the database URL is `embedded`, which only `cargo dbmig` can start",
            Self::Percent => "the database URL holds a `%` that no two hexadecimal digits follow",
            Self::At => "the database URL holds more than one `@`, or one after a `?`",
            Self::Parameter { detail } => return write!(f, "the database URL can't be used: {detail}"),
            Self::Tls => "the database URL asks for sslmode=require, and this version of dbmig can't encrypt",
        })
    }
}

impl UrlError {
    /// What to do about it.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Empty | Self::Scheme => "give one like postgres://user:password@host:5432/database",
            Self::Embedded => {
                "run the verb as `cargo dbmig …`, or give the URL of a server (`cargo dbmig serve` prints that of the embedded one)"
            }
            Self::Percent => "write each `%` of a user name or password as `%25`",
            Self::At => {
                "write each `@` of a user name, password or parameter as `%40`, and each `?` as `%3F`"
            }
            Self::Parameter { .. } => {
                "correct the parameters of the URL (https://www.postgresql.org/docs/current/libpq-connect.html)"
            }
            Self::Tls => "use sslmode=prefer or disable on a network you trust, or a local tunnel",
        }
    }
}

impl std::error::Error for UrlError {}

/// Reads a URL, or the `key=value` form of one.
///
/// # Errors
/// [`UrlError`], which never quotes the URL.
pub(super) fn parse(url: &str) -> Result<(Config, Address), UrlError> {
    let url = url.trim();
    check(url)?;
    let config: Config = url.parse().map_err(|error| parameter_error(url, &error))?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(UrlError::Tls);
    }
    let address = address(&config);
    Ok((config, address))
}

/// What the driver would take in silence or report with a piece of the password.
fn check(url: &str) -> Result<(), UrlError> {
    if url.is_empty() {
        return Err(UrlError::Empty);
    }
    if url == "embedded" {
        return Err(UrlError::Embedded);
    }
    let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| !scheme.contains('=')) else {
        return if url.contains('=') { Ok(()) } else { Err(UrlError::Scheme) };
    };
    if !matches!(scheme, "postgres" | "postgresql") {
        return Err(UrlError::Scheme);
    }
    if rest.split('%').skip(1).any(|after| !starts_with_two_hex_digits(after)) {
        return Err(UrlError::Percent);
    }
    let (before, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    if before.matches('@').count() > 1 || parameters.contains('@') { Err(UrlError::At) } else { Ok(()) }
}

fn starts_with_two_hex_digits(text: &str) -> bool {
    let mut digits = text.bytes().take(2).map(|byte| byte.is_ascii_hexdigit());
    digits.next() == Some(true) && digits.next() == Some(true)
}

fn parameter_error(url: &str, error: &postgres::Error) -> UrlError {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let unknown = cause.strip_prefix("unknown option `").and_then(|name| name.strip_suffix('`'));
    let detail = match unknown {
        _ if url.contains("://") => cause,
        // What looks like a parameter may be a piece of a password with spaces, unless it is nearly a known one.
        Some(name) if !meant(name).is_empty() => {
            format!("{cause} (did you mean {}?)", meant(name).join(" or "))
        }
        _ => "it could not be read as key=value pairs; a value with spaces needs single quotes".to_owned(),
    };
    UrlError::Parameter { detail }
}

/// The parameters with nearly this name, or with the same letters in another order.
fn meant(name: &str) -> Vec<String> {
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    let swapped = PARAMETERS.into_iter().find(|known| letters(known) == letters(name));
    swapped.map_or_else(|| similar(name, PARAMETERS), |known| vec![known.to_owned()])
}

/// What the driver knows.
const PARAMETERS: [&str; 18] = [
    "user",
    "password",
    "dbname",
    "options",
    "application_name",
    "sslmode",
    "sslnegotiation",
    "host",
    "hostaddr",
    "port",
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "target_session_attrs",
    "channel_binding",
];

fn address(config: &Config) -> Address {
    let ports = config.get_ports();
    let port = |index: usize| ports.get(index).or(ports.first()).copied().unwrap_or(5432);
    let mut hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .enumerate()
        .map(|(index, host)| match host {
            Host::Tcp(name) => format!("{name}:{}", port(index)),
            #[cfg(unix)]
            Host::Unix(path) => format!("{}:{}", path.display(), port(index)),
        })
        .collect();
    if hosts.is_empty() {
        hosts =
            config.get_hostaddrs().iter().enumerate().map(|(i, ip)| format!("{ip}:{}", port(i))).collect();
    }
    let user = config.get_user().map(|user| format!("{user}@")).unwrap_or_default();
    let database = config.get_dbname().or(config.get_user()).unwrap_or_default();
    Address(format!("{user}{}/{database}", hosts.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_show_no_password() {
        for (url, address) in [
            ("postgres://ann:s3cret@db.example:6543/shop", "ann@db.example:6543/shop"),
            ("postgresql://ann:s3%25cret@db/shop?connect_timeout=3", "ann@db:5432/shop"),
            ("postgres://ann:s3cret@a:1,b:2/shop", "ann@a:1,b:2/shop"),
            ("host=/run/pg user=ann password='s3 cret' dbname=shop", "ann@/run/pg:5432/shop"),
            ("postgres:///shop?host=/run/pg&user=ann", "ann@/run/pg:5432/shop"),
        ] {
            assert_eq!(parse(url).unwrap().1.to_string(), address);
        }
    }

    #[test]
    fn bad_urls_are_explained_without_quoting_them() {
        let parameter = |detail: &str| UrlError::Parameter { detail: detail.to_owned() };
        for (url, error) in [
            ("", UrlError::Empty),
            ("embedded", UrlError::Embedded),
            ("mysql://ann:s3cret@db/shop", UrlError::Scheme),
            ("db:5432", UrlError::Scheme),
            ("postgres://ann:s3%cret@db/shop", UrlError::Percent),
            ("postgres://ann:s3cret%@db/shop", UrlError::Percent),
            ("postgres://ann:s3%é@db/shop", UrlError::Percent),
            ("postgres://ann:s3@cret@db/shop", UrlError::At),
            ("postgres://ann:s3@cret/x@db/shop", UrlError::At),
            ("postgres://ann:s3?x@cret@db/shop", UrlError::At),
            ("postgres://db/shop?user=ann&password=s3@cret", UrlError::At),
            ("postgres://ann:s3@b?cret@db/shop", UrlError::At),
            ("postgres://ann:s3cret@db:x/shop", parameter("invalid value for option `port`")),
            ("postgres://ann:s3cret@db/shop?colour=red", parameter("unknown option `colour`")),
        ] {
            let found = parse(url).unwrap_err();
            assert_eq!(found, error, "{url}");
            assert!(!format!("{found} {} {found:?}", found.next_step()).contains("cret"), "{url}");
        }
        let found = parse("host=db password=s3 cret=x").unwrap_err();
        assert!(!format!("{found} {found:?}").contains("cret"));
        let found = parse("host=db password=s3cret hots=x").unwrap_err();
        assert!(found.to_string().ends_with("unknown option `hots` (did you mean host?)"), "{found}");
    }

    #[test]
    fn encryption_is_refused() {
        assert_eq!(parse("postgres://db/shop?sslmode=require").unwrap_err(), UrlError::Tls);
    }
}
