//! Why the project could not be understood, or a migrations package not be made.

use std::fmt;
use std::io;
use std::path::PathBuf;

use dbmig_runtime::revision::similar;

/// The result of this room.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why the project could not be understood, or a migrations package not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// `cargo metadata` failed: there is no Cargo.toml, or cargo refuses it.
    Metadata {
        /// What cargo printed.
        output: String,
        /// The error of calling it.
        source: Box<cargo_metadata::Error>,
    },
    /// No package of the workspace has `[package.metadata.dbmig]`.
    NoMigrations {
        /// The workspace's root.
        root: PathBuf,
    },
    /// Several packages have `[package.metadata.dbmig]`, and none was chosen.
    SeveralMigrations {
        /// Their names.
        packages: Vec<String>,
    },
    /// The chosen package is no migrations package.
    NotMigrations {
        /// The name given.
        package: String,
        /// The packages that are one.
        packages: Vec<String>,
    },
    /// The settings of the migrations package are wrong.
    Config(dbmig_runtime::build::ConfigError),
    /// Something about a setting.
    At {
        /// Where it is: `file:line:column`.
        place: String,
        /// The line, with a caret.
        line: String,
        /// What.
        error: Box<Error>,
    },
    /// A package of `models` is neither a member of the workspace nor a dependency of one.
    UnknownModels {
        /// The name in `models`.
        package: String,
        /// The workspace's members.
        members: Vec<String>,
    },
    /// None of the packages of models has a feature that is to be turned on.
    UnknownFeature {
        /// The feature.
        feature: String,
        /// The features that they have.
        known: Vec<String>,
    },
    /// A feature of a package outside the workspace, for which cargo takes none.
    OutsideFeature {
        /// The feature.
        feature: String,
    },
    /// `models` is empty.
    NoModels {
        /// The migrations package.
        package: String,
    },
    /// The migrations package has no binary, or several.
    NoRunner {
        /// The migrations package.
        package: String,
    },
    /// A database that the migrations package doesn't list was asked for.
    UnknownDatabase {
        /// The name given.
        name: String,
        /// What the package lists.
        known: Vec<String>,
    },
    /// A file or folder could not be used.
    File {
        /// What was tried, as an infinitive.
        action: &'static str,
        /// The path.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// `init` found a migrations package.
    Exists {
        /// Its name.
        package: String,
        /// Its folder.
        dir: PathBuf,
    },
    /// `init` would have to overwrite files.
    InTheWay {
        /// The files.
        files: Vec<PathBuf>,
    },
    /// `init` does not know whose structs the models are.
    WhichModels {
        /// The workspace's members.
        members: Vec<String>,
    },
    /// The new package would lie outside the workspace.
    Outside {
        /// Its folder.
        dir: PathBuf,
        /// The workspace's root.
        root: PathBuf,
    },
    /// The workspace's manifest excludes the new package's folder.
    Excluded {
        /// The entry of `exclude`.
        entry: String,
    },
    /// A name that cargo or dbmig would refuse.
    BadName {
        /// What it is the name of.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// It is not clear which file has to name a new module.
    NoModule {
        /// The module's folder.
        folder: PathBuf,
        /// What names it.
        line: String,
        /// The files that might.
        files: Vec<PathBuf>,
    },
    /// A file that has to name a new module can't be understood.
    NotNamed {
        /// The file.
        file: PathBuf,
        /// What names the module.
        line: String,
    },
    /// A Cargo.toml could not be edited.
    Toml {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// True if it is about the arguments.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::UnknownDatabase { .. }
                | Self::BadName { .. }
                | Self::SeveralMigrations { .. }
                | Self::NotMigrations { .. }
        )
    }

    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        let text = match self {
            Self::Metadata { output, .. } if !output.contains("could not find `Cargo.toml`") => {
                "correct what cargo says, and run the command again".to_owned()
            }
            Self::Metadata { .. } => {
                "run the command inside a cargo project, or name one with --manifest-path".to_owned()
            }
            Self::NoMigrations { .. } => "run `cargo dbmig init` to make one".to_owned(),
            Self::SeveralMigrations { packages } | Self::NotMigrations { packages, .. } => {
                let choices: Vec<String> = packages.iter().map(|name| format!("-p {name}")).collect();
                format!("choose one: {}", choices.join(" or "))
            }
            Self::UnknownModels { members, .. } => {
                format!(
                    "correct `models` in [package.metadata.dbmig]; the workspace has {}",
                    members.join(", ")
                )
            }
            Self::UnknownFeature { known, .. } if known.is_empty() => {
                "remove it from `features` in [package.metadata.dbmig], or name the package that has it in `models`"
                    .to_owned()
            }
            Self::UnknownFeature { known, .. } => {
                format!("correct `features` in [package.metadata.dbmig]; there are {}", known.join(", "))
            }
            Self::OutsideFeature { .. } => {
                "take it out of [package.metadata.dbmig], and ask for it where a package of the workspace depends on that one"
                    .to_owned()
            }
            Self::NoModels { package } => {
                format!(
                    "name the packages with the structs in [package.metadata.dbmig] of {package}: models = [\"…\"]"
                )
            }
            Self::NoRunner { package } => {
                format!(
                    "give {package} a src/main.rs that calls `dbmig_runtime::cli::main`, as `cargo dbmig init` writes it"
                )
            }
            Self::UnknownDatabase { name, known } => match similar(name, known.iter().map(String::as_str)).first() {
                Some(near) => format!("did you mean --db {near}?"),
                None => "choose one of those with --db".to_owned(),
            },
            Self::At { error, .. } => return error.next(),
            Self::Exists { .. } => {
                "use it, or make another one with `cargo dbmig init --name NAME --path FOLDER`".to_owned()
            }
            Self::InTheWay { .. } => "move them away, or choose another folder with --path".to_owned(),
            Self::WhichModels { .. } => {
                "name the package with `cargo dbmig init --models PACKAGE`".to_owned()
            }
            Self::Outside { .. } => "choose a folder inside the workspace with --path".to_owned(),
            Self::Excluded { entry } => {
                format!(
                    "remove {entry:?} from `exclude` in the workspace's Cargo.toml, or choose another --path"
                )
            }
            Self::BadName { what: "database", .. } => {
                "give it one of lower-case letters, digits and `_` with --db".to_owned()
            }
            Self::BadName { what: "module", .. } => {
                "name a folder with --out whose last part is a Rust name, such as src/models".to_owned()
            }
            Self::NoModule { files, .. } if files.is_empty() => {
                "name a folder beside the crate's root file or in one of its modules with --out, such as src/models"
                    .to_owned()
            }
            Self::NoModule { line, .. } => {
                format!("add `{line}` to the one that the models belong to, and run the command again")
            }
            Self::NotNamed { line, .. } => format!("add the line `{line}` to it, and run the command again"),
            Self::BadName { .. } => "give it one of letters, digits, `-` and `_` with --name".to_owned(),
            Self::Config(_) | Self::File { .. } | Self::Toml { .. } => return None,
        };
        Some(text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metadata { output, .. } => write!(f, "cargo could not read the project: {}", output.trim()),
            Self::NoMigrations { root } => {
                write!(f, "no package of the workspace {} has [package.metadata.dbmig]", root.display())
            }
            Self::SeveralMigrations { packages } => {
                write!(f, "the workspace has several migrations packages: {}", packages.join(", "))
            }
            Self::NotMigrations { package, packages } => {
                write!(
                    f,
                    "{package} is no migrations package of the workspace; it has {}",
                    packages.join(", ")
                )
            }
            Self::Config(error) => error.fmt(f),
            Self::At { place, line, error } => write!(f, "{place}: {error}\n{line}"),
            Self::UnknownModels { package, .. } => {
                write!(
                    f,
                    "`models` names {package}, which is no package of the workspace nor one that it depends on"
                )
            }
            Self::UnknownFeature { feature, .. } => {
                write!(f, "no package of models has the feature {feature:?}")
            }
            Self::OutsideFeature { feature } => {
                write!(
                    f,
                    "the feature {feature:?} is one of a package outside the workspace, for which cargo takes none"
                )
            }
            Self::NoModels { package } => write!(f, "{package} does not say which packages hold the models"),
            Self::NoRunner { package } => write!(f, "the migrations package {package} has no binary to run"),
            Self::UnknownDatabase { name, known } => {
                write!(f, "there is no database {name:?}; the migrations package lists {}", known.join(", "))
            }
            Self::File { action, path, .. } => write!(f, "could not {action} {}", path.display()),
            Self::Exists { package, dir } => {
                write!(f, "the workspace has the migrations package {package} already, in {}", dir.display())
            }
            Self::InTheWay { files } => {
                f.write_str("nothing was written, since these files exist:")?;
                files.iter().try_for_each(|file| write!(f, "\n  {}", file.display()))
            }
            Self::WhichModels { members } => write!(
                f,
                "no package depends on dbmig-runtime, so it is not clear which of {} holds the models",
                members.join(", ")
            ),
            Self::Outside { dir, root } => {
                write!(f, "{} is not inside the workspace {}", dir.display(), root.display())
            }
            Self::Excluded { entry } => {
                write!(f, "the workspace excludes the new package's folder by the entry {entry:?}")
            }
            Self::BadName { what, name } => write!(f, "{name:?} can't be the name of a {what}"),
            Self::NoModule { folder, files, .. } if files.is_empty() => {
                write!(f, "no file of the package can name a module in {}", folder.display())
            }
            Self::NoModule { folder, files, .. } => {
                let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
                write!(f, "a module in {} could be named in {}", folder.display(), files.join(" or "))
            }
            Self::NotNamed { file, line } => {
                write!(f, "could not add `{line}` to {}: it is not understood", file.display())
            }
            Self::Toml { path, reason } => write!(f, "could not edit {}: {reason}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            Self::Config(error) => std::error::Error::source(error),
            Self::At { error, .. } => error.source(),
            _ => None,
        }
    }
}

/// Names the path and the action of an error of the file system.
pub(super) fn file_error(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
    let path = path.into();
    move |source| Error::File { action, path, source }
}
