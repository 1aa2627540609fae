//! Where the kept data lies.
//!
//! Beside its locks, unless the server's account can't go there: root's projects often stand under a closed `/root`. Then it
//! lies under `/var/tmp`, and a pointer file beside the locks says where.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::file_error;
use super::{Account, Result};
use crate::random::random_hex;

const POINTER: &str = "location";
const OWNER: &str = "project";

/// The data folder of `dir`, which need not exist yet; its parent does, and belongs to `account`.
pub(super) fn locate(dir: &Path, account: Option<&Account>) -> Result<PathBuf> {
    let Some(account) = account else { return Ok(dir.join("data")) };
    let pointer = dir.join(POINTER);
    if let Ok(elsewhere) = fs::read_to_string(&pointer) {
        let elsewhere = PathBuf::from(elsewhere.trim());
        if elsewhere.is_dir() {
            return Ok(elsewhere.join("data"));
        }
    }
    let inside = dir.join("cluster");
    fs::create_dir_all(&inside).map_err(file_error("create", &inside))?;
    account.own(&inside)?;
    if account.can_enter(&inside) {
        return Ok(inside.join("data"));
    }
    let elsewhere = create_elsewhere(&pointer, account)?;
    fs::write(&pointer, elsewhere.display().to_string()).map_err(file_error("write", &pointer))?;
    Ok(elsewhere.join("data"))
}

/// The major version that made the data.
pub(super) fn major(data: &Path) -> Option<u32> {
    fs::read_to_string(data.join("PG_VERSION")).ok()?.trim().parse().ok()
}

fn create_elsewhere(pointer: &Path, account: &Account) -> Result<PathBuf> {
    let parent = Path::new("/var/tmp");
    let parent = if parent.is_dir() { parent.to_owned() } else { std::env::temp_dir() };
    delete_orphans(&parent);
    let dir = parent.join(format!("dbmig-data-{}", random_hex(12)));
    fs::create_dir(&dir).map_err(file_error("create", &dir))?;
    let owner = dir.join(OWNER);
    fs::write(&owner, pointer.display().to_string()).map_err(file_error("write", &owner))?;
    account.own(&dir)?;
    Ok(dir)
}

/// Deletes folders made here whose project is gone, or has another one by now (`cargo clean` deletes the pointer).
fn delete_orphans(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let dir = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with("dbmig-data-");
        let Ok(pointer) = fs::read_to_string(dir.join(OWNER)) else { continue };
        let points_back = fs::read_to_string(&pointer).is_ok_and(|to| Path::new(to.trim()) == dir);
        let in_use = dir.join("data").join("postmaster.pid").exists();
        if ours && !points_back && !in_use {
            // Somebody else's folder can't be deleted, and need not be.
            let _ = fs::remove_dir_all(&dir);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_user_keeps_the_data_beside_the_locks() {
        assert_eq!(locate(Path::new("/x"), None).unwrap(), Path::new("/x/data"));
    }

    #[test]
    fn only_folders_without_a_project_are_deleted() {
        let parent = tempfile::tempdir().unwrap();
        let make = |name: &str, pointer: &Path| {
            let dir = parent.path().join(name);
            fs::create_dir(&dir).unwrap();
            fs::write(dir.join(OWNER), pointer.display().to_string()).unwrap();
            dir
        };
        let pointer = parent.path().join("pointer");
        let used = make("dbmig-data-1", &pointer);
        let orphan = make("dbmig-data-2", &parent.path().join("gone"));
        let replaced = make("dbmig-data-3", &pointer);
        let foreign = make("other", &parent.path().join("gone"));
        fs::write(&pointer, used.display().to_string()).unwrap();
        delete_orphans(parent.path());
        assert!(used.exists() && foreign.exists());
        assert!(!orphan.exists() && !replaced.exists());
    }
}
