//! The cargo workspace.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use cargo_metadata::{Dependency, DependencyKind, Metadata, MetadataCommand, Package, TargetKind};

use super::{CrateRoot, Error, Result};
use crate::artifact::ModelsPackage;
use crate::url::without_passwords;

/// Where to look for the project.
#[derive(Clone, Debug)]
pub struct Location {
    /// The cargo to ask.
    pub cargo: OsString,
    /// The folder that the user is in.
    pub dir: PathBuf,
    /// The manifest that the user named.
    pub manifest_path: Option<PathBuf>,
}

impl Location {
    /// What cargo tells; with dependencies, it resolves them.
    fn metadata(&self, no_deps: bool) -> Result<Metadata> {
        let mut command = MetadataCommand::new();
        command.cargo_path(&self.cargo).current_dir(&self.dir);
        if no_deps {
            command.no_deps();
        }
        if let Some(manifest) = &self.manifest_path {
            command.manifest_path(self.dir.join(manifest));
        }
        command.exec().map_err(|source| {
            let output = match &source {
                cargo_metadata::Error::CargoMetadata { stderr } => {
                    stderr.trim_start_matches("error: ").to_owned()
                }
                other => other.to_string(),
            };
            Error::Metadata { output: without_passwords(&output), source: Box::new(source) }
        })
    }
}

/// A cargo workspace, as `cargo metadata --no-deps` tells it.
#[derive(Clone, Debug)]
pub struct Workspace {
    metadata: Metadata,
    location: Location,
}

impl Workspace {
    /// Asks cargo; resolves no dependency and needs no network.
    ///
    /// # Errors
    /// [`Error::Metadata`] if there is no project or cargo refuses it.
    pub fn load(location: &Location) -> Result<Self> {
        let metadata = location.metadata(true)?;
        Ok(Self { metadata, location: location.clone() })
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// The folder for dbmig's own data: `target/dbmig`, or one in it for this workspace alone where the target
    /// directory lies elsewhere and other workspaces may share it.
    pub fn data_dir(&self) -> PathBuf {
        let (target, root) = (self.metadata.target_directory.as_std_path(), self.root());
        let dir = target.join("dbmig");
        if target.starts_with(root) {
            return dir;
        }
        let mut hasher = DefaultHasher::new();
        root.hash(&mut hasher);
        let name = root.file_name().unwrap_or_default().to_string_lossy();
        dir.join(format!("{name}-{:08x}", hasher.finish() as u32))
    }

    /// The members, sorted by name.
    pub fn members(&self) -> Vec<&Package> {
        let mut members = self.metadata.workspace_packages();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        members
    }

    /// The names of the members, sorted.
    pub fn member_names(&self) -> Vec<String> {
        self.members().iter().map(|package| package.name.to_string()).collect()
    }

    /// The member called `name`.
    pub fn member(&self, name: &str) -> Option<&Package> {
        self.members().into_iter().find(|package| package.name == name)
    }

    /// The members with `[package.metadata.dbmig]`.
    pub fn migrations_packages(&self) -> Vec<&Package> {
        self.members().into_iter().filter(|package| package.metadata.get("dbmig").is_some()).collect()
    }

    /// The member called `name`, or else the dependency of members, as a package of models.
    ///
    /// # Errors
    /// [`Error::UnknownModels`] if there is none.
    pub fn models(&self, name: &str) -> Result<ModelsPackage> {
        if let Some(member) = self.member(name) {
            return Ok(models_package(member, true));
        }
        let unknown = || Error::UnknownModels { package: name.to_owned(), members: self.member_names() };
        // To resolve the dependencies writes a lock file: not for a name that can't be among them.
        let members = self.members();
        let mut dependencies = members.iter().flat_map(|member| &member.dependencies);
        let is_direct = dependencies.any(|dependency| dependency.name == name);
        if !is_direct && !self.root().join("Cargo.lock").exists() {
            return Err(unknown());
        }
        let mut found = self.location.metadata(false)?.packages;
        found.retain(|package| package.name == name);
        // A path comes before a registry.
        found.sort_by_key(|package| package.source.is_some());
        found.first().map(|package| models_package(package, false)).ok_or_else(unknown)
    }

    /// The folder of the member `name`.
    pub fn folder(&self, name: &str) -> Option<PathBuf> {
        self.member(name).map(dir_of)
    }

    /// The root files of the crates in which the models of the member `name` can be: its library's, or else its binaries'.
    pub fn crate_roots(&self, name: &str) -> Vec<CrateRoot> {
        let Some(package) = self.member(name) else { return Vec::new() };
        let is_library = models_package(package, true).has_library;
        let wanted = |kinds: &[TargetKind]| match is_library {
            true => kinds.iter().any(|kind| LIBRARY.contains(kind)),
            false => kinds.contains(&TargetKind::Bin),
        };
        let targets = package.targets.iter().filter(|target| wanted(&target.kind));
        targets.map(|target| CrateRoot { file: target.src_path.clone().into(), is_library }).collect()
    }

    /// The crates that the code of the member `name` always has, under the names that it calls them by, each with the features it
    /// asks for.
    pub fn dependencies(&self, name: &str) -> BTreeMap<String, Vec<String>> {
        let dependencies = self.member(name).into_iter().flat_map(|package| &package.dependencies);
        let always = |dependency: &&Dependency| {
            dependency.kind == DependencyKind::Normal && !dependency.optional && dependency.target.is_none()
        };
        let dependencies = dependencies.filter(always).map(|dependency| {
            let name = dependency.rename.as_ref().unwrap_or(&dependency.name);
            (name.clone(), dependency.features.clone())
        });
        dependencies.collect()
    }
}

/// The kinds of a library whose compiled file holds the models.
const LIBRARY: [TargetKind; 5] =
    [TargetKind::Lib, TargetKind::RLib, TargetKind::DyLib, TargetKind::CDyLib, TargetKind::StaticLib];

fn models_package(package: &Package, is_member: bool) -> ModelsPackage {
    let has_library =
        package.targets.iter().any(|target| target.kind.iter().any(|kind| LIBRARY.contains(kind)));
    ModelsPackage {
        name: package.name.to_string(),
        id: package.id.clone(),
        has_library,
        is_member,
        features: package.features.keys().cloned().collect(),
    }
}

/// The folder of a package.
pub(super) fn dir_of(package: &Package) -> PathBuf {
    package.manifest_path.parent().unwrap_or(&package.manifest_path).as_std_path().to_owned()
}
