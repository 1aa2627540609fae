//! Naming a new module in the crate that it lies in: the line `mod models;`.

use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::{Ident, Item};

use super::error::file_error;
use super::{Error, Result};

/// The root file of a crate.
#[derive(Clone, Debug)]
pub struct CrateRoot {
    /// The file.
    pub file: PathBuf,
    /// False for a binary.
    pub is_library: bool,
}

/// A module's folder, with the file that has to name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModulePlace {
    /// The file.
    pub file: PathBuf,
    /// What it has to say.
    pub line: String,
    name: String,
}

impl ModulePlace {
    /// Finds the file that has to name the module in `folder`: a crate's root, or the module above it.
    ///
    /// # Errors
    /// If the folder's name is no module's, or no single file can name it.
    pub fn find(roots: &[CrateRoot], folder: &Path) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if syn::parse_str::<Ident>(&name).is_err() {
            return Err(Error::BadName { what: "module", name });
        }
        let place = |root: &CrateRoot| {
            let file = parent_file(&root.file, folder)?;
            // Nobody sees what a binary calls public.
            let visibility = if root.is_library || file != root.file { "pub " } else { "" };
            Some(Self { file, line: format!("{visibility}mod {name};"), name: name.clone() })
        };
        let mut places: Vec<Self> = roots.iter().filter_map(place).collect();
        places.dedup();
        if places.len() > 1
            && let Some(at) = places.iter().position(|place| place.is_named().is_ok_and(|named| named))
        {
            places.swap(0, at);
            places.truncate(1);
        }
        match (places.pop(), places.as_slice()) {
            (Some(only), []) => Ok(only),
            (place, others) => Err(Error::NoModule {
                folder: folder.to_owned(),
                line: format!("mod {name};"),
                files: others.iter().cloned().chain(place).map(|place| place.file).collect(),
            }),
        }
    }

    /// Adds the line, unless the file names the module already; true if it was added.
    ///
    /// # Errors
    /// If the file can't be read, understood or written.
    pub fn name_module(&self) -> Result<bool> {
        if self.is_named()? {
            return Ok(false);
        }
        let source = self.read()?;
        let named = with_line(&source, &self.line)
            .ok_or_else(|| Error::NotNamed { file: self.file.clone(), line: self.line.clone() })?;
        fs::write(&self.file, named).map_err(file_error("write", &self.file))?;
        Ok(true)
    }

    fn is_named(&self) -> Result<bool> {
        Ok(names_module(&self.read()?, &self.name))
    }

    fn read(&self) -> Result<String> {
        fs::read_to_string(&self.file).map_err(file_error("read", &self.file))
    }
}

/// The file of the module above `folder`, in the crate with the root `root`.
fn parent_file(root: &Path, folder: &Path) -> Option<PathBuf> {
    let (crate_folder, parent) = (root.parent()?, folder.parent()?);
    if parent == crate_folder {
        return Some(root.to_owned());
    }
    parent.strip_prefix(crate_folder).ok()?;
    [parent.join("mod.rs"), parent.with_extension("rs")].into_iter().find(|file| file.is_file())
}

/// True if the file has an item `mod name`.
fn names_module(source: &str, name: &str) -> bool {
    match syn::parse_file(source) {
        Ok(file) => file.items.iter().any(|item| matches!(item, Item::Mod(module) if module.ident == name)),
        // Rust that is newer than the parser.
        Err(_) => source.lines().any(|line| line.trim_end().ends_with(&format!("mod {name};"))),
    }
}

/// The file with the line, behind the first modules that it names or before its first item; `None` if it is no Rust.
fn with_line(source: &str, line: &str) -> Option<String> {
    let file = syn::parse_file(source).ok()?;
    let is_module = |item: &&Item| matches!(item, Item::Mod(module) if module.content.is_none());
    let modules = file.items.iter().skip_while(|item| !is_module(item)).take_while(is_module);
    let lines: Vec<&str> = source.lines().collect();
    let (at, new) = match (modules.last(), file.items.first()) {
        (Some(last), _) => (last.span().end().line, vec![line]),
        (None, Some(first)) => {
            (start_of(&lines, first.span().start().line.saturating_sub(1)), vec![line, ""])
        }
        (None, None) if lines.last().is_some_and(|last| !last.trim().is_empty()) => {
            (lines.len(), vec!["", line])
        }
        (None, None) => (lines.len(), vec![line]),
    };
    let (before, after) = lines.split_at_checked(at)?;
    let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let text: Vec<&str> = before.iter().copied().chain(new).chain(after.iter().copied()).collect();
    Some(text.join(end) + end)
}

