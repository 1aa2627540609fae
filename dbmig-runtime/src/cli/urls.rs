//! Where a database's URL comes from: the command line, the environment, a `.env` file, the configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::connect::{Environment, Surroundings, UrlError};

/// The environment variable in which `cargo dbmig` hands the URLs of its own servers over: a JSON object from database
/// to URL. It wins over everything but `--url`.
pub const DATABASE_URLS: &str = "DBMIG_DATABASE_URLS";

/// The configured URL of a database in a server of `cargo dbmig`'s own.
pub(super) const EMBEDDED: &str = "embedded";

/// How a database is configured.
#[derive(Clone, Copy)]
pub struct UrlSetting<'a> {
    /// The database.
    pub name: &'a str,
    /// The environment variable that holds its URL.
    pub url_env: Option<&'a str>,
    /// The URL for when nothing else gives one.
    pub url: Option<&'a str>,
}

/// What was found outside of the configuration.
#[derive(Clone, Default)]
pub struct Urls {
    given: Option<String>,
    handed_over: BTreeMap<String, String>,
    environment: BTreeMap<String, String>,
    /// Variables of the environment whose values are no text.
    unreadable: BTreeSet<String>,
    dotenv: BTreeMap<String, String>,
    /// Why the `.env` file could not be read; it matters only if a URL could have been there.
    dotenv_problem: Option<UrlsError>,
    /// What says what a URL leaves open.
    surroundings: Surroundings,
}

/// Where a URL was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlSource {
    /// `--url`.
    CommandLine,
    /// `DBMIG_DATABASE_URLS`.
    HandedOver,
    /// This environment variable.
    Environment(String),
    /// This variable in a `.env` file.
    DotEnv(String),
    /// `url` in `[package.metadata.dbmig.databases.…]`.
    Configuration,
}

/// Why no URL could be found. No variant holds a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlsError {
    /// The `.env` file could not be read; without the line, which may hold a password.
    DotEnv {
        /// What is wrong with it.
        reason: String,
    },
    /// `DBMIG_DATABASE_URLS` is no JSON object of strings.
    HandedOver,
    /// The configuration has the database in a server that only `cargo dbmig` starts, and nothing else gives it a URL.
    Embedded {
        /// The database.
        database: String,
        /// Its environment variable.
        url_env: Option<String>,
    },
    /// The URL can't be used, or a variable or file of this machine that completes it.
    Unusable(UrlError),
    /// Nothing gives the database a URL.
    Missing {
        /// The database.
        database: String,
        /// Its environment variable.
        url_env: Option<String>,
    },
}

impl Urls {
    /// Reads the environment, and the `.env` file in the working directory or above it. `given` is `--url`.
    ///
    /// # Errors
    /// If what cargo-dbmig hands over can't be understood.
    pub fn read(given: Option<String>) -> Result<Self, UrlsError> {
        let Environment { variables: environment, unreadable } = Environment::of_this_process();
        if unreadable.contains(DATABASE_URLS) {
            return Err(UrlsError::HandedOver);
        }
        let handed_over = match environment.get(DATABASE_URLS).filter(|json| !json.trim().is_empty()) {
            Some(json) => serde_json::from_str(json).map_err(|_| UrlsError::HandedOver)?,
            None => BTreeMap::new(),
        };
        let (dotenv, dotenv_problem) = match read_dotenv() {
            Ok(variables) => (variables, None),
            Err(problem) => (BTreeMap::new(), Some(problem)),
        };
        let surroundings = Surroundings::of_this_process().variables(dotenv.clone());
        Ok(Self { given, handed_over, environment, unreadable, dotenv, dotenv_problem, surroundings })
    }

    /// `url`, and what it leaves open as the `PG*` variables, the password file and service files say it. What is no URL of
    /// PostgreSQL's stays as it is, for whoever connects to explain.
    ///
    /// # Errors
    /// If it can't be used, or a variable or file that completes it can't.
    pub fn complete(&self, url: &str) -> Result<String, UrlsError> {
        match self.surroundings.complete(url) {
            Ok(url) => Ok(url),
            // There is nothing to complete. With any other mistake, going on would leave out what the surroundings ask for.
            Err(UrlError::Empty | UrlError::Embedded | UrlError::Scheme) => Ok(url.to_owned()),
            Err(error) => Err(UrlsError::Unusable(error)),
        }
    }

