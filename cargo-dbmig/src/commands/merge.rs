//! `merge`.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use clap::Args;
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::Catalog;
use dbmig_runtime::cli::EXIT_FAILED;
use dbmig_runtime::runner;
use serde_json::{Map, Value, json};

use super::compare::{Against, Comparison};
use super::context::Context;
use super::end::End;
use super::new_file::NewFile;
use super::standing::Standing;
use crate::draft::{Branch, History, Place};
use crate::error::Error;
use crate::project::Migrations;
use crate::proof::{Orders, Proof, rotations};
use crate::render::Module;
use crate::scratch::{Catalogs, Database, Replay, Replayed, Server};

/// Arguments of `merge`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "A merge has no operations of its own. It is written only if, on scratch, the branches make the same in whichever \
                  order they run. Exits with 1 if they don't, and says what they come to.\n\n\
                  Examples:\n  cargo dbmig merge\n  cargo dbmig merge 8c1f 5d0e -m 'teams and tags'\n\n\
                  --format json: {\"version\": 1, \"databases\": {NAME: {\"merges\": [ID], \"revision\", \"file\", \"orders\", \"proven\", \"heads\": \
                  those that there are now, \"changes\": what the models have beside, or null if they could not be read}}}"
)]
pub(super) struct MergeArgs {
    /// What to merge: ids or the beginnings of ids, or labels [default: heads, which is all of them]
    #[arg(value_name = "REVISION")]
    revisions: Vec<String>,

    /// What the revision is about [default: what it merges]
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,

    /// The revision's id [default: a random one]
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,

