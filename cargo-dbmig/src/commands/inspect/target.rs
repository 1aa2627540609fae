//! Where the models go, and their files there.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::Error;
use crate::project::Migrations;

/// Where the models go.
pub(super) struct Target {
    pub(super) package: String,
    /// The package's folder.
    pub(super) root: PathBuf,
    /// The module's folder in it.
    pub(super) folder: PathBuf,
    /// True if something is in the folder already.
    pub(super) is_taken: bool,
}

impl Target {
    /// The folder `out` of the package of models, or of the one that is `chosen`.
    pub(super) fn find(migrations: &Migrations, chosen: Option<&str>, out: &Path) -> Result<Self, Error> {
        let packages = migrations.models()?;
        let package = match (chosen, packages.as_slice()) {
            (Some(name), _) => migrations.workspace.models(name)?,
            (None, [only]) => only.clone(),
            (None, _) => {
                let names: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
                return Err(Error::usage(
                    "there are several packages of models",
                    format!("name one with --models: {}", names.join(", ")),
                ));
            }
        };
        let is_inside = out.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !is_inside {
            return Err(Error::usage(
                format!("--out: {} is not a folder in the models' package", out.display()),
                "give a path below the package, such as src/models",
            ));
        }
        let root = migrations.workspace.folder(&package.name).ok_or_else(|| {
            Error::usage(
                format!(
                    "the package {} is outside the workspace, and models are written into its members",
                    package.name
                ),
                format!("name one with --models: {}", migrations.workspace.member_names().join(", ")),
            )
        })?;
        let folder = root.join(out);
        let is_taken =
            folder.is_file() || fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
        Ok(Self { package: package.name, root, folder, is_taken })
    }

    /// Writes the files into the folder, which is new or empty: all of them or none.
    pub(super) fn write(&self, files: &[(String, String)]) -> Result<(), Error> {
        let unfinished = self.unfinished();
        self.write_in(&unfinished, files).map_err(|(path, error)| {
            // What is left of it would be in the way of nothing.
            let _ = fs::remove_dir_all(&unfinished);
            Error::failed(
                format!("could not write {}: {error}", path.display()),
                "make room for the files, or name another folder with --out, and run the command again",
            )
        })
    }

    fn write_in(&self, unfinished: &Path, files: &[(String, String)]) -> Result<(), (PathBuf, io::Error)> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| (path, error)
        };
        if unfinished.exists() {
            // An earlier run was interrupted.
            fs::remove_dir_all(unfinished).map_err(at(unfinished))?;
        }
        fs::create_dir_all(unfinished).map_err(at(&self.folder))?;
        for (name, text) in files {
            fs::write(unfinished.join(name), text).map_err(at(&self.folder.join(name)))?;
        }
        if self.folder.is_dir() {
            fs::remove_dir(&self.folder).map_err(at(&self.folder))?;
        }
        fs::rename(unfinished, &self.folder).map_err(at(&self.folder))
    }

    /// The folder beside it that takes its name when all files are in it.
    fn unfinished(&self) -> PathBuf {
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        self.folder.with_file_name(format!(".{name}.dbmig-unfinished"))
    }
}
