//! The models: built, read, put together.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cargo_metadata::camino::Utf8PathBuf;
use cargo_metadata::{Artifact, PackageId, TargetKind};
use dbmig_runtime::manifest::wire::{Declaration, Declared, resolve_in, scan};

use super::section::contents;
use super::{Cargo, Error, Result};

/// A package whose structs are the models.
#[derive(Clone, Debug)]
pub struct ModelsPackage {
    /// Its name.
    pub name: String,
    /// Its id, by which cargo's messages name it.
    pub id: PackageId,
    /// True if it has a library; its binaries are read only if it has none.
    pub has_library: bool,
}

/// What the models declare, one catalog a database.
pub type Models = BTreeMap<String, Declared>;

/// Builds `packages` and reads what they declare. `default_schemas` has an entry for every database of the migrations
/// package.
///
/// # Errors
/// If a package does not compile or declares nothing, or its declarations make no schema together. That a database is
/// unknown is left to the caller.
pub fn read_models(
    cargo: &Cargo,
    packages: &[ModelsPackage],
    default_schemas: &BTreeMap<String, String>,
) -> Result<Models> {
    let artifacts = build(cargo, packages)?;
    let mut declarations = Vec::new();
    for package in packages {
        declarations.extend(read_package(package, &artifacts)?);
    }
    resolve_in(declarations, default_schemas).map_err(|errors| Error::Declarations { errors })
}

/// Libraries and binaries take one call each: `--lib` refuses a package without one.
fn build(cargo: &Cargo, packages: &[ModelsPackage]) -> Result<Vec<Artifact>> {
    let mut artifacts = Vec::new();
    for (has_library, kind) in [(true, "--lib"), (false, "--bins")] {
        let names: Vec<&str> = packages
            .iter()
            .filter(|package| package.has_library == has_library)
            .map(|p| p.name.as_str())
            .collect();
        if names.is_empty() {
            continue;
        }
        let arguments: Vec<&str> = names.iter().flat_map(|name| ["--package", name]).chain([kind]).collect();
        let failed =
            || Error::ModelsDontCompile { packages: names.iter().map(ToString::to_string).collect() };
        artifacts.extend(cargo.build(&arguments)?.ok_or_else(failed)?);
    }
    Ok(artifacts)
}

fn read_package(package: &ModelsPackage, artifacts: &[Artifact]) -> Result<Vec<Declaration>> {
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
        return Err(Error::NoTables { package: package.name.clone() });
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
