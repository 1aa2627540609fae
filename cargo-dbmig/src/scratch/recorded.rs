//! Catalogs that were once replayed, on disk: the same revisions on the same server make the same again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use dbmig_runtime::catalog::Catalog;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Catalogs, Database, Result};
use crate::arguments;
use crate::random::random_hex;

/// How many catalogs are kept.
const KEPT: usize = 64;

/// What a replay came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// The catalog.
    pub catalog: Catalog,
    /// True if the revisions put rows into tables.
    pub has_rows: bool,
}

/// The place of one catalog.
#[derive(Clone, Debug)]
pub struct Recorded {
    folder: PathBuf,
    file: PathBuf,
}

impl Replayed {
    /// What is in `scratch`, where revisions were replayed.
    ///
    /// # Errors
    /// If it can't be reached or read.
    pub fn of(scratch: &Database, catalogs: Catalogs<'_>) -> Result<Self> {
        Ok(Self { catalog: catalogs.of(scratch)?, has_rows: !catalogs.tables_with_rows(scratch)?.is_empty() })
    }
}

impl Recorded {
    /// The catalog that depends on everything in `key` and on this program, in `folder`.
    pub fn new<'k>(folder: &Path, key: impl IntoIterator<Item = &'k str>) -> Self {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            // Its length keeps the parts apart.
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        };
        key.into_iter().for_each(&mut add);
        arguments::flags().iter().for_each(|flag| add(flag));
        add(&program());
        let name: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self { folder: folder.to_owned(), file: folder.join(format!("{name}.json")) }
    }

    /// What is kept, if it can be read.
    pub fn read(&self) -> Option<Replayed> {
        serde_json::from_slice(&fs::read(&self.file).ok()?).ok()
    }

    /// Keeps it; what can't be kept is made again another time.
    pub fn write(&self, replayed: &Replayed) {
        // Another process may read it meanwhile.
        let part = self.folder.join(format!("{}.part", random_hex(8)));
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&part, serde_json::to_vec(replayed)?))
            .and_then(|()| fs::rename(&part, &self.file));
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
        self.remove_oldest();
    }

    fn remove_oldest(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let written = |entry: &fs::DirEntry| entry.metadata().and_then(|meta| meta.modified()).ok();
        let mut files: Vec<(SystemTime, PathBuf)> =
            entries.filter_map(|entry| Some((written(&entry)?, entry.path()))).collect();
        files.sort();
        let old = files.len().saturating_sub(KEPT);
        files.into_iter().take(old).for_each(|(_, file)| drop(fs::remove_file(file)));
    }
}

/// This program: another one may read catalogs in another way.
fn program() -> String {
    let built = std::env::current_exe().and_then(fs::metadata);
    let built = built.and_then(|meta| Ok((meta.len(), meta.modified()?))).ok();
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_is_found_by_its_whole_key() {
        let folder = tempfile::tempdir().unwrap();
        let of = |key: &[&str]| Recorded::new(folder.path(), key.iter().copied());
        assert_eq!(of(&["a", "b"]).read(), None);
        let catalog = Catalog { server_version: Some(18), ..Catalog::default() };
        let replayed = Replayed { catalog, has_rows: true };
        of(&["a", "b"]).write(&replayed);
        assert_eq!(of(&["a", "b"]).read(), Some(replayed));
        assert_eq!(of(&["ab"]).read(), None);
        assert_eq!(of(&["b", "a"]).read(), None);
    }

    #[test]
    fn what_is_broken_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let recorded = Recorded::new(folder.path(), ["a"]);
        fs::write(&recorded.file, "{").unwrap();
        assert_eq!(recorded.read(), None);
    }

    #[test]
    fn old_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..KEPT + 3 {
            Recorded::new(folder.path(), [number.to_string().as_str()]).write(&Replayed::default());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), KEPT);
    }
}
