//! The directory that holds the data.
//!
//! Two engines on the same files destroy them, and they cannot see each other. So the directory is locked for as long
//! as this process lives: the operating system releases the lock however the process ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The lock file: also the mark by which a directory of ours is known.
const LOCK: &str = "dbmig-embedded.lock";

/// A data directory that no other process can open while this value lives.
pub(crate) struct DataDir {
    path: PathBuf,
    /// Holds the lock.
    _lock: File,
}

impl DataDir {
    /// Creates or reopens a data directory, and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Directory { dir: path.to_owned(), source };
        fs::create_dir_all(path).map_err(failed)?;
        let path = path.canonicalize().map_err(failed)?;
        if is_foreign(&path).map_err(failed)? {
            return Err(Error::Foreign { dir: path });
        }
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path.join(LOCK))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::InUse { process: holder(&mut lock), dir: path });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        sign(&mut lock).map_err(failed)?;
        Ok(Self { path, _lock: lock })
    }

    /// Where the engine keeps its files.
    pub(crate) fn cluster(&self) -> PathBuf {
        self.path.join("cluster")
    }
}

/// Whether the directory holds files of somebody else, which the engine would mix its own with.
fn is_foreign(path: &Path) -> io::Result<bool> {
    Ok(!path.join(LOCK).exists() && fs::read_dir(path)?.next().is_some())
}

/// Leaves the process id in the lock file, for the message that another process will print.
fn sign(lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    write!(lock, "{}", std::process::id())?;
    lock.flush()
}

/// The process id in the lock file. A courtesy: `None` where the system doesn't let a locked file be read.
fn holder(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_with_other_files_is_refused() {
        let dir = tempfile::tempdir().expect("temporary directory");
        fs::write(dir.path().join("letter.txt"), "dear").expect("write");
        assert!(matches!(DataDir::open(dir.path()), Err(Error::Foreign { .. })));
    }

    #[test]
    fn a_directory_is_opened_once() {
        let dir = tempfile::tempdir().expect("temporary directory");
        let path = dir.path().join("new/data");
        let first = DataDir::open(&path).expect("first");
        let Err(Error::InUse { process, .. }) = DataDir::open(&path) else {
            panic!("opened twice");
        };
        assert!(process.is_none_or(|id| id == std::process::id()));
        drop(first);
        DataDir::open(&path).expect("again");
    }
}
