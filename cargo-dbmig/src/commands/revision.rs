//! `revision`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::cli::{EXIT_FAILED, Urls};
use dbmig_runtime::diff::possible_renames;
use dbmig_runtime::manifest::wire::Declared;
use dbmig_runtime::op::Operation;
use serde_json::{Value, json};

use super::context::Context;
use crate::artifact::{self, Models, read_models};
use crate::draft::{Draft, History};
use crate::error::Error;
use crate::project::Migrations;
use crate::proof::Proof;
use crate::render::{FileName, Module, Rustfmt};
use crate::scratch::{Candidates, Catalogs, Database, Replay, Server};

/// Arguments of `revision`.
#[derive(Args, Clone, Debug)]
pub(super) struct RevisionArgs {
    /// What the revision is about
    #[arg(short, long, value_name = "TEXT")]
    message: String,

    /// Write a revision without operations, to be filled in by hand
    #[arg(long)]
    empty: bool,

    /// The revision's id [default: a random one]
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,

    /// The revision to go on from, where the history has several heads
    #[arg(long, value_name = "ID")]
    head: Option<String>,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &RevisionArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = migrations.databases(&context.global.databases)?;
    let several = databases.len() > 1;
    if several && (args.empty || args.rev_id.is_some() || args.head.is_some()) {
        return Err(Error::usage(
            format!("there are {} databases, and this is about one", databases.len()),
            format!("name it with --db: {}", migrations.database_names().join(", ")),
        ));
    }
    let revision = Revision { args, context, migrations: &migrations, created: Utc::now() };
    if args.empty { revision.write_empty(&databases) } else { revision.autogenerate(&databases) }
}

/// The verb with what all its steps need.
struct Revision<'a> {
    args: &'a RevisionArgs,
    context: &'a Context,
    migrations: &'a Migrations,
    created: DateTime<Utc>,
}

/// A database that is at its revisions on one scratch database, and has its models on another.
struct Compared<'a> {
    config: &'a DatabaseConfig,
    history: History,
    scratch: Database,
    start: Catalog,
    models: Catalog,
    draft: Option<Draft>,
}

/// A revision whose file is written.
struct Written<'a> {
    compared: Compared<'a>,
    id: String,
    file: PathBuf,
}

