//! `inspect`.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Catalog, Filter};
use dbmig_runtime::cli::Urls;
use dbmig_runtime::runner::{Address, own_table_names};
use serde_json::json;

use super::context::Context;
use super::inspected::Source;
use crate::error::Error;
use crate::project::Migrations;
use crate::render::Rustfmt;
use crate::render::model::{Models, TypeCrates, models};

/// Arguments of `inspect`.
#[derive(Args, Clone, Debug)]
pub(super) struct InspectArgs {
    /// The folder of the new module, in the models' package
    #[arg(long, value_name = "FOLDER", default_value = "src/models")]
    out: PathBuf,

    /// The package of models that it is written into, where there are several
    #[arg(long, value_name = "NAME")]
    models: Option<String>,
}

pub(super) fn run(args: &InspectArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = migrations.databases(&context.global.databases)?;
    let [config] = databases.as_slice() else {
        return Err(Error::usage(
            format!("there are {} databases, and this is about one", databases.len()),
            format!("name it with --db: {}", migrations.database_names().join(", ")),
        ));
    };
    let inspection = Inspection { args, context, migrations: &migrations, config };
    let target = inspection.target()?;
    let (catalog, histories) = inspection.catalog()?;
    let written = inspection.write(&target, &catalog)?;
    inspection.tell(&target, &catalog, &written, &histories);
    Ok(ExitCode::SUCCESS)
}

/// The verb with what all its steps need.
struct Inspection<'a> {
    args: &'a InspectArgs,
    context: &'a Context,
    migrations: &'a Migrations,
    config: &'a DatabaseConfig,
}

/// Where the models go.
struct Target {
    package: String,
    /// The package's folder.
    root: PathBuf,
    /// The module's folder in it.
    folder: PathBuf,
}

/// A table, and the tool that keeps its history in it.
type History = (&'static str, &'static str);

/// The histories of other tools, which are no part of a schema.
const OTHER_HISTORIES: &[History] = &[
    ("alembic_version", "Alembic"),
    ("__diesel_schema_migrations", "Diesel"),
    ("_sqlx_migrations", "sqlx"),
    ("seaql_migrations", "SeaORM"),
    ("refinery_schema_history", "Refinery"),
];

