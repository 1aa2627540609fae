//! A user's cargo project in a temporary directory, outside of dbmig's workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::server::{self, TestDatabase};
use crate::tools::{cargo_dbmig, target, workspace};

/// A new cargo project, deleted when dropped. Dependencies are compiled once for all of them.
pub struct Project {
    dir: TempDir,
    env: Vec<(String, String)>,
}

impl Project {
    /// A library project called `name`, which depends on dbmig-runtime, with `models` as its `src/lib.rs`.
    ///
    /// Every test takes a name of its own: they share a target directory.
    pub fn library(name: &str, models: &str) -> Self {
        let project = Self::empty();
        project.write("Cargo.toml", &manifest(name));
        project.write("src/lib.rs", models);
        project
    }

    /// [`Project::library`] with a migrations package for `database`, which is real, as the scratch server is.
    pub fn with_database(name: &str, models: &str, database: &str) -> (Self, TestDatabase) {
        let live = server::database();
        let project = Self::library(name, models)
            .env(&format!("{}_DATABASE_URL", database.to_uppercase()), live.url())
            .env("DBMIG_SCRATCH_URL", live.url());
        project.dbmig(&["init", "--db", database]).exits(0);
        (project, live)
    }

    /// An empty directory.
    pub fn empty() -> Self {
        let dir = tempfile::Builder::new().prefix("dbmig-project-").tempdir().expect("a temporary directory");
        Self { dir, env: Vec::new() }
    }

    /// Sets an environment variable for every command that follows.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    /// The project's directory.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file, with the directories above it.
    pub fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().expect("a file has a parent")).expect("directories");
        fs::write(path, text).expect("the file is written");
    }

    /// Reads a file.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Replaces `old`, which must be there, in a file.
    pub fn edit(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert!(text.contains(old), "{file} does not hold {old:?}:\n{text}");
        self.write(file, &text.replacen(old, new, 1));
    }

    /// The `.rs` files of a folder, sorted.
    pub fn revisions(&self, folder: &str) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.path().join(folder))
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
        files.sort();
        files
    }

    /// `cargo dbmig ARGS` in the project's directory.
    pub fn dbmig(&self, args: &[&str]) -> Run {
        self.run(Command::new(cargo_dbmig()).arg("dbmig").args(args), args)
    }

    /// Another command in the project's directory and environment.
    pub fn run(&self, command: &mut Command, args: &[&str]) -> Run {
        self.prepare(command);
        let output = command.stdin(Stdio::null()).output().expect("the command starts");
        Run { command: args.join(" "), output }
    }

    /// Lets a command run in the project's directory and environment.
    pub fn prepare(&self, command: &mut Command) {
        command
            .current_dir(self.path())
            .env("CARGO_TARGET_DIR", target().join("e2e"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("CARGO_MANIFEST_DIR")
            .envs(self.env.iter().map(|(name, value)| (name, value)));
    }
}

fn manifest(name: &str) -> String {
    let runtime = workspace().join("dbmig-runtime");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\ndbmig-runtime = {{ path = {:?}, features = [\"with-chrono-0_4\"] }}\n\
         chrono = {{ version = \"0.4\", default-features = false }}\n",
        runtime.display().to_string()
    )
}

/// A finished command.
pub struct Run {
    command: String,
    output: Output,
}

impl Run {
    /// Whether it exited with 0.
    pub fn succeeded(&self) -> bool {
        self.output.status.success()
    }

    /// Requires exit code `code`, and shows everything if it is another.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.output.status.code(), Some(code), "{self}");
        self
    }

    /// Requires `text` on either stream.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.everything().contains(text), "{text:?} is missing\n{self}");
        self
    }

    /// Requires that `text` is on neither stream.
    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.everything().contains(text), "{text:?} must not be shown\n{self}");
        self
    }

    /// What the command printed for programs.
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    /// What the command told people.
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    fn everything(&self) -> String {
        self.stdout() + &self.stderr()
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}\n{}\n--- stdout\n{}--- stderr\n{}",
            self.command,
            self.output.status,
            self.stdout(),
            String::from_utf8_lossy(&self.output.stderr)
        )
    }
}
