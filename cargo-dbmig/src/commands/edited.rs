//! Files that are changed together, and are as they were again unless all goes well.

use std::fs;
use std::path::{Path, PathBuf};

use super::context::Context;
use super::post_write::post_write;
use super::signals::Stop;
use crate::error::Error;
use crate::project::Migrations;

/// What becomes of a file: what is in it then, or nothing where it goes.
pub(super) type Edit = (PathBuf, Option<String>);

/// The files that were changed, with what was in them.
pub(super) struct Edited {
    files: Vec<(PathBuf, String)>,
    /// Those that are still there.
    written: Vec<PathBuf>,
}

impl Edited {
    /// Changes the files, and keeps that if `proven` does and nobody has told us to end meanwhile; else all is put back.
    ///
    /// # Errors
    /// Those of `proven`, or if a file can't be changed.
    pub(super) fn if_proven<T>(
        edits: Vec<Edit>,
        context: &Context,
        proven: impl FnOnce(&Self) -> Result<T, Error>,
    ) -> Result<(Self, T), Error> {
        // Ctrl-C ends what runs for us, which is then an error of it; a SIGTERM comes to us alone.
        let stop = Stop::on_signals();
        let edited = Self::write(edits, context)?;
        let proven = proven(&edited).and_then(|proven| match stop.is_wished() {
            true => Err(Error::failed("interrupted before it was proven", "run the command again")),
            false => Ok(proven),
        });
        match proven {
            Ok(proven) => Ok((edited, proven)),
            Err(error) => {
                edited.restore()?;
                context.console.note(format!("nothing is changed: {} as before", edited.shown()));
                Err(error)
            }
        }
    }

    /// Changes all of the files, which are there, or none of them.
    fn write(edits: Vec<Edit>, context: &Context) -> Result<Self, Error> {
        let mut changes = Vec::new();
        for (file, after) in edits {
            changes.push((read(&file)?, file, after));
        }
        let mut edited = Self { files: Vec::new(), written: Vec::new() };
        for (before, file, after) in changes {
            edited.files.push((file.clone(), before));
            let action = if after.is_some() { "write" } else { "delete" };
            context.console.detail(format!("{action}: {}", file.display()));
            let done = match after {
                Some(text) => {
                    edited.written.push(file.clone());
                    fs::write(&file, text)
                }
                None => fs::remove_file(&file),
            };
            if let Err(error) = done {
                edited.restore()?;
                return Err(failed(action, &file, &error));
            }
        }
        Ok(edited)
    }

    /// Runs the user's commands on each file that is still there; `fate` says what is the case if one fails.
    pub(super) fn post_write(
        &self,
        fate: &str,
        migrations: &Migrations,
        context: &Context,
    ) -> Result<(), Error> {
        let in_full = |file: &PathBuf| context.environment.dir.join(file);
        self.written.iter().try_for_each(|file| post_write(&in_full(file), fate, migrations, context))
    }

    /// Puts back what was in them.
    fn restore(&self) -> Result<(), Error> {
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

/// What is in a file that is to be changed.
pub(super) fn read(file: &Path) -> Result<String, Error> {
    fs::read_to_string(file).map_err(|error| failed("read", file, &error))
}

fn failed(action: &str, file: &Path, error: &std::io::Error) -> Error {
    Error::failed(
        format!("could not {action} {}: {error}", file.display()),
        "make the file writable, and run the command again",
    )
}
