//! `inspect`.

mod baseline;
mod stamp;
mod target;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Catalog;
use serde_json::json;

use super::context::Context;
use super::live::{Found, Live};
use crate::error::Error;
use crate::project::Migrations;
use crate::render::Rustfmt;
use crate::render::model::{Lacking, Models, TypeCrates, models};
use crate::script::creates_routine;
use baseline::Baseline;
use target::Target;

/// Arguments of `inspect`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "The database is read. Only --baseline changes something in it: it records the revision, in tables of dbmig's \
                  own. Files that exist are not overwritten.\n\n\
                  Examples:\n  cargo dbmig inspect --db users --out src/found\n  \
                  cargo dbmig inspect --db users --baseline --url postgres://localhost/users\n\n\
                  --format json: {\"version\": 1, \"database\", \"package\", \"files\": [PATH]}, and with --baseline \"revision\" and \
                  \"stamped\": true or false"
)]
pub(super) struct InspectArgs {
    /// The folder of the new module, in the models' package
    #[arg(long, value_name = "FOLDER", default_value = "src/models")]
    out: PathBuf,

    /// The package of models that it is written into, where there are several
    #[arg(long, value_name = "NAME")]
    models: Option<String>,

    /// Adopt the database: write the first revision too, prove on scratch that models, revision and database are equal,
    /// and record in the database that it is at that revision; models that are there already are taken as they are
    #[arg(long)]
    baseline: bool,

    /// What the first revision is about
    #[arg(short, long, value_name = "TEXT", default_value = "baseline", requires = "baseline")]
    message: String,

    /// Don't record the revision in the database
    #[arg(long, requires = "baseline")]
    no_stamp: bool,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL", requires = "baseline")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &InspectArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    let [config] = databases.as_slice() else {
        return Err(Error::usage(
            format!("there are {} databases, and this is about one", databases.len()),
            format!("name it with --db: {}", migrations.database_names().join(", ")),
        ));
    };
    let target = Target::find(&migrations, args.models.as_deref(), &args.out)?;
    let inspection = Inspection { args, context, migrations: &migrations, config, target };
    if args.baseline {
        Baseline::of(&inspection)?.run()?;
    } else {
        inspection.run()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The verb with what all its steps need.
struct Inspection<'a> {
    args: &'a InspectArgs,
    context: &'a Context,
    migrations: &'a Migrations,
    config: &'a DatabaseConfig,
    target: Target,
}

impl Inspection<'_> {
    fn run(&self) -> Result<(), Error> {
        let target = &self.target;
        if target.is_taken {
            return Err(Error::failed(
                format!("{} is there already, and nothing is overwritten", target.folder.display()),
                "name a new folder with --out",
            ));
        }
        let found = Live::of(self.config, self.migrations, self.context)?.read()?;
        let written = self.write(&found.catalog)?;
        self.tell(&written, &found);
        let histories = found.histories.iter().map(|(table, _)| format!(" --exclude table:{table}"));
        let (name, exclude) = (&self.config.name, histories.collect::<String>());
        self.context.console.note(format!(
            "next: name the module in the crate {} (`mod models;`), then compare: cargo dbmig diff --db {name} --from live --to models{exclude}",
            target.package
        ));
        let (name, package) = (&self.config.name, &target.package);
        self.context.console.json(json!({ "database": name, "package": package, "files": written }));
        Ok(())
    }

    /// Writes the files, and gives their paths below the package.
    fn write(&self, catalog: &Catalog) -> Result<Vec<PathBuf>, Error> {
        let target = &self.target;
        let rustfmt = Rustfmt {
            program: self.context.environment.rustfmt.clone(),
            // The new folder isn't there yet, and nothing runs in a folder that isn't.
            dir: target.root.clone(),
            edition: self.migrations.edition.clone(),
        };
        let crates = TypeCrates::of(&self.migrations.workspace.dependencies(&target.package));
        let Models { modules, sql, lacking } = models(catalog, &self.config.name, crates, Some(&rustfmt))?;
        for (of, types) in lacking {
            let types: Vec<String> = types.into_iter().collect();
            let (types, Lacking { name, feature }) = (types.join(", "), of);
            self.context.console.note(format!(
                "columns of {types} are written as String: with the crate {name}, and the feature {feature} of dbmig-runtime, \
                 they have a type"
            ));
        }
        let mut files: Vec<(String, String)> = Vec::new();
        let names: Vec<&str> = modules.iter().map(|(name, _)| name.as_str()).collect();
        files.push(("mod.rs".to_owned(), self.module(&names, !sql.is_empty())));
        files.extend(modules.into_iter().map(|(name, source)| (format!("{name}.rs"), source)));
        if !sql.is_empty() {
            files.push(("schema.sql".to_owned(), script(&sql)));
        }
        target.write(&files)?;
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

    /// What was written, and what was left out.
    fn tell(&self, written: &[PathBuf], found: &Found) {
        let console = &self.context.console;
        for path in written {
            console.result(format!("wrote {}", path.display()));
        }
        if !found.catalog.left_out.is_empty() {
            let names: Vec<String> = found.catalog.left_out.iter().map(ToString::to_string).collect();
            console.note(format!("left out, as dbmig doesn't compare it: {}", names.join(", ")));
        }
        for (table, tool) in &found.histories {
            console.note(format!("left out, as it is a history and no schema: {table} of {tool}"));
        }
    }
}

/// The file of what structs leave open.
fn script(statements: &[String]) -> String {
    // A body in a database that has grown may name what is gone.
    let creates_routine = statements.iter().any(|sql| creates_routine(sql));
    let setting = if creates_routine { "SET check_function_bodies = off;\n" } else { "" };
    statements.iter().fold(setting.to_owned(), |text, sql| text + sql + ";\n")
}
