//! Why the models could not be read, or the runner not be built.

use std::fmt;
use std::io;
use std::path::PathBuf;

use dbmig_runtime::manifest::wire;

/// The result of this room.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why the models could not be read, or the runner not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// `cargo` could not be run.
    Cargo {
        /// The system's answer.
        source: io::Error,
    },
    /// The models don't compile; cargo has said why.
    ModelsDontCompile {
        /// The packages.
        packages: Vec<String>,
    },
    /// The migrations package doesn't compile; cargo has said why.
    MigrationsDontCompile {
        /// The package.
        package: String,
    },
    /// A package has neither a library nor a binary.
    NoArtifact {
        /// The package.
        package: String,
    },
    /// A compiled file could not be read.
    Unreadable {
        /// The package.
        package: String,
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The library holds the compiler's intermediate form instead of object code.
    Bitcode {
        /// The package.
        package: String,
    },
    /// A package of models declares nothing.
    NoTables {
        /// The package.
        package: String,
        /// False for a dependency from outside the workspace.
        is_member: bool,
        /// Its features that were off.
        features_off: Vec<String>,
        /// The file of cargo's settings that leaves declarations out.
        left_out_by: Option<PathBuf>,
    },
    /// A manifest that this version can't read.
    Manifest {
        /// The package.
        package: String,
        /// What is wrong with it.
        source: wire::Error,
    },
    /// Declarations that make no schema together.
    Declarations {
        /// Everything that is wrong.
        errors: Vec<wire::ResolveError>,
    },
    /// Tables of databases that the migrations package doesn't list.
    UnknownDatabases {
        /// The database, and one place that names it.
        databases: Vec<(String, wire::Place)>,
        /// The migrations package.
        package: String,
        /// What it lists.
        known: Vec<String>,
    },
}

impl Error {
    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        let text = match self {
            Self::ModelsDontCompile { .. } => {
                "correct what the compiler reports above, then run the command again".to_owned()
            }
            Self::MigrationsDontCompile { .. } => {
                "correct the revision that the compiler reports above, then run the command again".to_owned()
            }
            Self::NoArtifact { package } => {
                format!(
                    "give {package} a src/lib.rs with the models, or correct `models` in the migrations package"
                )
            }
            Self::Unreadable { package, .. } => {
                format!("run `cargo clean -p {package}` and the command again")
            }
            Self::Bitcode { .. } => {
                "remove `-C linker-plugin-lto` and `-C lto` from RUSTFLAGS and .cargo/config.toml".to_owned()
            }
            Self::NoTables { left_out_by: Some(file), .. } => {
                format!(
                    "remove DBMIG_NO_MANIFEST from [env] in {}: it leaves all declarations out",
                    file.display()
                )
            }
            Self::NoTables { package, is_member, features_off, .. } => {
                let add = "add `#[derive(Table)]` with `#[db(\"…\")]` to a struct, or correct `models` in the migrations package";
                let on = match is_member {
                    true => format!(
                        "put `features = [\"{package}/…\"]` into [package.metadata.dbmig] of the migrations package"
                    ),
                    false => "ask for it where a package of the workspace depends on it".to_owned(),
                };
                match features_off.as_slice() {
                    [] => add.to_owned(),
                    off => format!(
                        "{add}; if the models are behind a feature ({} are off), {on}",
                        off.join(", ")
                    ),
                }
            }
            Self::UnknownDatabases { databases, .. } => {
                let tables = databases
                    .iter()
                    .map(|(name, _)| format!("[package.metadata.dbmig.databases.{}]", toml_key(name)))
                    .collect::<Vec<_>>()
                    .join(" and ");
                format!(
                    "add {tables} to the migrations package's Cargo.toml, or correct the name in `#[db(…)]`"
                )
            }
            // What to do is part of each message.
            Self::Manifest { .. } | Self::Declarations { .. } => return None,
            Self::Cargo { .. } => "make sure that `cargo` is on PATH".to_owned(),
        };
        Some(text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cargo { .. } => f.write_str("could not run cargo"),
            Self::ModelsDontCompile { packages } => {
                write!(f, "the models ({}) do not compile", packages.join(", "))
            }
            Self::MigrationsDontCompile { package } => {
                write!(f, "the migrations package {package} does not compile")
            }
            Self::NoArtifact { package } => {
                write!(f, "cargo built neither a library nor a binary of {package}")
            }
            Self::Unreadable { package, file, reason } => {
                write!(f, "could not read {} of package {package}: {reason}", file.display())
            }
            Self::Bitcode { package } => write!(
                f,
                "the library of {package} holds LLVM bitcode instead of object code, so its tables can't be read"
            ),
            Self::NoTables { package, .. } => write!(f, "package {package} declares no table"),
            Self::Manifest { package, .. } => write!(f, "could not read the tables of package {package}"),
            Self::Declarations { errors } => {
                let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
                write!(f, "the models contradict each other: {}", texts.join("\n  "))
            }
            Self::UnknownDatabases { databases, package, known } => {
                for (index, (name, place)) in databases.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "\n  " };
                    write!(f, "{separator}{place} is for the database {name:?}")?;
                }
                write!(f, ", which {package} does not list (it has {})", known.join(", "))
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Cargo { source } => Some(source),
            Self::Manifest { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A key as TOML takes it: quoted where it is more than letters, digits, `-` and `_`.
fn toml_key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { format!("{name:?}") }
}