    /// The URL of a database, completed, and where it was found. What cargo-dbmig hands over is complete.
    ///
    /// # Errors
    /// If there is none, it may be in a `.env` file or a variable that can't be read, or it can't be used.
    pub fn find(&self, setting: UrlSetting<'_>) -> Result<(String, UrlSource), UrlsError> {
        let (url, source) = self.find_as_given(setting)?;
        match source {
            UrlSource::HandedOver => Ok((url, source)),
            _ => Ok((self.complete(&url)?, source)),
        }
    }

    /// Where the URL of a database is, whether or not it can be used.
    pub fn source(&self, setting: UrlSetting<'_>) -> Option<UrlSource> {
        match self.find_as_given(setting) {
            Ok((_, source)) => Some(source),
            Err(UrlsError::Unusable(UrlError::Variable { name })) => Some(UrlSource::Environment(name)),
            Err(_) => None,
        }
    }

    fn find_as_given(&self, setting: UrlSetting<'_>) -> Result<(String, UrlSource), UrlsError> {
        let variable = |variables: &BTreeMap<String, String>| {
            let name = setting.url_env?;
            let url = variables.get(name).filter(|url| !url.trim().is_empty())?;
            Some((url.clone(), name.to_owned()))
        };
        if let Some(url) = &self.given {
            Ok((url.clone(), UrlSource::CommandLine))
        } else if let Some(url) = self.handed_over.get(setting.name) {
            Ok((url.clone(), UrlSource::HandedOver))
        } else if let Some(name) = setting.url_env.filter(|name| self.unreadable.contains(*name)) {
            // Any other source may be of another database.
            Err(UrlsError::Unusable(UrlError::Variable { name: name.to_owned() }))
        } else if let Some((url, name)) = variable(&self.environment) {
            Ok((url, UrlSource::Environment(name)))
        } else if let Some((url, name)) = variable(&self.dotenv) {
            Ok((url, UrlSource::DotEnv(name)))
        } else if let (Some(problem), Some(_)) = (&self.dotenv_problem, setting.url_env) {
            Err(problem.clone())
        } else if let Some(url) = setting.url {
            Ok((url.to_owned(), UrlSource::Configuration))
        } else {
            let url_env = setting.url_env.map(str::to_owned);
            Err(UrlsError::Missing { database: setting.name.to_owned(), url_env })
        }
    }
}

fn read_dotenv() -> Result<BTreeMap<String, String>, UrlsError> {
    let broken = |error: dotenvy::Error| UrlsError::DotEnv {
        reason: match error {
            dotenvy::Error::LineParse(_, position) => {
                format!("a line is no NAME=value (at its character {})", position + 1)
            }
            dotenvy::Error::Io(error) => error.to_string(),
            _ => "it can't be understood".to_owned(),
        },
    };
    match dotenvy::dotenv_iter() {
        Ok(variables) => variables.map(|variable| variable.map_err(broken)).collect(),
        Err(error) if error.not_found() => Ok(BTreeMap::new()),
        Err(error) => Err(broken(error)),
    }
}

impl fmt::Display for UrlSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("--url"),
            Self::HandedOver => f.write_str("cargo dbmig"),
            Self::Environment(name) => write!(f, "the environment variable {name}"),
            Self::DotEnv(name) => write!(f, "{name} in .env"),
            Self::Configuration => f.write_str("[package.metadata.dbmig]"),
        }
    }
}

impl fmt::Display for UrlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DotEnv { reason } => write!(f, "could not read the .env file: {reason}"),
            Self::Unusable(error) => error.fmt(f),
            Self::HandedOver => write!(f, "{DATABASE_URLS} is no JSON object from database to URL"),
            Self::Embedded { database, .. } => write!(
                f,
                "no URL is known for database {database} but `embedded`, which only `cargo dbmig` can start"
            ),
            Self::Missing { database, .. } => write!(f, "no URL is known for database {database}"),
        }
    }
}

impl std::error::Error for UrlsError {}

