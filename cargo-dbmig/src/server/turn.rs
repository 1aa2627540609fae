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

/// A lock on a file that is only ever locked, until it is dropped.
///
/// Closing the file alone would not free it: a process that another thread is starting at that moment has a copy of the
/// descriptor until it runs its own program, and keeps the lock as long (flock(2)).
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // What can't be unlocked is freed by closing the file.
        let _ = self.0.unlock();
    }
}

impl Lock {
    /// Takes the lock for this process alone, unless another one has it.
    pub(super) fn try_take(path: &Path) -> Result<Option<Self>> {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(file_error("lock", path)(source)),
        }
    }

    /// Takes the lock for this process alone, as soon as nobody else has it.
    pub(super) fn wait(path: &Path) -> Result<Self> {
        let file = open(path)?;
        file.lock().map_err(file_error("lock", path))?;
        Ok(Self(file))
    }
}

/// The turn to start or stop the server of `dir`.
pub(super) fn take(dir: &Path) -> Result<Lock> {
    let path = dir.join("turn");
    let deadline = Instant::now() + TURN_TIMEOUT;
    loop {
        if let Some(turn) = Lock::try_take(&path)? {
            return Ok(turn);
        }
        if Instant::now() > deadline {
            return Err(Error::Busy { dir: dir.to_owned() });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Counts as a user of the server of `dir`, until the lock is dropped. Only with the turn.
pub(super) fn join_users(dir: &Path) -> Result<Lock> {
    let path = dir.join("users");
    let users = open(&path)?;
    users.lock_shared().map_err(file_error("lock", &path))?;
    Ok(Lock(users))
}

/// True if nobody uses the server of `dir`. Only with the turn, so that it stays true.
pub(super) fn unused(dir: &Path) -> Result<bool> {
    Ok(Lock::try_take(&dir.join("users"))?.is_some())
}

fn open(path: &Path) -> Result<File> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .read(true)
        .open(path)
        .map_err(file_error("open", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a process holds that another thread starts just now.
    fn copy_of(lock: &Lock) -> File {
        lock.0.try_clone().unwrap()
    }

    #[test]
    fn a_copied_descriptor_holds_no_lock() {
        let dir = tempfile::tempdir().unwrap();
        let users = join_users(dir.path()).unwrap();
        assert!(!unused(dir.path()).unwrap());
        let copy = copy_of(&users);
        drop(users);
        assert!(unused(dir.path()).unwrap());
        drop(copy);

        let turn = take(dir.path()).unwrap();
        let _copy = copy_of(&turn);
        drop(turn);
        assert!(Lock::try_take(&dir.path().join("turn")).unwrap().is_some());
    }
}
