//! What a build script runs.

use std::env;
use std::error::Error as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::registry::{self, Registered, Revision};
use super::{CATALOG_FILE, Config, ConfigError, Error, ErrorKind, Module, scan};

/// Registers the revisions of a migrations package: the whole of its `build.rs`.
///
/// Reads `[package.metadata.dbmig]` and the revision files of each database, and writes `dbmig.rs` to `OUT_DIR`, for
/// `src/lib.rs` to include: for each database a function of its name that returns its `Database`, and `databases()`
/// for all. Adding, changing or removing a file runs it again. Everything that is wrong becomes an error of the
/// build, at its file.
pub fn revisions() {
    let variable = |name| env::var_os(name).map(PathBuf::from);
    let (Some(package), Some(out)) = (variable("CARGO_MANIFEST_DIR"), variable("OUT_DIR")) else {
        println!("cargo::error=dbmig_runtime::build::revisions() is for a build script: call it in build.rs");
        return;
    };
    for line in directives(&package, &out.join("dbmig.rs")) {
        println!("{line}");
    }
}

/// Writes the registry of `package` to `registry`; the lines tell cargo what to watch and what is wrong.
fn directives(package: &Path, registry: &Path) -> Vec<String> {
    let mut lines =
        vec![watch(&package.join("Cargo.toml")), "cargo::rustc-check-cfg=cfg(rust_analyzer)".to_owned()];
    let written = Config::read(&package.join("Cargo.toml"))
        .map_err(|error| config_errors(package, error))
        .and_then(|config| write(package, &config, registry, &mut lines));
    if let Err(errors) = written {
        // Cargo fails the build for these, and shows them alone where the script itself ends well.
        lines.extend(errors.iter().map(|error| format!("cargo::error={}", error.replace('\n', " "))));
    }
    lines
}

fn write(
    package: &Path,
    config: &Config,
    registry: &Path,
    lines: &mut Vec<String>,
) -> Result<(), Vec<String>> {
    let mut errors = Vec::new();
    let mut histories: Vec<Vec<Module>> = Vec::new();
    for database in &config.databases {
        let folder = package.join(&database.folder);
        lines.push(watch(existing(&folder)));
        lines.extend(scan::files(&folder).unwrap_or_default().iter().map(|file| watch(file)));
        match scan(&folder) {
            Ok(modules) => histories.push(modules),
            Err(found) => errors.extend(found),
        }
    }
    let mut registered = Vec::new();
    for (database, modules) in config.databases.iter().zip(&histories) {
        let revisions = modules.iter().filter_map(|module| {
            let file = module.file.strip_prefix(package).unwrap_or(&module.file);
            let Some(path) = module.file.to_str() else {
                errors.push(Error { file: module.file.clone(), at: None, kind: ErrorKind::Path });
                return None;
            };
            Some(Revision { module, path, file })
        });
        let catalog = package.join(&database.folder).join(CATALOG_FILE);
        let catalog = Some(catalog).filter(|file| file.is_file());
        lines.extend(catalog.iter().map(|file| watch(file)));
        registered.push(Registered { database, revisions: revisions.collect(), catalog });
    }
    if !errors.is_empty() {
        return Err(errors.into_iter().map(|error| line(package, error)).collect());
    }
    write_if_changed(registry, &registry::text(&registered))
        .map_err(|error| vec![format!("{}: can't be written: {error}", registry.display())])
}

/// Keeps the time of a file that is as it should be, so that nothing is compiled for it.
fn write_if_changed(file: &Path, text: &str) -> std::io::Result<()> {
    if fs::read_to_string(file).is_ok_and(|present| present == text) { Ok(()) } else { fs::write(file, text) }
}

/// The folder, or what it will be made in: cargo takes what doesn't exist for changed, each time.
fn existing(folder: &Path) -> &Path {
    folder.ancestors().find(|ancestor| ancestor.is_dir()).unwrap_or(folder)
}

fn watch(path: &Path) -> String {
    format!("cargo::rerun-if-changed={}", path.display())
}

fn config_errors(package: &Path, mut error: ConfigError) -> Vec<String> {
    let (ConfigError::Unreadable { manifest, .. }
    | ConfigError::Syntax { manifest, .. }
    | ConfigError::NoTable { manifest }
    | ConfigError::Invalid { manifest, .. }) = &mut error;
    *manifest = relative(package, manifest);
    error.lines()
}

/// An error with paths as they are in the package, and its cause.
fn line(package: &Path, mut error: Error) -> String {
    error.file = relative(package, &error.file);
    if let ErrorKind::History { others, .. } = &mut error.kind {
        others.iter_mut().for_each(|other| *other = relative(package, other));
    }
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn relative(package: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(package).unwrap_or(path).to_owned()
}
