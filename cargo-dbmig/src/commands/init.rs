//! `init`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dbmig_runtime::build::Features;
use serde_json::json;

use super::context::Context;
use crate::artifact::{self, read_models};
use crate::error::Error;
use crate::project::{self, NewPackage, Workspace};

/// Arguments of `init`.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct InitArgs {
    /// The new package's name [default: MODELS-migrations]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// The new package's folder [default: migrations, in the workspace's root]
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,

    /// The package that holds the models; may be given several times [default: those that depend on dbmig-runtime]
    #[arg(long, value_name = "PACKAGE")]
    models: Vec<String>,
}

const EXAMPLES: &str = "\
Writes an ordinary package, and nothing into files that exist but its name into the workspace's Cargo.toml. The databases are those that \
the models name with #[db(\"…\")].

Examples:
  cargo dbmig init
  cargo dbmig init --db users --db analytics
  cargo dbmig init --models app-models --path db/migrations

--format json: {\"version\": 1, \"package\", \"models\": [NAME], \"databases\": [NAME], \"files\": [PATH]}";

pub(super) fn run(args: &InitArgs, context: &Context) -> Result<ExitCode, Error> {
    let location = context.location();
    let workspace = Workspace::load(&location)?;
    if let (Some(package), None) = (workspace.migrations_packages().first(), &args.path) {
        let dir = package.manifest_path.parent().unwrap_or(&package.manifest_path).as_std_path().to_owned();
        return Err(project::Error::Exists { package: package.name.to_string(), dir }.into());
    }
    let models = models(args, &workspace)?;
    let (models, databases) = declared(models, args, &workspace, context)?;
    let package = NewPackage {
        name: args.name.clone().unwrap_or_else(|| NewPackage::default_name(&models)),
        dir: match &args.path {
            Some(path) => location.dir.join(path),
            None => workspace.root().join("migrations"),
        },
        models,
        databases,
    };
    let created = package.create(&workspace, &location)?;
    for file in created.files.iter().filter(|file| !file.ends_with(".gitkeep")) {
        context.console.result(format!("created {}", file.display()));
    }
    if created.added_member {
        context.console.result(format!("added {} to the workspace in Cargo.toml", package.name));
    }
    context.console.result(format!("databases: {}", package.databases.join(", ")));
    for line in next_steps(&package, created.models_use_runtime) {
        context.console.result(line);
    }
    context.console.json(json!({
        "package": package.name,
        "models": package.models,
        "databases": package.databases,
        "files": created.files,
    }));
    Ok(ExitCode::SUCCESS)
}

fn next_steps(package: &NewPackage, models_use_runtime: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if !models_use_runtime {
        let models = package.models.join(", ");
        lines.push(format!(
            "add the dependency dbmig-runtime to {models}, and #[derive(Table)] to a struct; then:"
        ));
    } else {
        lines.push("next:".to_owned());
    }
    lines.push("  cargo dbmig revision -m \"create the first tables\"".to_owned());
    lines.push("  cargo dbmig upgrade".to_owned());
    lines
}

/// The packages named, or those that depend on `dbmig-runtime`, or the only one.
fn models(args: &InitArgs, workspace: &Workspace) -> Result<Vec<String>, Error> {
    if !args.models.is_empty() {
        for name in &args.models {
            workspace.models(name)?;
        }
        return Ok(args.models.clone());
    }
    let migrations = workspace.migrations_packages();
    let candidates: Vec<_> = workspace
        .members()
        .into_iter()
        .filter(|package| migrations.iter().all(|migrations| migrations.id != package.id))
        .collect();
    let using: Vec<String> = candidates
        .iter()
        .filter(|package| package.dependencies.iter().any(|dependency| dependency.name == "dbmig-runtime"))
        .map(|package| package.name.to_string())
        .collect();
    match (using.is_empty(), candidates.as_slice()) {
        (false, _) => Ok(using),
        (true, [package]) => Ok(vec![package.name.to_string()]),
        (true, _) => Err(project::Error::WhichModels { members: workspace.member_names() }.into()),
    }
}

/// The packages that declare tables, and the databases named with `--db`, or those that the tables are in, or one that is
/// called like the package if there is no table yet.
///
/// A package may take dbmig-runtime for an `SqlType` alone: it is no package of models, unless `--models` says so.
fn declared(
    mut models: Vec<String>,
    args: &InitArgs,
    workspace: &Workspace,
    context: &Context,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let mut seen = BTreeSet::new();
    let named: Vec<String> =
        context.global.databases.iter().filter(|name| seen.insert(*name)).cloned().collect();
    let uses_runtime = |name: &String| {
        workspace
            .member(name)
            .is_some_and(|package| package.dependencies.iter().any(|d| d.name == "dbmig-runtime"))
    };
    // One package whose databases are named needs no look, and so no build.
    let is_known = !named.is_empty() && (models.len() == 1 || !args.models.is_empty());
    while !is_known && models.iter().any(uses_runtime) {
        let packages = models.iter().map(|name| workspace.models(name)).collect::<Result<Vec<_>, _>>()?;
        match read_models(&context.cargo(workspace), &packages, &Features::default(), &BTreeMap::new()) {
            Ok(found) if named.is_empty() && !found.is_empty() => {
                return Ok((models, found.into_keys().collect()));
            }
            Ok(_) => break,
            Err(artifact::Error::NoTables { package, .. }) if models.len() > 1 && args.models.is_empty() => {
                models.retain(|name| *name != package);
            }
            Err(artifact::Error::NoTables { .. }) => break,
            // A guess would be wrong, and stay in the new package.
            Err(error) => return Err(error.into()),
        }
    }
    if named.is_empty() {
        let database = models.first().map(|name| NewPackage::default_database(name));
        return Ok((models, database.into_iter().collect()));
    }
    Ok((models, named))
}