impl<'a> Revision<'a> {
    fn write_empty(&self, databases: &[&'a DatabaseConfig]) -> Result<ExitCode, Error> {
        for config in databases {
            let history = History::read(&config.name, &self.migrations.folder(config))?;
            let (_, file) = self.write(config, &history, &[], &[])?;
            self.context.console.result(format!("wrote {}", file.display()));
            self.context.console.json(&json!({ "databases": { &config.name: { "file": file } } }));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn autogenerate(&self, databases: &[&'a DatabaseConfig]) -> Result<ExitCode, Error> {
        let mut models = self.read_models()?;
        let histories = databases
            .iter()
            .map(|config| History::read(&config.name, &self.migrations.folder(config)))
            .collect::<Result<Vec<_>, _>>()?;
        // Without revisions there is nothing to replay.
        let replays = histories.iter().any(|history| !history.is_empty());
        let runner = replays.then(|| self.context.runner(self.migrations)).transpose()?;
        let mut document = serde_json::Map::new();
        let mut written = Vec::new();
        for (config, history) in databases.iter().zip(histories) {
            let declared = models.remove(&config.name).unwrap_or_default();
            let compared = self.compare(config, history, &declared, runner.as_deref())?;
            self.tell(&compared);
            if let Some(draft) = &compared.draft {
                let (id, file) = self.write(config, &compared.history, &draft.upgrade, &draft.downgrade)?;
                self.context.console.result(format!("wrote {}", file.display()));
                document.insert(config.name.clone(), describe(draft, &id, &file));
                written.push(Written { compared, id, file });
            } else {
                document.insert(config.name.clone(), json!({ "changes": [] }));
            }
        }
        let code = if written.is_empty() { ExitCode::SUCCESS } else { self.prove(&written)? };
        self.context.console.json(&json!({ "databases": document }));
        Ok(code)
    }

    fn read_models(&self) -> Result<Models, Error> {
        let config = &self.migrations.config;
        let schemas: BTreeMap<String, String> = config
            .databases
            .iter()
            .map(|database| (database.name.clone(), database.schema.clone()))
            .collect();
        let cargo = self.context.cargo(&self.migrations.workspace);
        let models = read_models(&cargo, &self.migrations.models()?, &schemas)?;
        let unknown: Vec<_> = models
            .iter()
            .filter(|(name, _)| !schemas.contains_key(*name))
            .filter_map(|(name, declared)| Some((name.clone(), declared.places.values().next()?.clone())))
            .collect();
        if unknown.is_empty() {
            return Ok(models);
        }
        Err(artifact::Error::UnknownDatabases {
            databases: unknown,
            package: self.migrations.name.clone(),
            known: self.migrations.database_names(),
        }
        .into())
    }

    /// Creates the models on one scratch database, replays the revisions on another, and compares the two.
    fn compare(
        &self,
        config: &'a DatabaseConfig,
        history: History,
        declared: &Declared,
        runner: Option<&Path>,
    ) -> Result<Compared<'a>, Error> {
        let server = self.scratch_server(config)?;
        let catalogs = Catalogs { config };
        let models = {
            let scratch = Database::create(&server, &config.schema)?;
            catalogs.of_models(&scratch, declared)?
        };
        let scratch = Database::create(&server, &config.schema)?;
        if let Some(runner) = runner.filter(|_| !history.is_empty()) {
            Replay { runner, database: &config.name }.run(&scratch, "upgrade", "heads")?;
        }
        let start = catalogs.of(&scratch)?;
        let draft = Draft::new(&start, &models, &declared.renames);
        Ok(Compared { config, history, scratch, start, models, draft })
    }

    fn scratch_server(&self, config: &DatabaseConfig) -> Result<Server, Error> {
        let context = self.context;
        let named = self.args.scratch_url.as_ref().or(context.environment.scratch_url.as_ref());
        let named = named.or(self.migrations.config.scratch_url.as_ref());
        // A database without any URL is no obstacle to writing a revision.
        let urls = Urls::read(context.global.url.clone())?;
        let own = context.url(&urls, config).ok().flatten();
        let candidates = Candidates { named: named.map(String::as_str), own: own.as_deref() };
        let server = Server::choose(candidates, || context.embedded(self.migrations))?;
        context.console.detail(format!("{}: scratch databases are on {}", config.name, server.name()));
        server.drop_stale();
        Ok(server)
    }

    fn tell(&self, compared: &Compared<'_>) {
        let (console, name) = (self.context.console, &compared.config.name);
        let Some(draft) = &compared.draft else {
            return console.result(format!("no changes in {name}"));
        };
        let lines = draft.changes.summary();
        let changes = if lines.len() == 1 { "1 change" } else { &format!("{} changes", lines.len()) };
        console.result(format!("{changes} in {name}"));
        for line in lines {
            console.result(format!("  {} {line}", line.sign.as_char()));
        }
        for hazard in &draft.hazards {
            console.result(format!("  ! {}: {}; {}", hazard.code, hazard.message, hazard.advice));
        }
        for possible in possible_renames(&draft.changes) {
            console.result(format!("  ? {}", super::rename_hint::rename_hint(&possible)));
        }
    }

    /// Writes the file of a new revision; overwrites nothing.
    fn write(
        &self,
        config: &DatabaseConfig,
        history: &History,
        upgrade: &[Operation],
        downgrade: &[Operation],
    ) -> Result<(String, PathBuf), Error> {
        let parents = history.parents(self.args.head.as_deref())?;
        let id = history.new_id(self.args.rev_id.as_deref())?;
        let message = self.args.message.as_str();
        let rustfmt = Rustfmt {
            program: self.context.environment.rustfmt.clone(),
            dir: self.migrations.dir.clone(),
            edition: self.migrations.edition.clone(),
        };
        let module =
            Module { message, id: &id, parents: &parents, created: self.created, upgrade, downgrade };
        let source = module.render(Some(&rustfmt))?;
        let name = FileName { created: self.created, id: &id, message }
            .render(&self.migrations.config.file_template)?;
        let folder = self.migrations.folder(config);
        let file = folder.join(name);
        let written = fs::create_dir_all(&folder)
            .and_then(|()| File::create_new(&file))
            .and_then(|mut new| new.write_all(source.as_bytes()));
        written.map_err(|error| {
            Error::failed(
                format!("could not write {}: {error}", file.display()),
                "make it writable, and run the command again",
            )
        })?;
        Ok((id, self.shown(&file)))
    }

    /// Builds the runner with the new revisions, and runs each on scratch.
    fn prove(&self, written: &[Written<'_>]) -> Result<ExitCode, Error> {
        let runner = self.context.runner(self.migrations)?;
        let mut all_good = true;
        for Written { compared, id, file } in written {
            let name = &compared.config.name;
            let proof = Proof {
                scratch: &compared.scratch,
                replay: Replay { runner: &runner, database: name },
                catalogs: Catalogs { config: compared.config },
                revision: id,
                start: &compared.start,
                models: &compared.models,
            };
            match proof.run() {
                Ok(()) => self.context.console.note(format!(
                    "proven on scratch: {id} upgrades {name} to the models and downgrades it to where it was"
                )),
                Err(error) => {
                    all_good = false;
                    Error::from(error).print(self.context.console.format);
                    self.context.console.note(format!("the new file stays: {}", file.display()));
                }
            }
        }
        Ok(if all_good { ExitCode::SUCCESS } else { EXIT_FAILED.into() })
    }

    /// The path as the user would type it.
    fn shown(&self, file: &Path) -> PathBuf {
        file.strip_prefix(&self.context.environment.dir).unwrap_or(file).to_owned()
    }
}

fn describe(draft: &Draft, id: &str, file: &Path) -> Value {
    let changes: Vec<String> =
        draft.changes.summary().into_iter().map(|line| format!("{} {line}", line.sign.as_char())).collect();
    let hazards: Vec<Value> = draft
        .hazards
        .iter()
        .map(|hazard| json!({ "code": hazard.code, "message": hazard.message, "advice": hazard.advice }))
        .collect();
    json!({ "changes": changes, "hazards": hazards, "revision": id, "file": file })
}
