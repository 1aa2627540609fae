//! Files of databases that were dropped.
//!
//! `DROP DATABASE` warns that it "could not remove directory" and leaves a third of the files behind: the engine misses
//! entries of a directory while it removes others. They are harmless, since a number is not used twice, but they add up.

use std::fs;
use std::path::Path;

use super::Failure;

/// Removes the directories of databases that don't exist any more. The engine must be stopped.
pub(super) fn remove(pgdata: &Path, alive: &[String]) -> Result<(), Failure> {
    for entry in fs::read_dir(pgdata.join("base"))? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        // Everything else there, such as temporary files, is the engine's own affair.
        let is_database = name.parse::<u32>().is_ok();
        if is_database && !alive.iter().any(|oid| oid == name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_directories_of_dropped_databases_go() {
        let pgdata = tempfile::tempdir().expect("temporary directory");
        for name in ["1", "16384", "16390", "pgsql_tmp"] {
            fs::create_dir_all(pgdata.path().join("base").join(name)).expect("directory");
        }
        remove(pgdata.path(), &["1".to_owned(), "16390".to_owned()]).expect("remove");
        let left = |name| pgdata.path().join("base").join(name).exists();
        assert!(left("1") && left("16390") && left("pgsql_tmp") && !left("16384"));
    }
}
