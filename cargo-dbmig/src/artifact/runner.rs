//! The runner: the migrations package's binary.

use std::path::PathBuf;

use cargo_metadata::PackageId;

use super::{Cargo, Error, Result};

/// Builds the binary `binary` of the migrations package, and gives its path.
///
/// # Errors
/// If it does not compile.
pub fn build_runner(cargo: &Cargo, package: &str, id: &PackageId, binary: &str) -> Result<PathBuf> {
    let failed = || Error::MigrationsDontCompile { package: package.to_owned() };
    let artifacts = cargo.build(&["--package", package, "--bin", binary])?.ok_or_else(failed)?;
    artifacts
        .into_iter()
        .filter(|artifact| artifact.package_id == *id && artifact.target.name == binary)
        .find_map(|artifact| artifact.executable)
        .map(|file| file.into_std_path_buf())
        .ok_or_else(|| Error::NoArtifact { package: package.to_owned() })
}