impl Inspection<'_> {
    /// The folder, which must be new: nothing is overwritten.
    fn target(&self) -> Result<Target, Error> {
        let packages = self.migrations.models()?;
        let chosen = match (&self.args.models, packages.as_slice()) {
            (Some(name), _) => self.migrations.workspace.models(name)?,
            (None, [only]) => only.clone(),
            (None, _) => {
                let names: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
                return Err(Error::usage(
                    "there are several packages of models",
                    format!("name one with --models: {}", names.join(", ")),
                ));
            }
        };
        let is_inside =
            self.args.out.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !is_inside {
            return Err(Error::usage(
                format!("--out: {} is not a folder in the models' package", self.args.out.display()),
                "give a path below the package, such as src/models",
            ));
        }
        let root = self.migrations.workspace.folder(&chosen.name).unwrap_or_default();
        let folder = root.join(&self.args.out);
        if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
            return Err(Error::failed(
                format!("{} is there already, and nothing is overwritten", folder.display()),
                "name a new folder with --out",
            ));
        }
        Ok(Target { package: chosen.name, root, folder })
    }

    /// The database, and the histories in it: tables, with the tools that they are of.
    fn catalog(&self) -> Result<(Catalog, Vec<History>), Error> {
        let (context, config) = (self.context, self.config);
        let url = match context.url(&Urls::read(context.global.url.clone())?, config)? {
            Some(url) => url,
            None => context.embedded(self.migrations)?.database(&config.name)?,
        };
        let address = Address::of(&url)
            .map_err(|error| Error::Connect { side: "--url", error: Box::new(error.into()) })?;
        let source = Source {
            side: "--url",
            url: &url,
            label: address.to_string(),
            default_schema: &config.schema,
            own_tables: Some(own_table_names(&config.version_table).to_vec()),
        };
        let mut catalog = source.inspect()?.catalog;
        let found = OTHER_HISTORIES.iter().filter(|(table, _)| {
            catalog.tables.keys().any(|name| name.name == *table && name.schema.is_none())
        });
        let found: Vec<History> = found.copied().collect();
        let exclude = found.iter().filter_map(|(table, _)| format!("table:{table}").parse().ok()).collect();
        let filter = Filter { schemas: Vec::new(), exclude };
        catalog = filter.apply(catalog, &config.schema);
        Ok((catalog, found))
    }

    /// Writes the files, and gives their paths below the package.
    fn write(&self, target: &Target, catalog: &Catalog) -> Result<Vec<PathBuf>, Error> {
        let rustfmt = Rustfmt {
            program: self.context.environment.rustfmt.clone(),
            // The new folder isn't there yet, and nothing runs in a folder that isn't.
            dir: target.root.clone(),
            edition: self.migrations.edition.clone(),
        };
        let crates = self.type_crates(&target.package);
        let Models { modules, sql } = models(catalog, &self.config.name, crates, Some(&rustfmt))?;
        let mut files: Vec<(String, String)> = Vec::new();
        let names: Vec<&str> = modules.iter().map(|(name, _)| name.as_str()).collect();
        files.push(("mod.rs".to_owned(), self.module(&names, !sql.is_empty())));
        files.extend(modules.into_iter().map(|(name, source)| (format!("{name}.rs"), source)));
        if !sql.is_empty() {
            files.push(("schema.sql".to_owned(), sql.iter().map(|sql| format!("{sql};\n")).collect()));
        }
        let failed = |path: &Path, error: std::io::Error| {
            let message = format!("could not write {}: {error}", path.display());
            Error::failed(
                message,
                "make room for the files, remove what there is of them, and run the command again",
            )
        };
        fs::create_dir_all(&target.folder).map_err(|error| failed(&target.folder, error))?;
        for (name, text) in &files {
            let path = target.folder.join(name);
            fs::write(&path, text).map_err(|error| failed(&path, error))?;
        }
        Ok(files.into_iter().map(|(name, _)| self.args.out.join(name)).collect())
    }

    fn module(&self, names: &[&str], has_sql: bool) -> String {
        let mut text = format!("//! The database `{}`.\n\n", self.config.name);
        text.push_str(
            "// Clippy takes two columns of one name in an attribute for an attribute that stands twice.\n",
        );
        text.push_str("#![allow(clippy::duplicated_attributes)]\n\n");
        names.iter().for_each(|name| text.push_str(&format!("mod {name};\n")));
        text.push('\n');
        names.iter().for_each(|name| text.push_str(&format!("pub use {name}::*;\n")));
        if has_sql {
            let path = self.args.out.join("schema.sql").display().to_string();
            text.push_str(&format!("\ndbmig_runtime::sql_file!({:?}, {path:?});\n", self.config.name));
        }
        text
    }

    fn type_crates(&self, package: &str) -> TypeCrates {
        let dependencies = self.migrations.workspace.dependencies(package);
        let features = dependencies.get("dbmig-runtime").cloned().unwrap_or_default();
        let has = |name: &str, feature: &str| {
            dependencies.contains_key(name) && features.iter().any(|known| known == feature)
        };
        TypeCrates {
            chrono: has("chrono", "with-chrono-0_4"),
            rust_decimal: has("rust_decimal", "with-rust_decimal-1"),
            serde_json: has("serde_json", "with-serde_json-1"),
            uuid: has("uuid", "with-uuid-1"),
        }
    }

    fn tell(&self, target: &Target, catalog: &Catalog, written: &[PathBuf], histories: &[History]) {
        let console = &self.context.console;
        for path in written {
            console.result(format!("wrote {}", path.display()));
        }
        if !catalog.left_out.is_empty() {
            let names: Vec<String> = catalog.left_out.iter().map(ToString::to_string).collect();
            console.note(format!("left out, as dbmig doesn't compare it: {}", names.join(", ")));
        }
        for (table, tool) in histories {
            console.note(format!("left out, as it is a history and no schema: {table} of {tool}"));
        }
        let exclude: String =
            histories.iter().map(|(table, _)| format!(" --exclude table:{table}")).collect();
        let name = &self.config.name;
        console.note(format!(
            "next: name the module in the crate {} (`mod models;`), then compare: cargo dbmig diff --db {name} --from live --to models{exclude}",
            target.package
        ));
        console.json(&json!({ "database": name, "package": target.package, "files": written }));
    }
}
