//! Extensions that come with the engine.
//!
//! The engine would create an extension in every database as soon as it is asked for it. A scratch database must have
//! only what its migrations create, so just the files are put in place here.

use std::fs;

use pglite_oxide::PglitePaths;
pub(super) use pglite_oxide::extensions::Extension;
use pglite_oxide::extensions::{ALL, by_sql_name};
use pglite_oxide::install_extension_bytes;

use super::Failure;
use crate::error::Error;

/// Finds the extensions, and those that they need.
pub(super) fn find(names: &[String]) -> Result<Vec<Extension>, Error> {
    let mut found = Vec::new();
    for name in names {
        let extension = by_sql_name(name).ok_or_else(|| {
            let mut known: Vec<_> = ALL.iter().map(|extension| extension.sql_name()).collect();
            known.sort_unstable();
            Error::Extension { name: name.clone(), known }
        })?;
        found.extend(extension.dependencies().iter().copied().filter_map(by_sql_name));
        found.push(extension);
    }
    Ok(found)
}

/// Unpacks the files of the extensions, unless an earlier start did, and came to its end.
pub(super) fn install(paths: &PglitePaths, extensions: &[Extension]) -> Result<(), Failure> {
    for extension in extensions {
        let name = extension.sql_name();
        let mark = paths.pgroot.join(format!("pglite/share/postgresql/extension/{name}.unpacked"));
        if mark.exists() {
            continue;
        }
        let files = pglite_oxide_assets::extension_archive(name)
            .ok_or_else(|| format!("the files of the extension {name} are missing"))?;
        install_extension_bytes(paths, files)?;
        fs::write(mark, "")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_brings_those_that_it_needs() {
        let found = find(&["earthdistance".to_owned()]).expect("known");
        let names: Vec<_> = found.iter().map(|extension| extension.sql_name()).collect();
        assert_eq!(names, ["cube", "earthdistance"]);
    }

    #[test]
    fn an_unknown_extension_is_an_error_that_lists_the_known_ones() {
        let Err(error) = find(&["postgis".to_owned()]) else { panic!("found") };
        assert!(error.to_string().contains("citext"), "{error}");
    }
}
