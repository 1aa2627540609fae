//! Reading a database's history from its folder.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::position::Position;
use super::{Error, ErrorKind, Module};
use crate::revision::{self, Error as E, Graph};

/// Reads every revision file of a folder, in the order of the file names, and checks the history they make.
///
/// A folder that doesn't exist holds no revisions. Files that don't end in `.rs`, hidden files and folders are not
/// looked at.
///
/// # Errors
///
/// Everything that is wrong with the files and with the history, each at its place.
pub fn scan(folder: &Path) -> Result<Vec<Module>, Vec<Error>> {
    let unreadable =
        |source| vec![Error { file: folder.to_owned(), at: None, kind: ErrorKind::Unreadable { source } }];
    let mut modules = Vec::new();
    let mut errors = Vec::new();
    for file in files(folder).map_err(unreadable)? {
        match Module::read(&file) {
            Ok(module) => modules.push(module),
            Err(found) => errors.extend(found),
        }
    }
    let all_read = errors.is_empty();
    if let Err(unsound) = Graph::new(modules.iter().map(|module| module.node.clone())) {
        // What a file that can't be read declares is not missing.
        let is_known = |error: &revision::Error| all_read || !is_missing(error);
        errors.extend(unsound.into_iter().filter(is_known).flat_map(|error| at_files(&modules, &error)));
    }
    if errors.is_empty() { Ok(modules) } else { Err(errors) }
}

/// The revision files of a folder, sorted by name.
pub(super) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.extension() == Some(OsStr::new("rs")) && !is_hidden && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_missing(error: &revision::Error) -> bool {
    matches!(error, E::MissingParent { .. } | E::MissingDependency { .. })
}

/// Puts an error of the graph to the files that it is about.
fn at_files(modules: &[Module], error: &revision::Error) -> Vec<Error> {
    let having = |id: &str| modules.iter().filter(|module| module.node.id == id).collect::<Vec<_>>();
    let culprits = match error {
        // All but the first: whoever came later is more likely the one to change.
        E::DuplicateId { id } => having(id).into_iter().skip(1).collect(),
        other => other.revision().map(having).unwrap_or_default().into_iter().take(1).collect::<Vec<_>>(),
    };
    let involved: Vec<&Module> = involved(error).into_iter().flat_map(having).collect();
    let at = |module: &Module| {
        let others = involved.iter().map(|other| &other.file).filter(|file| **file != module.file);
        let kind = ErrorKind::History { error: error.clone(), others: others.cloned().collect() };
        Error { file: module.file.clone(), at: Some(place(module, error)), kind }
    };
    culprits.into_iter().map(at).collect()
}

/// The ids of all revisions that share in an error.
fn involved(error: &revision::Error) -> Vec<&str> {
    match error {
        E::DuplicateId { id } | E::LabelIsId { label: id, .. } => vec![id],
        E::Cycle { revisions } | E::DependencyCycle { revisions } | E::DuplicateLabel { revisions, .. } => {
            revisions.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// Where in a file the text is that makes the error.
fn place(module: &Module, error: &revision::Error) -> Position {
    let name = match error {
        E::MissingParent { parent: name, .. }
        | E::MissingDependency { dependency: name, .. }
        | E::DuplicateLabel { label: name, .. }
        | E::LabelIsId { label: name, .. }
        | E::InvalidLabel { label: name, .. }
        | E::SelfParent { revision: name }
        | E::SelfDependency { revision: name } => Some(name),
        E::Cycle { revisions } | E::DependencyCycle { revisions } => revisions.get(1),
        _ => None,
    };
    name.map_or(module.id_at, |name| module.place_of(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes files, scans them, and compares the errors.
    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        for (name, revision) in files {
            fs::write(folder.path().join(name), source(revision)).unwrap();
        }
        let errors = scan(folder.path()).err().unwrap_or_default();
        let prefix = format!("{}/", folder.path().display());
        let errors: Vec<String> = errors.iter().map(|error| error.to_string().replace(&prefix, "")).collect();
        assert_eq!(errors, expected);
    }

    fn source(revision: &str) -> String {
        format!(
            "//! words\n\npub const REVISION: Revision = Revision::new({revision};\n\
             pub fn upgrade(op: &mut Op) -> Result<()> {{ Ok(()) }}\n\
             pub fn downgrade(op: &mut Op) -> Result<()> {{ Ok(()) }}\n"
        )
    }

    #[test]
    fn sorted_by_file_name() {
        let folder = tempfile::tempdir().unwrap();
        for (name, id) in [("2_b.rs", "b"), ("1_c.rs", "c"), ("10_a.rs", "a")] {
            fs::write(folder.path().join(name), source(&format!("{id:?})"))).unwrap();
        }
        for other in [".hidden.rs", "notes.md", "swap.rs~"] {
            fs::write(folder.path().join(other), "no Rust").unwrap();
        }
        fs::create_dir(folder.path().join("folder.rs")).unwrap();
        let modules = scan(folder.path()).unwrap();
        let ids: Vec<&str> = modules.iter().map(|module| module.node.id.as_str()).collect();
        assert_eq!(ids, ["a", "c", "b"]);
        assert_eq!(modules[0].file, folder.path().join("10_a.rs"));
        assert!(scan(&folder.path().join("missing")).unwrap().is_empty());
    }

    #[test]
    fn errors_are_at_the_file_and_the_text_that_makes_them() {
        check(&[("a.rs", "\"a\")"), ("b.rs", "\"b\").revises(&[\"a\"])")], &[]);
        check(
            &[("a.rs", "\"a\")"), ("b.rs", "\"a\")"), ("c.rs", "\"a\")")],
            &[
                "b.rs:3:46: several revisions have the id a: give each its own, and name it in its children; \
                 see also a.rs, c.rs",
                "c.rs:3:46: several revisions have the id a: give each its own, and name it in its children; \
                 see also a.rs, b.rs",
            ],
        );
        check(
            &[("a.rs", "\"aaaa\")"), ("b.rs", "\"b\").revises(&[\"aaab\"])")],
            &["b.rs:3:61: revision b revises aaab, which doesn't exist: \
               restore its file or correct `revises` (did you mean aaaa?)"],
        );
        check(
            &[("a.rs", "\"a\").revises(&[\"b\"])"), ("b.rs", "\"b\").revises(&[\"a\"])")],
            &["a.rs:3:61: revisions revise each other in a circle (a -> b -> a): correct one `revises`; \
               see also b.rs"],
        );
        check(
            &[("a.rs", "\"a\").labels(&[\"x\"])"), ("b.rs", "\"b\").labels(&[\"x\"])")],
            &[
                "b.rs:3:60: the label `x` is used by a and b: labels are unique, remove all but one; see also a.rs",
            ],
        );
    }

    #[test]
    fn what_an_unread_file_declares_is_not_missing() {
        check(
            &[("a.rs", "ID)"), ("b.rs", "\"b\").revises(&[\"a\"])"), ("c.rs", "\"c\").revises(&[\"c\"])")],
            &[
                "a.rs:3:46: `REVISION` is read without compiling it: write a string literal here",
                "c.rs:3:61: revision c revises itself: name its parent, or none for a base",
            ],
        );
    }
}
