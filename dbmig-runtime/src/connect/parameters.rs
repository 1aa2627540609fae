//! What is said of a connection: libpq's keywords and their values.

use std::collections::BTreeMap;
use std::fmt;

use super::UrlError;
use crate::revision::similar;

/// What a URL, a service or the environment says, by libpq's keywords.
///
/// See <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS>.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Parameters(BTreeMap<&'static str, String>);

impl Parameters {
    /// The value of a keyword; an empty one is none.
    pub(super) fn get(&self, keyword: &str) -> Option<&str> {
        self.0.get(keyword).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// True if the keyword is there, with an empty value too.
    pub(super) fn says(&self, keyword: &str) -> bool {
        self.0.contains_key(keyword)
    }

    /// Sets a keyword that libpq, or the driver, knows. False if nobody does.
    pub(super) fn set(&mut self, keyword: &str, value: &str) -> bool {
        let Some(known) = known_as(keyword) else { return false };
        let value = match keyword {
            // libpq's old word for it: as there, another value than 1 is said too.
            "requiressl" if value.starts_with('1') => "require",
            "requiressl" => "prefer",
            _ => value,
        };
        self.0.insert(known, value.to_owned());
        true
    }

    /// Sets a keyword where nothing is said of it.
    pub(super) fn fill(&mut self, keyword: &str, value: &str) {
        if known_as(keyword).is_some_and(|known| !self.says(known)) {
            self.set(keyword, value);
        }
    }

    pub(super) fn remove(&mut self, keyword: &str) {
        self.0.remove(keyword);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(keyword, value)| (*keyword, value.as_str()))
    }

    /// A value that is a whole number.
    ///
    /// # Errors
    /// If it is something else, or empty: that would be the default, in place of what the environment says. libpq's words are the
    /// same.
    pub(super) fn number<T: std::str::FromStr>(&self, keyword: &str) -> Result<Option<T>, UrlError> {
        let invalid = |_| UrlError::parameter(format!("invalid value for option `{keyword}`"));
        self.0.get(keyword).map(|value| value.trim().parse().map_err(invalid)).transpose()
    }

    /// A value that is one of a few words.
    ///
    /// # Errors
    /// If it is another, or empty.
    pub(super) fn word<T: Copy>(&self, keyword: &str, words: &[(&str, T)]) -> Result<Option<T>, UrlError> {
        let Some(value) = self.0.get(keyword) else { return Ok(None) };
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        found.map(Some).ok_or_else(|| {
            UrlError::advised(
                format!("invalid value for option `{keyword}`"),
                format!("{keyword} is one of {}", known.join(", ")),
            )
        })
    }
}

/// The keyword under which a name is kept.
fn known_as(name: &str) -> Option<&'static str> {
    KEYWORDS.iter().find(|(known, _)| *known == name).map(|(_, kept)| *kept)
}

/// The keywords alone: values may be secret.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A parameter that nobody knows. Its name may be a piece of a password, unless it is nearly a known one; `may_show` says that
/// nothing secret can be in it.
pub(super) fn unknown(name: &str, may_show: bool) -> UrlError {
    let meant = meant(name);
    let is_word = name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.[]".contains(c));
    match meant.is_empty() {
        false => {
            UrlError::parameter(format!("unknown option `{name}` (did you mean {}?)", meant.join(" or ")))
        }
        true if may_show && is_word => UrlError::advised(
            format!("unknown option `{name}`"),
            format!(
                "take it out, if it is for another program; a setting of the server is given as options=-c%20{name}=VALUE"
            ),
        ),
        true => UrlError::parameter("it holds an option that isn't known"),
    }
}

/// The parameters with nearly this name, or with the same letters in another order.
pub(super) fn meant(name: &str) -> Vec<String> {
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    let names = || KEYWORDS.iter().map(|(name, _)| *name);
    let swapped = names().find(|known| letters(known) == letters(name));
    swapped.map_or_else(|| similar(name, names()), |known| vec![known.to_owned()])
}

/// What libpq knows, and the names under which the driver knows some of it.
const KEYWORDS: &[(&str, &str)] = &[
    ("application_name", "application_name"),
    ("channel_binding", "channel_binding"),
    ("client_encoding", "client_encoding"),
    ("connect_timeout", "connect_timeout"),
    ("dbname", "dbname"),
    ("fallback_application_name", "fallback_application_name"),
    ("gssdelegation", "gssdelegation"),
    ("gssencmode", "gssencmode"),
    ("gsslib", "gsslib"),
    ("host", "host"),
    ("hostaddr", "hostaddr"),
    ("keepalives", "keepalives"),
    ("keepalives_count", "keepalives_count"),
    ("keepalives_idle", "keepalives_idle"),
    ("keepalives_interval", "keepalives_interval"),
    ("keepalives_retries", "keepalives_count"),
    ("krbsrvname", "krbsrvname"),
    ("load_balance_hosts", "load_balance_hosts"),
    ("max_protocol_version", "max_protocol_version"),
    ("min_protocol_version", "min_protocol_version"),
    ("options", "options"),
    ("passfile", "passfile"),
    ("password", "password"),
    ("port", "port"),
    ("replication", "replication"),
    ("require_auth", "require_auth"),
    ("requirepeer", "requirepeer"),
    ("requiressl", "sslmode"),
    // Not libpq's: the default schema, which Prisma's URLs name.
    ("schema", "schema"),
    ("service", "service"),
    ("servicefile", "servicefile"),
    ("ssl_max_protocol_version", "ssl_max_protocol_version"),
    ("ssl_min_protocol_version", "ssl_min_protocol_version"),
    ("sslcert", "sslcert"),
    ("sslcertmode", "sslcertmode"),
    ("sslcompression", "sslcompression"),
    ("sslcrl", "sslcrl"),
    ("sslcrldir", "sslcrldir"),
    ("sslkey", "sslkey"),
    ("sslkeylogfile", "sslkeylogfile"),
    ("sslmode", "sslmode"),
    ("sslnegotiation", "sslnegotiation"),
    ("sslpassword", "sslpassword"),
    ("sslrootcert", "sslrootcert"),
    ("sslsni", "sslsni"),
    ("target_session_attrs", "target_session_attrs"),
    ("tcp_user_timeout", "tcp_user_timeout"),
    ("user", "user"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_is_no_word_and_no_number() {
        let mut parameters = Parameters::default();
        assert_eq!(parameters.word("sslmode", &[("require", 1)]), Ok(None));
        assert_eq!(parameters.number::<i64>("connect_timeout"), Ok(None));
        for empty in ["", " "] {
            parameters.set("sslmode", empty);
            parameters.set("connect_timeout", empty);
            let error = parameters.word("sslmode", &[("require", 1)]).unwrap_err();
            assert!(error.to_string().contains("`sslmode`"), "{error}");
            let error = parameters.number::<i64>("connect_timeout").unwrap_err();
            assert!(error.to_string().contains("`connect_timeout`"), "{error}");
        }
    }

    #[test]
    fn another_name_is_the_same_keyword() {
        for (value, mode) in [("1", "require"), ("0", "prefer"), ("", "prefer")] {
            let mut parameters = Parameters::default();
            parameters.fill("requiressl", value);
            parameters.fill("sslmode", "disable");
            assert_eq!(parameters.get("sslmode"), Some(mode));
            assert!(!parameters.says("requiressl"));
        }
        let mut parameters = Parameters::default();
        parameters.set("keepalives_count", "3");
        parameters.fill("keepalives_retries", "5");
        assert_eq!(parameters.get("keepalives_count"), Some("3"));
    }
}
