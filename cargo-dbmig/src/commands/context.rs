//! What every verb works with.

use std::path::PathBuf;
use std::sync::OnceLock;

use dbmig_runtime::build::{DatabaseConfig, EMBEDDED};
use dbmig_runtime::cli::{GlobalArgs, UrlSetting, Urls, UrlsError};

use super::ProjectArgs;
use crate::artifact::{Cargo, build_runner};
use crate::console::Console;
use crate::environment::Environment;
use crate::error::Error;
use crate::project::{Location, Migrations, Workspace};
use crate::server::Embedded;

/// The arguments, the environment, and the embedded server once it is needed.
pub(super) struct Context {
    pub(super) environment: Environment,
    pub(super) global: GlobalArgs,
    pub(super) console: Console,
    project: ProjectArgs,
    embedded: OnceLock<Embedded>,
}

impl Context {
    pub(super) fn new(
        environment: Environment,
        project: ProjectArgs,
        global: GlobalArgs,
        console: Console,
    ) -> Self {
        Self { environment, global, console, project, embedded: OnceLock::new() }
    }

    /// Where the user says that the project is.
    pub(super) fn location(&self) -> Location {
        Location {
            cargo: self.environment.cargo.clone(),
            dir: self.environment.dir.clone(),
            manifest_path: self.project.manifest_path.clone(),
        }
    }

    /// The migrations package.
    pub(super) fn migrations(&self) -> Result<Migrations, Error> {
        Ok(Migrations::load(&self.location(), self.project.package.as_deref())?)
    }

    /// The arguments that a further command has to have, to be about the same package and databases.
    pub(super) fn chosen(&self) -> String {
        let package = self.project.package.iter().map(|name| format!(" -p {name}"));
        package.chain(self.global.databases.iter().map(|name| format!(" --db {name}"))).collect()
    }

    /// The databases that were asked for, in configured order.
    pub(super) fn databases<'m>(&self, migrations: &'m Migrations) -> Result<Vec<&'m DatabaseConfig>, Error> {
        let databases = migrations.databases(&self.global.databases)?;
        if self.global.url.is_some() && databases.len() > 1 {
            let choices: Vec<String> = databases.iter().map(|one| format!("--db {}", one.name)).collect();
            return Err(Error::usage(
                format!("--url is one URL, and there are {} databases", databases.len()),
                format!("name the one that it is of: {}", choices.join(" or ")),
            ));
        }
        Ok(databases)
    }

    /// How to call cargo in the workspace.
    pub(super) fn cargo(&self, workspace: &Workspace) -> Cargo {
        Cargo {
            program: self.environment.cargo.clone(),
            dir: self.environment.dir.clone(),
            root: workspace.root().to_owned(),
            color: self.environment.color,
            quiet: self.console.is_quiet(),
        }
    }

    /// Builds the runner.
    pub(super) fn runner(&self, migrations: &Migrations) -> Result<PathBuf, Error> {
        let cargo = self.cargo(&migrations.workspace);
        Ok(build_runner(&cargo, &migrations.name, &migrations.id, &migrations.binary)?)
    }

    /// The project's embedded server, started on first use; it ends with this process.
    pub(super) fn embedded(&self, migrations: &Migrations) -> Result<&Embedded, Error> {
        if let Some(server) = self.embedded.get() {
            return Ok(server);
        }
        let options = self.environment.embedded_options(migrations.workspace.data_dir())?;
        let server = Embedded::open(&options, &mut |notice| self.console.note(notice))?;
        self.console.detail(server.describe());
        Ok(self.embedded.get_or_init(|| server))
    }

    /// A URL that a person gave, and what it leaves open as the surroundings of this process say it.
    ///
    /// # Errors
    /// If it can't be used.
    pub(super) fn complete(&self, url: &str) -> Result<String, Error> {
        Ok(Urls::read(None)?.complete(url)?)
    }

    /// The URL of a database, where one is known; `None` if it is the embedded server's.
    pub(super) fn url(
        &self,
        urls: &Urls,
        database: &DatabaseConfig,
        migrations: &Migrations,
    ) -> Result<Option<String>, Error> {
        let setting = UrlSetting {
            name: &database.name,
            url_env: database.url_env.as_deref(),
            url: database.url.as_deref(),
        };
        let (url, _) = urls.find(setting).map_err(|error| {
            match (&error, migrations.shown(&format!("databases.{}", database.name))) {
                (UrlsError::Missing { .. }, Some((place, line))) => Error::NoUrl { place, line, error },
                _ => error.into(),
            }
        })?;
        Ok(Some(url).filter(|url| !is_embedded(url)))
    }
}

/// True if `url` stands for the embedded server: with spaces around it, too, as everything else reads it.
pub(super) fn is_embedded(url: &str) -> bool {
    url.trim() == EMBEDDED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_around_embedded_mean_nothing() {
        assert!(is_embedded("embedded") && is_embedded(" embedded\n"));
        assert!(!is_embedded("postgres://embedded") && !is_embedded(""));
    }
}
