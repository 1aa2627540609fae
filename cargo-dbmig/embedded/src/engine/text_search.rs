//! Stop words of full-text search.
//!
//! The engine comes without the files that PostgreSQL's text search configurations name, so that `to_tsvector('english',
//! …)` would fail. English gets its words. For the other languages the files are empty: words are reduced to their
//! stems, but none is left out, which matters to nothing that a schema could contain.

use std::fs;

use pglite_oxide::PglitePaths;

use super::Failure;

const ENGLISH: &str = include_str!("text_search/english.stop");

/// The languages whose configuration names a file of stop words.
const LANGUAGES: [&str; 15] = [
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "hungarian",
    "italian",
    "nepali",
    "norwegian",
    "portuguese",
    "russian",
    "spanish",
    "swedish",
    "turkish",
];

/// Puts the files in place, unless they are there.
pub(super) fn install(paths: &PglitePaths) -> Result<(), Failure> {
    let directory = paths.pgroot.join("pglite/share/postgresql/tsearch_data");
    fs::create_dir_all(&directory)?;
    for language in LANGUAGES {
        let file = directory.join(format!("{language}.stop"));
        if !file.exists() {
            fs::write(file, if language == "english" { ENGLISH } else { "" })?;
        }
    }
    Ok(())
}