    /// A name for the branch that goes on from here; may be given several times
    #[arg(long = "branch-label", value_name = "LABEL")]
    branch_labels: Vec<String>,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

pub(super) fn run(args: &MergeArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    let mut chosen = Vec::new();
    let mut document = Map::new();
    for config in &databases {
        let history = history(config, &migrations, context)?;
        let heads = match args.revisions.as_slice() {
            [] => history.heads().into_iter().map(str::to_owned).collect(),
            _ if databases.len() > 1 => return Err(about_one(databases.len(), &migrations)),
            revisions => named(revisions, &history)?,
        };
        match heads.as_slice() {
            [] | [_] => {
                let one = heads.first().map_or("no revision".to_owned(), |head| format!("one head, {head}"));
                context.console.result(format!("nothing to merge: {} has {one}", config.name));
                document.insert(config.name.clone(), json!({ "merges": [] }));
            }
            _ => chosen.push((*config, history, heads)),
        }
    }
    let is_about_one =
        args.rev_id.is_some() || !args.branch_labels.is_empty() || context.global.url.is_some();
    if chosen.len() > 1 && is_about_one {
        return Err(about_one(chosen.len(), &migrations));
    }
    let (scratch_url, against) = (args.scratch_url.as_deref(), Against::Revisions);
    let comparison = Comparison { context, migrations: &migrations, scratch_url, against };
    let merge = Merge { args, comparison: &comparison, end: End::new(&comparison), created: Utc::now() };
    let mut failed = false;
    for (config, history, heads) in &chosen {
        let described = match merge.run(config, history, heads) {
            Ok(described) => described,
            // One database's branches say nothing of another's.
            Err(error @ Error::Disorder(_)) => {
                error.print(context.console.format);
                failed = true;
                json!({ "merges": heads, "proven": false })
            }
            Err(error) => return Err(error),
        };
        document.insert(config.name.clone(), described);
    }
    context.console.json(json!({ "databases": document }));
    if !failed && !chosen.is_empty() {
        context.console.next(format!("cargo dbmig upgrade{}", context.chosen()));
    }
    Ok(if failed { EXIT_FAILED.into() } else { ExitCode::SUCCESS })
}

/// The history of a database, with the files as the user would name them.
pub(super) fn history(
    config: &DatabaseConfig,
    migrations: &Migrations,
    context: &Context,
) -> Result<History, Error> {
    let history = History::read(&config.name, &migrations.folder(config))?;
    Ok(history.seen_from(&context.environment.dir))
}

/// Arguments that name something in one database, for several.
pub(super) fn about_one(count: usize, migrations: &Migrations) -> Error {
    Error::usage(
        format!("there are {count} databases, and this is about one"),
        format!("name it with --db: {}", migrations.database_names().join(", ")),
    )
}

/// What a person calls a revision, or several of them.
pub(super) fn resolve(text: &str, history: &History) -> Result<Vec<String>, Error> {
    history.resolve(text).map_err(|error| {
        let error = runner::Error::from(error);
        let next = format!("cargo dbmig history --db {} lists what there is", history.database());
        Error::usage(error.what(), error.next_step().unwrap_or(next))
    })
}

/// The revisions that are named: at least two, none of which another has already.
fn named(texts: &[String], history: &History) -> Result<Vec<String>, Error> {
    let mut ids: Vec<String> = Vec::new();
    for text in texts {
        for id in resolve(text, history)? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    for id in &ids {
        if let Some(above) = ids.iter().find(|above| history.is_above(above, id)) {
            return Err(Error::usage(
                format!("{above} has {id} already, so that there is nothing to merge with it"),
                format!("leave {id} out; the heads are {}", history.heads().join(", ")),
            ));
        }
    }
    if ids.len() == 1 && history.heads().len() > 1 {
        return Err(Error::usage(
            format!("a merge is of at least two revisions, and {} is one", ids.join(", ")),
            format!("name another one: {}", history.heads().join(", ")),
        ));
    }
    Ok(ids)
}

/// The verb with what all its steps need.
struct Merge<'c, 'a> {
    args: &'c MergeArgs,
    comparison: &'c Comparison<'c, 'a>,
    end: End<'c, 'a>,
    created: DateTime<Utc>,
}

impl Merge<'_, '_> {
    fn run(&self, config: &DatabaseConfig, history: &History, heads: &[String]) -> Result<Value, Error> {
        let Comparison { context, migrations, .. } = self.comparison;
        let console = context.console;
        let ids: Vec<&str> = heads.iter().map(String::as_str).collect();
        let branches = history.branches(&ids);
        console.note(format!("{}: merging {} branches", config.name, heads.len()));
        branches.iter().for_each(|branch| console.note(branch.to_string()));
        // Nothing is written that is not right; so the id, too, has to be one.
        let id = history.new_id(self.args.rev_id.as_deref())?;
        let labels = history.new_labels(&self.args.branch_labels, &id)?;
        let place = Place { id: id.clone(), parents: heads.to_vec(), depends_on: Vec::new(), labels };
        let server = self.comparison.scratch_server(config)?;
        let (scratch, made, took) = self.prove_orders(config, &server, history, &ids)?;
        let file = self.write(config, place, &branches)?;
        console.result(format!("wrote {}", file.display()));
        let (made, took_last) = self.prove(config, &id, &scratch, &made)?;
        let orders: Vec<String> = rotations(&ids).iter().map(|order| order.join(", then ")).collect();
        console.note(format!(
            "proven on scratch in {:.1} s: the order does not matter to {} ({})",
            (took + took_last).as_secs_f32(),
            config.name,
            orders.join("; ")
        ));
        drop(scratch);
        self.comparison.record(config, &id, &server, &made)?;
        let changes = self.end.tell(config, &server, &made.catalog);
        let left = self.left(config, migrations, context)?;
        Ok(json!({
            "revision": id,
            "merges": heads,
            "file": file,
            "orders": orders,
            "proven": true,
            "heads": left,
            "changes": changes,
        }))
    }

    /// Runs the branches in several orders from where they part.
    fn prove_orders(
        &self,
        config: &DatabaseConfig,
        server: &Server,
        history: &History,
        heads: &[&str],
    ) -> Result<(Database, Catalog, Duration), Error> {
        let built = OnceCell::new();
        let rows = history.common_rows(heads);
        let (made, mut replayed) = self.comparison.revisions(config, &rows, server, &built)?;
        let runner = self.comparison.runner(&built)?;
        let began = Instant::now();
        let standing = Standing { config, server, rows: &rows, made: &made };
        let (replay, catalogs) = (Replay { runner, database: &config.name }, Catalogs { config });
        let orders = Orders { replay, catalogs, heads, start: &made.catalog };
        let _busy = self
            .comparison
            .context
            .console
            .busy(format!("{}: running the branches in each order on scratch", config.name));
        let (scratch, made) = orders.run(|| replayed.take().map_or_else(|| standing.database(runner), Ok))?;
        Ok((scratch, made, began.elapsed()))
    }

    fn write(&self, config: &DatabaseConfig, place: Place, branches: &[Branch]) -> Result<PathBuf, Error> {
        let Comparison { context, migrations, .. } = self.comparison;
        let message =
            self.args.message.clone().unwrap_or_else(|| format!("merge {}", listing(&place.parents)));
        let changes: Vec<String> =
            branches.iter().map(|branch| format!("merges {}", branch.line())).collect();
        let new = NewFile { config, place, message: &message, created: self.created };
        let module = Module {
            message: &message,
            id: &new.place.id,
            parents: &new.place.parents,
            depends_on: &new.place.depends_on,
            labels: &new.place.labels,
            squashes: None,
            created: self.created,
            changes: &changes,
            allow_destructive: false,
            upgrade: &[],
            downgrade: &[],
        };
        new.write_module(&module, migrations, context)
    }

    /// Runs the merge itself, which must change nothing.
    fn prove(
        &self,
        config: &DatabaseConfig,
        id: &str,
        scratch: &Database,
        made: &Catalog,
    ) -> Result<(Replayed, Duration), Error> {
        let runner = self.comparison.context.runner(self.comparison.migrations)?;
        let (replay, catalogs) = (Replay { runner: &runner, database: &config.name }, Catalogs { config });
        let began = Instant::now();
        let _busy = self.comparison.context.console.busy(format!("{}: proving {id} on scratch", config.name));
        Proof { scratch, replay, catalogs, revision: id, start: made, models: made }.run()?;
        Ok((Replayed::of(scratch, catalogs)?, began.elapsed()))
    }

    /// The heads that there are now.
    fn left(
        &self,
        config: &DatabaseConfig,
        migrations: &Migrations,
        context: &Context,
    ) -> Result<BTreeSet<String>, Error> {
        let history = history(config, migrations, context)?;
        let heads: BTreeSet<String> = history.heads().into_iter().map(str::to_owned).collect();
        if heads.len() > 1 {
            let all: Vec<&str> = heads.iter().map(String::as_str).collect();
            let (name, count) = (&config.name, all.len());
            context.console.note(format!("{name} still has {count} heads: {}", all.join(", ")));
        }
        Ok(heads)
    }
}

/// `a, b and c`.
fn listing(names: &[String]) -> String {
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::listing;

    #[test]
    fn names_in_a_sentence() {
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(listing(&names), "a, b and c");
        assert_eq!(listing(&names[..2]), "a and b");
        assert_eq!(listing(&names[..1]), "a");
    }
}