/// The line at which an item begins with its comments; a comment at the very start is the file's own.
fn start_of(lines: &[&str], item: usize) -> usize {
    let before = lines.get(..item).unwrap_or_default();
    let is_comment = |line: &&&str| line.starts_with("//") && !line.starts_with("//!");
    let comments = before.iter().rev().take_while(is_comment).count();
    if comments == before.len() { item } else { item - comments }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let named = with_line(source, "pub mod models;").unwrap();
        assert_eq!(named, expected);
        assert!(!names_module(source, "models") && names_module(&named, "models"));
    }

    #[test]
    fn the_line_has_a_place() {
        check("", "pub mod models;\n");
        check("//! Docs.\n", "//! Docs.\n\npub mod models;\n");
        check("mod a;\nmod b;\n\nuse a::A;\n", "mod a;\nmod b;\npub mod models;\n\nuse a::A;\n");
        check(
            "use std::fs;\n#[cfg(test)]\nmod tests;\n",
            "use std::fs;\n#[cfg(test)]\nmod tests;\npub mod models;\n",
        );
        check(
            "//! Docs.\n#![forbid(unsafe_code)]\n\n// why\n/// Doc.\n#[derive(Debug)]\nstruct A;\n",
            "//! Docs.\n#![forbid(unsafe_code)]\n\npub mod models;\n\n// why\n/// Doc.\n#[derive(Debug)]\nstruct A;\n",
        );
        check("// (c) us\nfn main() {}\n", "// (c) us\npub mod models;\n\nfn main() {}\n");
        check("mod a;\r\nfn main() {}\r\n", "mod a;\r\npub mod models;\r\nfn main() {}\r\n");
        check("mod inner {}\n", "pub mod models;\n\nmod inner {}\n");
        assert_eq!(with_line("no rust", "mod models;"), None);
    }

    #[test]
    fn a_module_that_is_named_is_seen() {
        for source in [
            "mod models;",
            "pub(crate) mod models;",
            "#[cfg(x)]\n#[path = \"m.rs\"]\nmod models;",
            "mod models {}",
            "some day's syntax\npub mod models;\n",
        ] {
            assert!(names_module(source, "models"), "{source}");
        }
        assert!(!names_module("// mod models;\nmod my_models;\nmod a { mod models {} }", "models"));
    }

    #[test]
    fn the_file_that_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = |path: &str| dir.path().join(path);
        fs::create_dir_all(path("src/db")).unwrap();
        for file in ["src/lib.rs", "src/main.rs", "src/db.rs"] {
            fs::write(path(file), "").unwrap();
        }
        let library = CrateRoot { file: path("src/lib.rs"), is_library: true };
        let binary = CrateRoot { file: path("src/main.rs"), is_library: false };
        let find = |root: &CrateRoot, folder: &str| {
            ModulePlace::find(std::slice::from_ref(root), &path(folder)).map(|place| (place.file, place.line))
        };
        assert_eq!(find(&library, "src/models").unwrap(), (path("src/lib.rs"), "pub mod models;".to_owned()));
        assert_eq!(find(&binary, "src/models").unwrap(), (path("src/main.rs"), "mod models;".to_owned()));
        assert_eq!(
            find(&library, "src/db/models").unwrap(),
            (path("src/db.rs"), "pub mod models;".to_owned())
        );
        assert!(matches!(find(&library, "src/my-models"), Err(Error::BadName { what: "module", .. })));
        assert!(matches!(find(&library, "models"), Err(Error::NoModule { files, .. }) if files.is_empty()));
        let both = ModulePlace::find(&[library.clone(), binary.clone()], &path("src/models"));
        assert!(matches!(both, Err(Error::NoModule { files, .. }) if files.len() == 2));
        fs::write(path("src/main.rs"), "mod models;\nfn main() {}\n").unwrap();
        let named = ModulePlace::find(&[library, binary], &path("src/models")).unwrap();
        assert_eq!(named.file, path("src/main.rs"));
        assert!(!named.name_module().unwrap());
    }
}
