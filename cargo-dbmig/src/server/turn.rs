//! The locks by which several commands share one server.
//!
//! Each command holds a shared lock on the file `users` while it uses the server; whoever can take that lock for itself
//! alone afterwards was the last. The file `turn` is locked around starting and stopping, so that the two never meet. The
//! system frees the locks of a process that dies.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use super::error::file_error;
use super::{Error, Result};

/// How long to wait for the turn: another command may be starting a server that first repairs itself.
const TURN_TIMEOUT: Duration = Duration::from_secs(90);

/// The turn to start or stop the server of `dir`, until the file is dropped.
pub(super) fn take(dir: &Path) -> Result<File> {
    let path = dir.join("turn");
    let file = open(&path)?;
    let deadline = Instant::now() + TURN_TIMEOUT;
    while !try_lock(&file, &path)? {
        if Instant::now() > deadline {
            return Err(Error::Busy { dir: dir.to_owned() });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(file)
}

/// Counts as a user of the server of `dir`, until the file is dropped. Only with the turn.
pub(super) fn join_users(dir: &Path) -> Result<File> {
    let path = dir.join("users");
    let users = open(&path)?;
    users.lock_shared().map_err(file_error("lock", &path))?;
    Ok(users)
}

/// True if nobody uses the server of `dir`. Only with the turn, so that it stays true.
pub(super) fn unused(dir: &Path) -> Result<bool> {
    let path = dir.join("users");
    try_lock(&open(&path)?, &path)
}

/// Takes a lock for this process alone, unless another one has it.
pub(super) fn try_lock(file: &File, path: &Path) -> Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(source)) => Err(file_error("lock", path)(source)),
    }
}

/// Opens a file that is only ever locked.
pub(super) fn open(path: &Path) -> Result<File> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .read(true)
        .open(path)
        .map_err(file_error("open", path))
}
