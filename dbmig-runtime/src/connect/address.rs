//! What may be printed of an address.

use std::fmt;

use super::UrlError;
use super::destination::{Destination, Host, Place};

/// A server and a database on it, as messages name it: `user@host:port/database`, never with a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(into = "String")]
pub struct Address {
    server: String,
    database: String,
}

impl Address {
    /// The address in a URL, or in the `key=value` form of one.
    ///
    /// # Errors
    /// [`UrlError`], which never quotes the URL.
    pub fn of(url: &str) -> Result<Self, UrlError> {
        Ok(Destination::of(url)?.address)
    }

    pub(super) fn new(user: Option<&str>, places: &[Place], database: Option<&str>) -> Self {
        let place = |place: &Place| match &place.host {
            Host::Name(name) if name.contains(':') => format!("[{name}]:{}", place.port),
            Host::Name(name) => format!("{name}:{}", place.port),
            Host::Socket(folder) => format!("{}:{}", folder.display(), place.port),
        };
        let places: Vec<String> = places.iter().map(place).collect();
        let person = user.map(|user| format!("{user}@")).unwrap_or_default();
        let database = database.or(user).unwrap_or_default().to_owned();
        Self { server: format!("{person}{}", places.join(",")), database }
    }

    /// `user@host:port`, without the database.
    pub fn server(&self) -> &str {
        &self.server
    }
}

/// True if every host of the URL is this machine.
pub fn is_local(url: &str) -> bool {
    Destination::of(url).is_ok_and(|destination| destination.is_local())
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self == Self::default() {
            true => Ok(()),
            false => write!(f, "{}/{}", self.server, self.database),
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
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
            ("postgres://ann:s3cret@a,b:2/shop", "ann@a:5432,b:2/shop"),
            ("postgres://[::1]:6000/shop", "[::1]:6000/shop"),
            ("host=/run/pg user=ann password='s3 cret' dbname=shop", "ann@/run/pg:5432/shop"),
            ("postgres:///shop?host=/run/pg&user=ann", "ann@/run/pg:5432/shop"),
            ("postgres://ann@%2Frun%2Fpg:6000", "ann@/run/pg:6000/ann"),
            ("host=a,b port=6000 dbname = shop", "a:6000,b:6000/shop"),
            ("hostaddr=10.0.0.1 dbname=shop", "10.0.0.1:5432/shop"),
        ] {
            assert_eq!(Address::of(url).unwrap().to_string(), address);
        }
    }

    #[test]
    fn bad_urls_are_explained_without_quoting_them() {
        let parameter = |detail: &str| UrlError::parameter(detail);
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
            ("postgres://ann:s3/cret@db/shop", UrlError::At),
            ("postgres://ann:s3?x@cret@db/shop", UrlError::At),
            ("postgres://db/shop?user=ann&password=s3@cret", UrlError::At),
            ("postgres://ann:s3@b?cret@db/shop", UrlError::At),
            ("postgres://ann:s3cret@db:x/shop", parameter("invalid value for option `port`")),
            (
                "postgres://ann:s3cret@db/shop?port=1,2",
                UrlError::advised(
                    "host, hostaddr and port name different numbers of servers",
                    "give each host its port, or one port for all",
                ),
            ),
            (
                "postgres://db/shop?user=ann&password=s3&cret=x",
                parameter("it holds an option that isn't known"),
            ),
            ("postgres://db/shop?user=ann&password=s3&cret", parameter("the option has no value")),
        ] {
            let found = Address::of(url).unwrap_err();
            assert_eq!(found, error, "{url}");
            assert!(!format!("{found} {} {found:?}", found.next_step()).contains("cret"), "{url}");
        }
        let found = Address::of("postgres://ann:s3cret@db/shop?colour=red").unwrap_err();
        assert!(found.to_string().ends_with("unknown option `colour`"), "{found}");
        let found = Address::of("host=db password=s3 cret=x").unwrap_err();
        assert!(!format!("{found} {found:?}").contains("cret"));
        let found = Address::of("host=db password=s3cret hots=x").unwrap_err();
        assert!(found.to_string().ends_with("unknown option `hots` (did you mean host?)"), "{found}");
    }

    #[test]
    fn what_can_not_be_honoured_is_refused() {
        for (parameter, expected) in [
            ("gssencmode=require", "`gssencmode`"),
            ("gssencmode=", "`gssencmode`"),
            ("sslcertmode=", "`sslcertmode`"),
            ("require_auth=scram-sha-256", "`require_auth`"),
            ("requirepeer=postgres", "`requirepeer`"),
            ("replication=database", "`replication`"),
            ("sslmode=verify", "`sslmode`"),
            ("sslmode=prefer&sslnegotiation=direct", "sslnegotiation=direct"),
            ("sslrootcert=system&sslmode=require", "sslrootcert=system"),
            ("target_session_attrs=master", "`target_session_attrs`"),
            ("service=shop", "`service`"),
        ] {
            let error = Address::of(&format!("postgres://db/shop?{parameter}")).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
        for parameter in [
            "gssencmode=prefer",
            "client_encoding=latin1",
            "load_balance_hosts=random",
            "fallback_application_name=x",
            "application_name=x",
            "sslmode=verify-full&sslnegotiation=direct",
            "sslrootcert=system",
            "keepalives_count=3",
            "keepalives_retries=3",
        ] {
            assert!(Address::of(&format!("postgres://db/shop?{parameter}")).is_ok(), "{parameter}");
        }
    }

    #[test]
    fn what_is_this_machine() {
        for (url, expected) in [
            ("postgres://localhost/a", true),
            ("postgres://127.0.0.1:5433/a", true),
            ("postgres://[::1]/a", true),
            ("postgres:///a?host=/tmp/pg", true),
            ("host=/tmp/pg dbname=a", true),
            ("postgres://db.example/a", false),
            ("postgres://localhost,db.example/a", false),
            ("postgres://localhost/a?hostaddr=10.0.0.1", false),
            ("postgres://localhost.example/a", false),
            ("nonsense", false),
        ] {
            assert_eq!(is_local(url), expected, "{url}");
        }
    }
}
