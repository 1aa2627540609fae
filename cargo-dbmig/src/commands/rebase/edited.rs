//! Files that get new parents, and are as they were again unless all goes well.

use std::fs;
use std::path::PathBuf;

use super::super::context::Context;
use super::super::post_write::post_write;
use crate::draft::Rebase;
use crate::error::Error;
use crate::project::Migrations;
use crate::render::reparent;

/// The files with what was in them.
pub(super) struct Edited {
    files: Vec<(PathBuf, String)>,
}

impl Edited {
    /// Gives every revision of the plan its new parents; either all of them or none.
    pub(super) fn write(plan: &Rebase, context: &Context) -> Result<Self, Error> {
        let mut changed = Vec::new();
        for edit in &plan.edits {
            let file = edit.entry.file.clone();
            let before = fs::read_to_string(&file).map_err(|error| failed("read", &file, &error))?;
            let Some(after) = reparent(&before, &edit.replaced, &plan.onto, &edit.parents) else {
                return Err(Error::failed(
                    format!("nothing is changed: `REVISION` in {} is not understood", file.display()),
                    format!("write .revises(&{:?}) there by hand", edit.parents),
                ));
            };
            changed.push((file, before, after));
        }
        let mut edited = Self { files: Vec::new() };
        for (file, before, after) in changed {
            context.console.detail(format!("editing {}", file.display()));
            edited.files.push((file.clone(), before));
            if let Err(error) = fs::write(&file, after) {
                edited.restore()?;
                return Err(failed("write", &file, &error));
            }
        }
        Ok(edited)
    }

    /// Runs the user's commands on each of them.
    pub(super) fn post_write(&self, migrations: &Migrations, context: &Context) -> Result<(), Error> {
        let fate = "the branch is not moved";
        self.files.iter().try_for_each(|(file, _)| {
            let file = context.environment.dir.join(file);
            post_write(&file, fate, migrations, context)
        })
    }

    /// Puts back what was in them.
    pub(super) fn restore(&self) -> Result<(), Error> {
        let restore = |(file, before): &(PathBuf, String)| {
            fs::write(file, before).map_err(|error| failed("put back", file, &error))
        };
        // One that can't be put back does not keep the others.
        let results: Vec<Result<(), Error>> = self.files.iter().map(restore).collect();
        results.into_iter().collect()
    }

    /// Their names.
    pub(super) fn shown(&self) -> String {
        let names: Vec<String> = self.files.iter().map(|(file, _)| file.display().to_string()).collect();
        names.join(", ")
    }
}

fn failed(action: &str, file: &std::path::Path, error: &std::io::Error) -> Error {
    Error::failed(
        format!("could not {action} {}: {error}", file.display()),
        "make the file writable, and run the command again",
    )
}
