//! What a verb works on: the databases that were asked for, with their URLs.

use super::error::Error;
use super::urls::EMBEDDED;
use super::{Format, GlobalArgs, UrlSetting, UrlSource, Urls, UrlsError, person, print};
use crate::runner::{Database, Options, Runner, UrlError};

/// The databases that were asked for, and the global arguments.
pub(super) struct Context {
    databases: Vec<Database>,
    urls: Urls,
    pub(super) global: GlobalArgs,
}

impl Context {
    pub(super) fn new(databases: Vec<Database>, global: GlobalArgs) -> Result<Self, Error> {
        let databases = select(databases, &global.databases)?;
        if global.url.is_some() && databases.len() > 1 {
            return Err(Error::Usage {
                message: format!("--url is one URL, and there are {} databases", databases.len()),
                next_step: "name the database with --db".to_owned(),
            });
        }
        let urls = Urls::read(global.url.clone())?;
        Ok(Self { databases, urls, global })
    }

    /// The databases, in configured order.
    pub(super) fn databases(&self) -> &[Database] {
        &self.databases
    }

    /// The names of the databases after `database`.
    pub(super) fn after(&self, database: &Database) -> Vec<String> {
        let names = self.databases.iter().map(|database| database.name);
        names.skip_while(|name| *name != database.name).skip(1).map(str::to_owned).collect()
    }

    /// A runner for a database at its URL.
    pub(super) fn runner(&self, database: &Database) -> Result<Runner<'static>, Error> {
        Ok(Runner::new(database.clone(), self.url(database)?).options(self.options()))
    }

    /// The URL of a database.
    pub(super) fn url(&self, database: &Database) -> Result<String, Error> {
        let setting = UrlSetting { name: database.name, url_env: database.url_env, url: database.url };
        let (url, source) = self.urls.find(setting).map_err(|error| match error {
            // As a connection says it: with the database that it is of.
            UrlsError::Unusable(error @ (UrlError::At | UrlError::Percent | UrlError::Parameter { .. })) => {
                failed(database, error.into())
            }
            error => error.into(),
        })?;
        if source == UrlSource::Configuration && url.trim() == EMBEDDED {
            let url_env = database.url_env.map(str::to_owned);
            return Err(UrlsError::Embedded { database: database.name.to_owned(), url_env }.into());
        }
        if self.global.verbose && self.global.format == Format::Text {
            print::note(format_args!("{}: the URL comes from {source}", database.name));
        }
        Ok(url)
    }

    /// A runner for what needs no connection.
    pub(super) fn offline(&self, database: &Database) -> Runner<'static> {
        Runner::new(database.clone(), "").options(self.options())
    }

    /// The options that the global arguments ask for.
    pub(super) fn options(&self) -> Options {
        Options {
            lock_wait: std::time::Duration::from_secs(self.global.lock_wait),
            single_connection: self.global.single_connection,
            client: person::who(),
            arguments: self.global.arguments.iter().cloned().collect(),
            ..Options::default()
        }
    }

    /// Reads each database in turn, up to the first that can't be read; what was read before it is worth showing.
    pub(super) fn read<T>(
        &self,
        read: impl Fn(&mut Runner<'static>) -> Result<T, crate::runner::Error>,
    ) -> (Vec<(&'static str, T)>, Result<(), Error>) {
        self.read_with(&self.options(), read)
    }

    /// The same with options of the verb's own.
    pub(super) fn read_with<T>(
        &self,
        options: &Options,
        read: impl Fn(&mut Runner<'static>) -> Result<T, crate::runner::Error>,
    ) -> (Vec<(&'static str, T)>, Result<(), Error>) {
        let mut found = Vec::new();
        for database in &self.databases {
            let runner = self.runner(database).map(|runner| runner.options(options.clone()));
            match runner.and_then(|mut runner| read(&mut runner).map_err(|error| failed(database, error))) {
                Ok(value) => found.push((database.name, value)),
                Err(error) => return (found, Err(error)),
            }
        }
        (found, Ok(()))
    }

    /// Reads what the code says of each database; none is asked, so no URL is needed.
    pub(super) fn read_code<T>(
        &self,
        read: impl Fn(&Runner<'static>) -> Result<T, crate::runner::Error>,
    ) -> Result<Vec<(&'static str, T)>, Error> {
        let one = |database: &Database| {
            let value = read(&self.offline(database)).map_err(|error| failed(database, error))?;
            Ok((database.name, value))
        };
        self.databases.iter().map(one).collect()
    }
}

fn failed(database: &Database, error: crate::runner::Error) -> Error {
    Error::Read { database: database.name.to_owned(), error: Box::new(error) }
}

/// The databases called `names`, all of them if there are no names, in configured order.
fn select(databases: Vec<Database>, names: &[String]) -> Result<Vec<Database>, Error> {
    let known: Vec<&str> = databases.iter().map(|database| database.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        let unknown = print::without_urls(unknown.clone(), &[unknown.into()]);
        return Err(Error::Usage {
            message: format!("there is no database called {unknown}"),
            next_step: format!("name one of: {}", known.join(", ")),
        });
    }
    let is_wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    Ok(databases.into_iter().filter(|database| is_wanted(database.name)).collect())
}
