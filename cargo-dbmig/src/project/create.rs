//! Making a migrations package in a user's project.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use dbmig_runtime::build::Config;
use heck::ToSnakeCase;
use toml_edit::{DocumentMut, InlineTable};

use super::dependency::{released_source, runtime_source, with_features};
use super::error::file_error;
use super::members::add_member;
use super::workspace::dir_of;
use super::{Error, Location, Result, Workspace};

/// A migrations package that is to be made.
#[derive(Clone, Debug)]
pub struct NewPackage {
    /// Its name.
    pub name: String,
    /// Its folder, absolute.
    pub dir: PathBuf,
    /// The packages of models.
    pub models: Vec<String>,
    /// The databases, in order.
    pub databases: Vec<String>,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Created {
    /// The new files, relative to the workspace's root.
    pub files: Vec<PathBuf>,
    /// True if the workspace's manifest names the package now and did not before.
    pub added_member: bool,
    /// True if some package of models already depends on `dbmig-runtime`.
    pub models_use_runtime: bool,
}

impl NewPackage {
    /// The name of a package if the user gives none: `migrations`, or `app-migrations` where that is taken.
    pub fn default_name(models: &[String]) -> String {
        // Not plain `migrations`: two projects may share a target directory, and the runner's file is called like this.
        models.first().map_or_else(|| "migrations".to_owned(), |models| format!("{models}-migrations"))
    }

    /// The name of the database of a package whose models name none.
    pub fn default_database(models: &str) -> String {
        let name: String = models.to_snake_case().chars().filter(char::is_ascii).collect();
        let name = name.trim_start_matches(|c: char| !c.is_ascii_lowercase()).to_owned();
        if check_database(&name).is_ok() {
            name
        } else {
            format!("{name}_db").trim_start_matches('_').to_owned()
        }
    }

    /// Writes the package and adds it to the workspace. After an error nothing is left behind.
    ///
    /// # Errors
    /// If a file is in the way, a name can't be used, or cargo would not take the package as a member.
    pub fn create(&self, workspace: &Workspace, location: &Location) -> Result<Created> {
        self.check_names()?;
        let root = workspace.root();
        let member = self.member(root)?;
        let files = self.files(workspace)?;
        let in_the_way: Vec<PathBuf> =
            files.iter().map(|(path, _)| path.clone()).filter(|path| path.exists()).collect();
        if !in_the_way.is_empty() {
            return Err(Error::InTheWay { files: in_the_way });
        }
        let manifest_path = root.join("Cargo.toml");
        let (before, mut document) = read_manifest(&manifest_path)?;
        let added_member = add_member(&mut document, &manifest_path, &member)?;
        let mut undo = Undo { files: Vec::new(), manifest: manifest_path.clone(), before };
        for (path, content) in &files {
            undo.write_new(path, content)?;
        }
        if added_member {
            fs::write(&manifest_path, document.to_string()).map_err(file_error("write", &manifest_path))?;
        }
        // Cargo has the last word on whether all of it fits together.
        let reloaded = Workspace::load(&Location { manifest_path: Some(manifest_path), ..location.clone() })?;
        reloaded.models(&self.name)?;
        undo.files.clear();
        let relative = |path: &PathBuf| path.strip_prefix(root).unwrap_or(path).to_owned();
        Ok(Created {
            files: files.iter().map(|(path, _)| relative(path)).collect(),
            added_member,
            models_use_runtime: self.source(workspace)?.is_some(),
        })
    }

    fn check_names(&self) -> Result {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !self.name.starts_with(|c: char| c.is_ascii_alphabetic()) || !self.name.chars().all(plain) {
            return Err(Error::BadName { what: "package", name: self.name.clone() });
        }
        self.databases.iter().try_for_each(|name| check_database(name))
    }

    /// The package's path for `members`.
    fn member(&self, root: &Path) -> Result<String> {
        let outside = || Error::Outside { dir: self.dir.clone(), root: root.to_owned() };
        let relative = self.dir.strip_prefix(root).map_err(|_| outside())?;
        let parts: Vec<String> =
            relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        if parts.is_empty() || parts.iter().any(|part| part == "..") {
            Err(outside())
        } else {
            Ok(parts.join("/"))
        }
    }

