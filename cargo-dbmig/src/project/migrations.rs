//! The migrations package of a project.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{Package, PackageId, TargetKind};
use dbmig_runtime::build::{Config, DatabaseConfig, Places};

use super::error::file_error;
use super::workspace::dir_of;
use super::{Error, Location, Result, Workspace, scope, time_zone};
use crate::artifact::ModelsPackage;

/// The migrations package, with its settings.
#[derive(Clone, Debug)]
pub struct Migrations {
    /// The workspace that it is a member of.
    pub workspace: Workspace,
    /// Its name.
    pub name: String,
    /// Its id, by which cargo's messages name it.
    pub id: PackageId,
    /// Its folder.
    pub dir: PathBuf,
    /// Its `Cargo.toml`, as the user would name it.
    pub manifest: PathBuf,
    /// Where its settings are written.
    pub places: Places,
    /// Its binary: the runner.
    pub binary: String,
    /// The edition of its source.
    pub edition: String,
    /// Its `[package.metadata.dbmig]`.
    pub config: Config,
}

impl Migrations {
    /// Finds the package: the one called `chosen`, or the one that the user is in, or the only one.
    ///
    /// # Errors
    /// If there is none or no single one, or its settings are wrong.
    pub fn load(location: &Location, chosen: Option<&str>) -> Result<Self> {
        let workspace = Workspace::load(location)?;
        let package = choose(&workspace, &location.dir, chosen)?;
        let name = package.name.to_string();
        let manifest = package.manifest_path.as_std_path();
        let text = fs::read_to_string(manifest).map_err(file_error("read", manifest))?;
        let manifest = manifest.strip_prefix(&location.dir).unwrap_or(manifest);
        let places = Places::of(&text);
        let config = Config::parse(&text, manifest).map_err(Error::Config)?;
        scope::check(&config, manifest, &places).map_err(Error::Config)?;
        time_zone::check(&config, manifest, &places).map_err(Error::Config)?;
        Ok(Self {
            binary: binary(package).ok_or_else(|| Error::NoRunner { package: name.clone() })?,
            id: package.id.clone(),
            dir: dir_of(package),
            manifest: manifest.to_owned(),
            places,
            edition: package.edition.to_string(),
            name,
            config,
            workspace,
        })
    }

    /// The packages of models.
    ///
    /// # Errors
    /// If `models` is empty or names what the workspace doesn't know, or none of the packages has one of the features.
    pub fn models(&self) -> Result<Vec<ModelsPackage>> {
        if self.config.models.is_empty() {
            return Err(self.at("models", Error::NoModels { package: self.name.clone() }));
        }
        let packages = self.config.models.iter().enumerate().map(|(index, name)| {
            self.workspace.models(name).map_err(|error| self.at(&format!("models[{index}]"), error))
        });
        let packages: Vec<ModelsPackage> = packages.collect::<Result<_>>()?;
        for (index, feature) in self.config.features.names.iter().enumerate() {
            check_feature(feature, &packages)
                .map_err(|error| self.at(&format!("features[{index}]"), error))?;
        }
        Ok(packages)
    }

    /// An error with the place of a setting, a path below `[package.metadata.dbmig]`; that of the table where it is not set.
    pub fn at(&self, setting: &str, error: Error) -> Error {
        match self.shown(setting) {
            Some((place, line)) => Error::At { place, line, error: Box::new(error) },
            None => error,
        }
    }

    /// The place of a setting as `file:line:column`, and its line with a caret.
    pub fn shown(&self, setting: &str) -> Option<(String, String)> {
        let table = "package.metadata.dbmig";
        let at = self.places.find(&format!("{table}.{setting}")).or_else(|| self.places.find(table))?;
        Some((format!("{}:{at}", self.manifest.display()), self.places.shown(at)?))
    }

    /// The databases called `chosen`, in the configured order; all of them if none is named.
    ///
    /// # Errors
    /// [`Error::UnknownDatabase`] if a name is not listed.
    pub fn databases(&self, chosen: &[String]) -> Result<Vec<&DatabaseConfig>> {
        let all = &self.config.databases;
        let known = || self.database_names();
        if let Some(name) = chosen.iter().find(|name| all.iter().all(|database| database.name != **name)) {
            return Err(Error::UnknownDatabase { name: name.clone(), known: known() });
        }
        let wanted = |database: &&DatabaseConfig| chosen.is_empty() || chosen.contains(&database.name);
        Ok(all.iter().filter(wanted).collect())
    }

    /// The names of all databases, in the configured order.
    pub fn database_names(&self) -> Vec<String> {
        self.config.databases.iter().map(|database| database.name.clone()).collect()
    }

    /// The folder of a database's revisions.
    pub fn folder(&self, database: &DatabaseConfig) -> PathBuf {
        self.dir.join(&database.folder)
    }
}

/// Requires that a package of the workspace has the feature: cargo takes none for others.
fn check_feature(feature: &str, packages: &[ModelsPackage]) -> Result {
    let mut having = packages.iter().filter(|package| package.has_feature(feature)).peekable();
    if having.peek().is_none() {
        let known = packages.iter().filter(|package| package.is_member);
        let known = known.flat_map(|package| package.features.iter().map(|name| (&package.name, name)));
        let known = known.map(|(package, name)| format!("{package}/{name}")).collect();
        return Err(Error::UnknownFeature { feature: feature.to_owned(), known });
    }
    if having.all(|package| !package.is_member) {
        return Err(Error::OutsideFeature { feature: feature.to_owned() });
    }
    Ok(())
}

fn choose<'a>(workspace: &'a Workspace, dir: &Path, chosen: Option<&str>) -> Result<&'a Package> {
    let packages = workspace.migrations_packages();
    let names = || packages.iter().map(|package| package.name.to_string()).collect();
    if let Some(chosen) = chosen.filter(|_| !packages.is_empty()) {
        let found = packages.iter().find(|package| package.name == chosen);
        return found
            .copied()
            .ok_or_else(|| Error::NotMigrations { package: chosen.to_owned(), packages: names() });
    }
    let around = packages.iter().find(|package| dir.starts_with(dir_of(package)));
    match (around, packages.as_slice()) {
        (Some(package), _) => Ok(package),
        (None, []) => Err(Error::NoMigrations { root: workspace.root().to_owned() }),
        (None, [package]) => Ok(package),
        (None, _) => Err(Error::SeveralMigrations { packages: names() }),
    }
}

/// The package's only binary, or among several the one that `cargo run` would take.
fn binary(package: &Package) -> Option<String> {
    let mut binaries = package
        .targets
        .iter()
        .filter(|target| target.kind.contains(&TargetKind::Bin))
        .map(|target| &target.name);
    let first = binaries.next()?;
    if binaries.next().is_none() {
        return Some(first.clone());
    }
    package.default_run.clone()
}
