//! The models: built, read, put together.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cargo_metadata::camino::Utf8PathBuf;
use cargo_metadata::{Artifact, PackageId, TargetKind};
use dbmig_runtime::build::Features;
use dbmig_runtime::manifest::wire::{Declaration, Declared, resolve_in, scan};

use super::section::contents;
use super::{Cargo, Error, Result, left_out};

/// A package whose structs are the models.
#[derive(Clone, Debug)]
pub struct ModelsPackage {
    /// Its name.
    pub name: String,
    /// Its id, by which cargo's messages name it.
    pub id: PackageId,
    /// True if it has a library; its binaries are read only if it has none.
    pub has_library: bool,
    /// False for a dependency from outside the workspace, whose features are those that its dependents ask for.
    pub is_member: bool,
    /// The features that it has.
    pub features: Vec<String>,
}

/// What the models declare, one catalog a database.
pub type Models = BTreeMap<String, Declared>;

/// Builds `packages` with `features` and reads what they declare. `default_schemas` has an entry for every database of the
/// migrations package.
///
/// # Errors
/// If a package does not compile or declares nothing, or its declarations make no schema together. That a database is
/// unknown is left to the caller.
pub fn read_models(
    cargo: &Cargo,
    packages: &[ModelsPackage],
    features: &Features,
    default_schemas: &BTreeMap<String, String>,
) -> Result<Models> {
    let artifacts = build(cargo, packages, features)?;
    let mut declarations = Vec::new();
    for package in packages {
        declarations.extend(read_package(cargo, package, &artifacts)?);
    }
    resolve_in(declarations, default_schemas).map_err(|errors| Error::Declarations { errors })
}

/// Libraries and binaries take one call each: `--lib` refuses a package without one. So do members and others: among
/// members, cargo finds only what those depend on, and it takes features for members alone.
fn build(cargo: &Cargo, packages: &[ModelsPackage], features: &Features) -> Result<Vec<Artifact>> {
    let mut artifacts = Vec::new();
    for (is_member, has_library) in [(true, true), (true, false), (false, true), (false, false)] {
        let fits =
            |package: &&ModelsPackage| package.is_member == is_member && package.has_library == has_library;
        let packages: Vec<&ModelsPackage> = packages.iter().filter(fits).collect();
        if packages.is_empty() {
            continue;
        }
        let arguments = arguments(&packages, features);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let names = packages.iter().map(|package| package.name.clone());
        let failed = || Error::ModelsDontCompile { packages: names.collect() };
        artifacts.extend(cargo.build(&arguments)?.ok_or_else(failed)?);
    }
    Ok(artifacts)
}

/// The arguments of `cargo build` for packages of one kind.
fn arguments(packages: &[&ModelsPackage], features: &Features) -> Vec<String> {
    let mut arguments = Vec::new();
    for package in packages {
        let spec = if package.is_member { package.name.clone() } else { package.id.repr.clone() };
        arguments.extend(["--package".to_owned(), spec]);
    }
    let first = packages.first();
    let kind = if first.is_some_and(|package| package.has_library) { "--lib" } else { "--bins" };
    arguments.push(kind.to_owned());
    if !first.is_some_and(|package| package.is_member) {
        return arguments;
    }
    let names: Vec<String> = packages.iter().flat_map(|package| package.chosen(features)).collect();
    if !names.is_empty() {
        arguments.extend(["--features".to_owned(), names.join(",")]);
    }
    let flags = [("--all-features", features.all), ("--no-default-features", features.no_default)];
    arguments.extend(flags.into_iter().filter(|(_, on)| *on).map(|(flag, _)| flag.to_owned()));
    arguments
}

impl ModelsPackage {
    /// True if `feature`, with or without a package before it, is one of this package.
    pub fn has_feature(&self, feature: &str) -> bool {
        let (package, name) = feature.split_once('/').unwrap_or((&self.name, feature));
        package == self.name && self.features.iter().any(|known| known == name)
    }

    /// Those of the features that it has, with its name before them.
    fn chosen(&self, features: &Features) -> Vec<String> {
        let own = features.names.iter().filter(|feature| self.has_feature(feature));
        let name = |feature: &String| feature.rsplit('/').next().unwrap_or(feature).to_owned();
        own.map(|feature| format!("{}/{}", self.name, name(feature))).collect()
    }

    /// Why there may be nothing in it.
    fn no_tables(&self, cargo: &Cargo, artifacts: &[Artifact]) -> Error {
        let on = |feature: &String| {
            let own = artifacts.iter().filter(|artifact| artifact.package_id == self.id);
            own.flat_map(|artifact| &artifact.features).any(|on| on == feature)
        };
        let off = self.features.iter().filter(|feature| *feature != "default" && !on(feature));
        Error::NoTables {
            package: self.name.clone(),
            is_member: self.is_member,
            features_off: off.cloned().collect(),
            left_out_by: left_out::setting(&cargo.dir).filter(|setting| setting.is_forced).map(|s| s.file),
        }
    }
}

fn read_package(cargo: &Cargo, package: &ModelsPackage, artifacts: &[Artifact]) -> Result<Vec<Declaration>> {
    let files = files(package, artifacts);
    if files.is_empty() {
        return Err(Error::NoArtifact { package: package.name.clone() });
    }
    let (mut declarations, mut bitcode) = (Vec::new(), false);
    for file in files {
        let contents = contents(&file).map_err(|reason| Error::Unreadable {
            package: package.name.clone(),
            file: file.clone(),
            reason,
        })?;
        bitcode |= contents.bitcode;
        for section in contents.sections {
            let error = |source| Error::Manifest { package: package.name.clone(), source };
            declarations.extend(scan(&section).map_err(error)?);
        }
    }
    // Some of the tables would be worse than none: the others would be dropped.
    if bitcode {
        return Err(Error::Bitcode { package: package.name.clone() });
    }
    if declarations.is_empty() {
        return Err(package.no_tables(cargo, artifacts));
    }
    Ok(declarations)
}

/// The archive of a library; the executables of a package without one.
fn files(package: &ModelsPackage, artifacts: &[Artifact]) -> Vec<PathBuf> {
    let own = artifacts.iter().filter(|artifact| artifact.package_id == package.id);
    let mut files = Vec::new();
    for artifact in own {
        let is_binary = artifact.target.kind.contains(&TargetKind::Bin);
        if package.has_library && !is_binary {
            files.extend(library(&artifact.filenames));
        } else if !package.has_library && is_binary {
            files.extend(artifact.executable.iter());
        }
    }
    files.into_iter().map(|file| file.clone().into_std_path_buf()).collect()
}

/// The rlib, or whatever else of object code the library is built as.
fn library(files: &[Utf8PathBuf]) -> Option<&Utf8PathBuf> {
    let of = |extensions: &[&str]| {
        files.iter().find(|file| file.extension().is_some_and(|extension| extensions.contains(&extension)))
    };
    of(&["rlib"]).or_else(|| of(&["so", "dylib", "dll", "a", "lib"]))
}