    fn files(&self, workspace: &Workspace) -> Result<Vec<(PathBuf, String)>> {
        let mut files = vec![
            (self.dir.join("Cargo.toml"), self.manifest(workspace)?),
            (self.dir.join("build.rs"), BUILD.to_owned()),
            (self.dir.join("src/lib.rs"), self.library()),
            (self.dir.join("src/main.rs"), self.main()),
        ];
        // Git keeps no empty folder.
        let folders = self.databases.iter().map(|name| self.dir.join(name).join(".gitkeep"));
        files.extend(folders.filter(|path| !path.exists()).map(|path| (path, String::new())));
        Ok(files)
    }

    fn manifest(&self, workspace: &Workspace) -> Result<String> {
        let source = self.source(workspace)?.unwrap_or_else(released_source);
        let models: toml_edit::Array = self.models.iter().map(String::as_str).collect();
        let mut text = format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\ndbmig-runtime = {}\n\n[build-dependencies]\ndbmig-runtime = {}\n\n\
             [package.metadata.dbmig]\nmodels = {models}\n",
            self.name,
            with_features(&source, &["cli"]),
            with_features(&source, &["build"]),
        );
        for database in &self.databases {
            text += &format!(
                "\n[package.metadata.dbmig.databases.{database}]\nurl-env = \"{}_DATABASE_URL\"\nurl = \"embedded\"\n",
                database.to_uppercase()
            );
        }
        Ok(text)
    }

    /// How the models take `dbmig-runtime`, if they do.
    fn source(&self, workspace: &Workspace) -> Result<Option<InlineTable>> {
        for package in self.models.iter().filter_map(|name| workspace.member(name)) {
            let (_, document) = read_manifest(package.manifest_path.as_std_path())?;
            if let Some(source) = runtime_source(&document, &dir_of(package), &self.dir) {
                return Ok(Some(source));
            }
        }
        Ok(None)
    }

    fn library(&self) -> String {
        let functions: Vec<String> = self.databases.iter().map(|name| format!("[`{name}()`]")).collect();
        format!(
            "//! The revisions of {}: each gives a database with its history, for the service to upgrade at start-up.\n\n\
             include!(concat!(env!(\"OUT_DIR\"), \"/dbmig.rs\"));\n",
            functions.join(", ")
        )
    }

    fn main(&self) -> String {
        format!(
            "//! The runner: applies the revisions where neither cargo nor the sources are.\n\n\
             fn main() -> std::process::ExitCode {{\n    dbmig_runtime::cli::main({}::databases())\n}}\n",
            self.name.replace('-', "_")
        )
    }
}

const BUILD: &str =
    "//! Collects the revision files.\n\nfn main() {\n    dbmig_runtime::build::revisions();\n}\n";

/// Asks the reader of the settings whether it takes the name.
fn check_database(name: &str) -> Result {
    let bad = || Error::BadName { what: "database", name: name.to_owned() };
    let manifest = format!("[package.metadata.dbmig.databases.{}]", toml_edit::Key::new(name));
    Config::parse(&manifest, Path::new("Cargo.toml")).map(drop).map_err(|_| bad())
}

fn read_manifest(path: &Path) -> Result<(String, DocumentMut)> {
    let text = fs::read_to_string(path).map_err(file_error("read", path))?;
    let document = text.parse().map_err(|error: toml_edit::TomlError| Error::Toml {
        path: path.to_owned(),
        reason: error.message().to_owned(),
    })?;
    Ok((text, document))
}

/// Takes back what was written, unless its list of files was cleared.
struct Undo {
    files: Vec<PathBuf>,
    manifest: PathBuf,
    before: String,
}

impl Undo {
    fn write_new(&mut self, path: &Path, content: &str) -> Result {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(file_error("create", parent))?;
        }
        let mut file = File::create_new(path).map_err(file_error("create", path))?;
        self.files.push(path.to_owned());
        file.write_all(content.as_bytes()).map_err(file_error("write", path))
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        if self.files.is_empty() {
            return;
        }
        // Another error is on its way to the user; this one can't be told as well.
        let _ = fs::write(&self.manifest, &self.before);
        for file in &self.files {
            let _ = fs::remove_file(file);
            // Folders go as long as they are empty.
            let _ = file.ancestors().skip(1).try_for_each(fs::remove_dir);
        }
    }
}
