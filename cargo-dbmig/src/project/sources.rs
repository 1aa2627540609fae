//! What the revisions of a database are made of.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::Package;
use dbmig_runtime::build::{CATALOG_FILE, DatabaseConfig};
use sha2::{Digest, Sha256};

use super::Migrations;
use super::workspace::dir_of;

impl Migrations {
    /// A digest of everything that decides what the revisions of `database` do: the files of the migrations package, but for other
    /// databases' revisions, those of the packages beside it that it is built with, and the lock file.
    ///
    /// A revision may call helpers, and read other files of the package: its own text is not all there is to it.
    pub fn digest(&self, database: &DatabaseConfig) -> String {
        let others = self.config.databases.iter().filter(|other| other.name != database.name);
        let others: Vec<PathBuf> = others.map(|other| self.folder(other)).collect();
        let root = self.workspace.root();
        let mut hash = Sha256::new();
        let mut add = |file: &Path| {
            let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().into_owned();
            let text = fs::read(file).unwrap_or_default();
            hash.update(name.len().to_le_bytes());
            hash.update(name);
            hash.update(text.len().to_le_bytes());
            hash.update(text);
        };
        for folder in self.folders() {
            let mut files = Vec::new();
            find(&folder, &others, &mut files);
            files.sort();
            files.iter().for_each(|file| add(file));
        }
        add(&root.join("Cargo.lock"));
        add(&root.join("Cargo.toml"));
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The folders of the package and of those by path that it depends on.
    fn folders(&self) -> BTreeSet<PathBuf> {
        let members = self.workspace.members();
        let (mut folders, mut left) = (BTreeSet::new(), vec![self.dir.clone()]);
        while let Some(folder) = left.pop() {
            if folders.contains(&folder) {
                continue;
            }
            let package: Option<&&Package> = members.iter().find(|package| dir_of(package) == folder);
            let dependencies = package.into_iter().flat_map(|package| &package.dependencies);
            left.extend(dependencies.filter_map(|dependency| Some(dependency.path.clone()?.into())));
            folders.insert(folder);
        }
        folders
    }
}

/// The files below `folder` that may be sources.
fn find(folder: &Path, without: &[PathBuf], files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        // A package in a package, a target directory among them, is not its source.
        let is_package = path.join("Cargo.toml").exists() || path.join("CACHEDIR.TAG").exists();
        match entry.file_type() {
            Ok(kind)
                if kind.is_dir() && !name.starts_with('.') && !is_package && !without.contains(&path) =>
            {
                find(&path, without, files);
            }
            Ok(kind) if !kind.is_dir() && name != CATALOG_FILE => files.push(path),
            _ => {}
        }
    }
}
