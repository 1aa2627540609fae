//! Schemas from outside the repository: `DBMIG_CORPUS` names a folder of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::dump::run_script;
use crate::server::database;

/// Every `old.sql` and `new.sql` below the folder that `DBMIG_CORPUS` names, sorted; none without it. What `roles.sql`, at
/// its top, creates is there afterwards.
pub fn scripts() -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("DBMIG_CORPUS").map(PathBuf::from) else { return Vec::new() };
    let roles = folder.join("roles.sql");
    if roles.exists() {
        run_script(&database(), &roles).expect("the roles are created");
    }
    let mut files = Vec::new();
    find(&folder, &mut files);
    files.sort();
    files
}

/// Does `work` for each of `items`, two at a time, and collects what it gives.
pub fn two_at_a_time<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> Option<R> + Sync) -> Vec<R> {
    let (left, done) = (Mutex::new(items.into_iter()), Mutex::new(Vec::new()));
    let run = || {
        while let Some(item) = { left.lock().expect("no worker panics with the lock").next() } {
            if let Some(result) = work(item) {
                done.lock().expect("no worker panics with the lock").push(result);
            }
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(run))));
    done.into_inner().expect("no worker panics with the lock")
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the corpus can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, files);
        } else if path.ends_with("old.sql") || path.ends_with("new.sql") {
            files.push(path);
        }
    }
}
