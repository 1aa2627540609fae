//! Finding the programs of PostgreSQL on this machine.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Error, Result};

/// The oldest major version that dbmig supports.
pub const OLDEST_MAJOR: u32 = 14;

/// A folder with the programs of one PostgreSQL installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    /// The folder.
    pub dir: PathBuf,
    /// The major version: 14, 15, …
    pub major: u32,
    /// The version as the server prints it: `15.18`.
    pub version: String,
}

/// Where to look for the programs.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The one folder to take (`DBMIG_PG_BINDIR`); nothing else is looked at then.
    pub named: Option<PathBuf>,
    /// `PATH`.
    pub path: Option<OsString>,
}

impl Search {
    /// What the environment of this process says.
    pub fn from_environment() -> Self {
        Self {
            named: std::env::var_os("DBMIG_PG_BINDIR").filter(|dir| !dir.is_empty()).map(PathBuf::from),
            path: std::env::var_os("PATH"),
        }
    }

    /// Every usable installation, newest first.
    ///
    /// # Errors
    /// [`Error::NoBinaries`] or [`Error::NamedBinaries`] if there is none.
    pub fn all(&self) -> Result<Vec<Binaries>> {
        if let Some(dir) = &self.named {
            let found = Binaries::in_dir(dir).ok_or_else(|| Error::NamedBinaries { dir: dir.clone() })?;
            return Ok(vec![found]);
        }
        let mut seen = BTreeSet::new();
        let mut found: Vec<Binaries> = self
            .candidates()
            .into_iter()
            .filter(|dir| seen.insert(dir.canonicalize().unwrap_or_else(|_| dir.clone())))
            .filter_map(|dir| Binaries::in_dir(&dir))
            .collect();
        found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
        if found.is_empty() { Err(Error::NoBinaries) } else { Ok(found) }
    }

    fn candidates(&self) -> Vec<PathBuf> {
        let mut dirs: Vec<PathBuf> = self.path.iter().flat_map(std::env::split_paths).collect();
        dirs.extend(pg_config_bindir());
        for (parent, prefix, bin) in USUAL_PLACES {
            dirs.extend(children(Path::new(parent), prefix).into_iter().map(|dir| dir.join(bin)));
        }
        dirs.push(PathBuf::from("/usr/local/pgsql/bin"));
        dirs.retain(|dir| dir.join("initdb").exists());
        dirs
    }
}

/// Where packages put a folder for each version: the parent, what the folder's name starts with, and the programs
/// inside. Debian, Red Hat, Alpine, Homebrew on both kinds of Macs, Postgres.app.
const USUAL_PLACES: &[(&str, &str, &str)] = &[
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/opt/homebrew/opt", "postgresql", "bin"),
    ("/usr/local/opt", "postgresql", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

impl Binaries {
    /// The newest usable installation on this machine.
    ///
    /// # Errors
    /// [`Error::NoBinaries`] or [`Error::NamedBinaries`] if there is none.
    pub fn find(search: &Search) -> Result<Self> {
        search.all()?.into_iter().next().ok_or(Error::NoBinaries)
    }

    /// The path of a program, whether or not it exists: `initdb`, `psql`, `pg_dump`.
    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn in_dir(dir: &Path) -> Option<Self> {
        if !["initdb", "postgres", "pg_ctl"].iter().all(|name| dir.join(name).is_file()) {
            return None;
        }
        let output =
            Command::new(dir.join("postgres")).arg("--version").stderr(Stdio::null()).output().ok()?;
        let (major, version) = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        (major >= OLDEST_MAJOR).then(|| Self { dir: dir.to_owned(), major, version })
    }
}

/// Reads `postgres (PostgreSQL) 15.18 (Debian …)`.
fn parse_version(text: &str) -> Option<(u32, String)> {
    let version = text.split_once(") ")?.1.split_whitespace().next()?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    Some((digits.parse().ok()?, version.to_owned()))
}

fn pg_config_bindir() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").stderr(Stdio::null()).output().ok()?;
    let dir = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(dir.trim()))
}

fn children(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut dirs: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path())
        .collect();
    dirs.sort();
    dirs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        for (text, expected) in [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", Some((15, "15.18"))),
            ("postgres (PostgreSQL) 18beta1", Some((18, "18beta1"))),
            ("postgres (PostgreSQL) 19devel", Some((19, "19devel"))),
            ("something else", None),
        ] {
            assert_eq!(parse_version(text), expected.map(|(major, text)| (major, text.to_owned())));
        }
    }

    #[test]
    fn a_named_folder_is_the_only_one() {
        let empty = tempfile::tempdir().unwrap();
        let search = Search { named: Some(empty.path().to_owned()), path: std::env::var_os("PATH") };
        assert!(matches!(search.all(), Err(Error::NamedBinaries { .. })));
    }
}
