//! URLs of servers, as messages name them.

use postgres::Config;
use postgres::config::Host;

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
    fn addresses_hold_no_password() {
        assert_eq!(address("postgres://u:secret@h:1/a").as_deref(), Some("u@h:1"));
        assert_eq!(address("host=/tmp/pg password=secret").as_deref(), Some("/tmp/pg:5432"));
        assert_eq!(address("nonsense"), None);
    }
}