impl UrlsError {
    /// What to do about it.
    pub fn next_step(&self) -> String {
        match self {
            Self::DotEnv { .. } => {
                "write NAME=value on each line, and put values with spaces or # into single quotes".to_owned()
            }
            Self::Unusable(error) => error.next_step(),
            Self::HandedOver => format!("unset {DATABASE_URLS}; it is set by cargo dbmig alone"),
            Self::Embedded { url_env: None, .. } => {
                "give --url postgres://…, or run the verb as `cargo dbmig …`".to_owned()
            }
            Self::Missing { url_env: Some(name), .. } | Self::Embedded { url_env: Some(name), .. } => {
                format!("set {name} (a .env file is read too), or give --url postgres://…")
            }
            Self::Missing { database, .. } => format!(
                "give --url postgres://… (--url postgres:// takes PGHOST, PGDATABASE and the like), or set url-env or url in \
                 [package.metadata.dbmig.databases.{database}]"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(name: &str, url: &str) -> BTreeMap<String, String> {
        BTreeMap::from([(name.to_owned(), url.to_owned())])
    }

    #[test]
    fn the_nearest_source_wins() {
        let mut urls = Urls {
            given: Some("given".to_owned()),
            handed_over: map("users", "handed over"),
            environment: map("USERS_URL", "environment"),
            dotenv: map("USERS_URL", "dotenv"),
            ..Urls::default()
        };
        let setting = UrlSetting { name: "users", url_env: Some("USERS_URL"), url: Some("configured") };
        let find = |urls: &Urls| urls.find(setting).unwrap();
        assert_eq!(find(&urls), ("given".to_owned(), UrlSource::CommandLine));
        urls.given = None;
        assert_eq!(find(&urls), ("handed over".to_owned(), UrlSource::HandedOver));
        urls.handed_over.clear();
        assert_eq!(find(&urls), ("environment".to_owned(), UrlSource::Environment("USERS_URL".to_owned())));
        urls.environment.clear();
        urls.unreadable.insert("USERS_URL".to_owned());
        let unreadable = UrlsError::Unusable(UrlError::Variable { name: "USERS_URL".to_owned() });
        assert_eq!(urls.find(setting), Err(unreadable));
        assert_eq!(urls.source(setting), Some(UrlSource::Environment("USERS_URL".to_owned())));
        urls.unreadable.clear();
        urls.environment = map("USERS_URL", " ");
        assert_eq!(find(&urls), ("dotenv".to_owned(), UrlSource::DotEnv("USERS_URL".to_owned())));
        urls.dotenv.clear();
        assert_eq!(find(&urls), ("configured".to_owned(), UrlSource::Configuration));
        let missing = urls.find(UrlSetting { url: None, ..setting }).unwrap_err();
        assert!(missing.next_step().contains("set USERS_URL"), "{missing:?}");
        let url_env = Some("USERS_URL".to_owned());
        let embedded = UrlsError::Embedded { database: "users".to_owned(), url_env };
        assert!(embedded.next_step().contains("set USERS_URL"), "{embedded:?}");
    }

    #[test]
    fn the_environment_completes_all_but_what_is_handed_over() {
        let mut urls = Urls {
            handed_over: map("users", "postgres://a@h/d"),
            surroundings: Surroundings::default().variables([("PGUSER", "ann"), ("PGSSLMODE", "require")]),
            ..Urls::default()
        };
        let setting = UrlSetting { name: "users", url_env: None, url: Some("postgres://db/shop") };
        assert_eq!(urls.find(setting).unwrap().0, "postgres://a@h/d");
        urls.handed_over.clear();
        assert_eq!(urls.find(setting).unwrap().0, "postgresql://ann@db/shop?sslmode=require");
        let url = Some("postgres://db/shop?service=none");
        assert!(matches!(urls.find(UrlSetting { url, ..setting }), Err(UrlsError::Unusable(_))));
        for url in ["embedded", "", "mysql://db/shop"] {
            assert_eq!(urls.find(UrlSetting { url: Some(url), ..setting }).unwrap().0, url);
        }
        for url in ["postgres://a@b@c/shop", "postgres://%x/shop", "postgres://db/shop?sslmode=verify_full"] {
            let found = urls.find(UrlSetting { url: Some(url), ..setting });
            assert!(matches!(found, Err(UrlsError::Unusable(_))), "{url}");
            let source = urls.source(UrlSetting { url: Some(url), ..setting });
            assert_eq!(source, Some(UrlSource::Configuration), "{url}");
        }
        urls.surroundings = Surroundings::default().variables([("PGSSLMODE", "verify_full")]);
        assert!(matches!(urls.find(setting), Err(UrlsError::Unusable(_))));
    }
}
