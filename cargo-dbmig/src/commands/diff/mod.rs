//! `diff`.

mod format;
mod print;
mod project;
mod side;

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Filter, Glob, Pattern};
use dbmig_runtime::cli::EXIT_DIFFERENCES;
use dbmig_runtime::diff::{Options, diff_with, possible_renames};
use dbmig_runtime::runner::Address;

use super::compare::{Against, Comparison};
use super::context::Context;
use super::inspected::{Inspected, Source};
use super::rename::{self, Pair, Rename};
use crate::draft::History;
use crate::error::Error;
use crate::project::{self as found, Migrations};
use format::DiffFormat;
use print::Difference;
use project::Project;
use side::Side;

/// Arguments of `diff`.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{JSON}"))]
pub(super) struct DiffArgs {
    /// What to start from: a URL, or in a project `models`, `head`, a revision id, or `live` for the configured
    /// database [default: head]
    #[arg(long, value_name = "SIDE")]
    from: Option<Side>,

    /// What to arrive at: likewise [default: models]
    #[arg(long, value_name = "SIDE")]
    to: Option<Side>,

    /// Only objects in schemas whose name fits; may be given several times
    #[arg(long = "schema", value_name = "GLOB")]
    schemas: Vec<Glob>,

    /// Leave out objects whose `name` or `schema.name` fits, of every kind or of one, such as `index:tmp_*`; may be
    /// given several times
    #[arg(long, value_name = "[KIND:]GLOB")]
    exclude: Vec<Pattern>,

    #[command(flatten)]
    format: DiffFormat,

    /// Print what leads back, from --to to --from
    #[arg(long)]
    reverse: bool,

    /// Compare who owns the objects
    #[arg(long)]
    owners: bool,

    /// Whether to compare privileges
    #[arg(long, value_enum, value_name = "on|off", default_value = "on")]
    privileges: Switch,

    /// Something is not dropped and added but renamed: `table.old=new` for a column, `old_table=new_table`, `type:old=new`
    /// for an enum type, `value:type.old=new` for one of its values, `sequence:old=new`; may be given several times
    #[arg(long = "rename", value_name = "OLD=NEW")]
    renames: Vec<Rename>,

    /// Exit with 3 if there are differences
    #[arg(long)]
    exit_code: bool,

    /// The schema whose objects are called without one, for two URLs [default: public]
    #[arg(long, value_name = "NAME")]
    default_schema: Option<String>,

    /// A server on which scratch databases may be created
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

const EXAMPLES: &str = "\
Nothing is printed where nothing differs. Databases are read, never changed; dbmig's own tables are left out.

Examples:
  Make one database like another, with no project around:
    cargo dbmig diff --from postgres://localhost/old --to postgres://localhost/new > change.sql
    psql -v ON_ERROR_STOP=1 -f change.sql postgres://localhost/old
  What a new revision would do, in a project:
    cargo dbmig diff --format summary
  Does the live database have what the revisions make?
    cargo dbmig diff --db users --from head --to live --exit-code";

const JSON: &str = r#"JSON:
  One document for each database that differs, a line each. An `operation` is an index into `operations`; another shape
  would be another `version`.
    {"version": 1, "database": null or the configured one's name, "from": "…", "to": "…", "default_schema": "…",
     "changes": [{"sign": "+", "~" or "-", "text": "…", "relation": null or "schema.table"}],
     "operations": [{…}],
     "statements": [{"sql": "…", "transactional": true, "operation": 0}],
     "hazards": [{"code": "H14", "message": "…", "advice": "…", "operation": 0}]}"#;

/// How many objects a warning names.
const LEFT_OUT_NAMED: usize = 10;

pub(super) fn run(args: &DiffArgs, context: &Context) -> Result<ExitCode, Error> {
    let from = args.from.clone().unwrap_or(Side::Revision("head".to_owned()));
    let to = args.to.clone().unwrap_or(Side::Models);
    let verb = Diff { args, context, from, to };
    let differs = match (&verb.from, &verb.to) {
        (Side::Url(from), Side::Url(to)) => verb.between_urls(from, to)?,
        _ => verb.in_project()?,
    };
    Ok(if differs && args.exit_code { EXIT_DIFFERENCES.into() } else { ExitCode::SUCCESS })
}

/// The verb with what all its steps need.
struct Diff<'a> {
    args: &'a DiffArgs,
    context: &'a Context,
    from: Side,
    to: Side,
}

impl Diff<'_> {
    /// Two databases, with no project. True if they differ.
    fn between_urls(&self, from: &str, to: &str) -> Result<bool, Error> {
        let global = &self.context.global;
        let of_project = [("--db", !global.databases.is_empty()), ("--url", global.url.is_some())];
        if let Some((flag, _)) = of_project.into_iter().find(|(_, given)| *given) {
            return Err(Error::usage(
                format!("{flag} is about a database of a project, and both sides are URLs"),
                format!("leave {flag} out, or give `live` for one of the sides"),
            ));
        }
        if from == to {
            self.warn("both sides are the same database: nothing can differ");
        }
        let default_schema = self.args.default_schema.as_deref().unwrap_or("public");
        let (from, to) = (self.context.complete(from)?, self.context.complete(to)?);
        let read = |side, url: &str| {
            let address = Address::of(url);
            let label = address.map_err(|error| Error::Connect { side, error: Box::new(error.into()) })?;
            Source {
                side,
                url,
                label: label.to_string(),
                default_schema,
                own_tables: None,
                scope: Filter::default(),
            }
            .inspect()
        };
        let (from, to) = std::thread::scope(|scope| {
            let from = scope.spawn(|| read("--from", &from));
            let to = read("--to", &to);
            (from.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), to)
        });
        self.compare(None, from?, to?, default_schema)
    }

    /// Databases of the project. True if one of them differs.
    fn in_project(&self) -> Result<bool, Error> {
        let (context, sides) = (self.context, [&self.from, &self.to]);
        if self.from == self.to {
            return Err(Error::usage(
                format!("both sides are `{}`: nothing can differ", self.from),
                "name another side with --from or --to: models, head, a revision id, live, or a URL",
            ));
        }
        if self.args.default_schema.is_some() {
            return Err(Error::usage(
                "--default-schema is for two URLs: a database of a project has its own",
                "leave it out, or set `schema` in [package.metadata.dbmig.databases.…]",
            ));
        }
        let migrations = context.migrations().map_err(|error| self.without_project(error))?;
        let databases = self.databases(&migrations)?;
        let scratch_url = self.args.scratch_url.as_deref();
        let against = Against::Revisions;
        let comparison = Comparison { context, migrations: &migrations, scratch_url, against };
        let project = Project::build(comparison, sides)?;
        let mut differs = 0;
        for config in &databases {
            let from = project.inspect("--from", &self.from, config)?;
            let to = project.inspect("--to", &self.to, config)?;
            let name = (databases.len() > 1).then_some(config.name.as_str());
            differs += usize::from(self.compare(name, from, to, &config.schema)?);
        }
        if differs > 1 && self.args.format == DiffFormat::Sql {
            self.warn("this is a script for each of several databases: name one with --db to run it");
        }
        Ok(differs > 0)
    }

    /// The databases that the sides have, in configured order.
    fn databases<'m>(&self, migrations: &'m Migrations) -> Result<Vec<&'m DatabaseConfig>, Error> {
        let databases = migrations.databases(&self.context.global.databases)?;
        let is_about_one =
            !(self.from.needs_project() && self.to.needs_project()) || self.context.global.url.is_some();
        if databases.len() > 1 && is_about_one {
            return Err(Error::usage(
                format!("there are {} databases, and a URL is one", databases.len()),
                format!("name it with --db: {}", migrations.database_names().join(", ")),
            ));
        }
        // Each history has ids of its own.
        let mut unknown = None;
        let mut known = Vec::new();
        for config in databases {
            let history = History::read(&config.name, &migrations.folder(config))?;
            let targets = [("--from", &self.from), ("--to", &self.to)].into_iter();
            let resolved = targets
                .filter_map(|(name, side)| match side {
                    Side::Revision(target) => Some(project::resolve(name, &history, target)),
                    _ => None,
                })
                .collect::<Result<Vec<_>, _>>();
            match resolved {
                Ok(_) => known.push(config),
                Err(error) => unknown = unknown.or(Some(error)),
            }
        }
        match unknown {
            Some(error) if known.is_empty() => Err(error),
            _ => Ok(known),
        }
    }

    fn without_project(&self, error: Error) -> Error {
        let outside = match &error {
            Error::Project(found::Error::NoMigrations { .. }) => true,
            Error::Project(found::Error::Metadata { output, .. }) => {
                output.contains("could not find `Cargo.toml`")
            }
            _ => false,
        };
        if !outside {
            return error;
        }
        let (name, side) =
            if self.from.needs_project() { ("--from", &self.from) } else { ("--to", &self.to) };
        Error::usage(
            format!("{name}: `{side}` is a part of a project with migrations, and there is none here"),
            "give a URL such as postgres://user@host/database for both --from and --to, or run this in a project",
        )
    }

    fn compare(
        &self,
        database: Option<&str>,
        mut from: Inspected,
        mut to: Inspected,
        default_schema: &str,
    ) -> Result<bool, Error> {
        let versions = (from.catalog.server_version, to.catalog.server_version);
        if let (Some(before), Some(after)) = versions
            && before != after
        {
            self.warn(&format!(
                "{} is PostgreSQL {before} and {} is {after}: they print some expressions in different ways, which then \
                 look changed",
                from.label, to.label
            ));
        }
        self.warn_of_left_out([&from, &to]);
        let include = self.args.schemas.iter().cloned().map(Pattern::schema).collect();
        let filter = Filter { include, exclude: self.args.exclude.clone() };
        from.catalog = filter.apply(from.catalog, default_schema);
        to.catalog = filter.apply(to.catalog, default_schema);
        let renames = rename::resolve(&self.args.renames, &from.catalog, &to.catalog, default_schema)
            .map_err(|message| {
                Error::usage(
                    message,
                    "correct the names: the first side has the old one, the second the new one",
                )
            })?;
        let options = Options { owners: self.args.owners, privileges: self.args.privileges == Switch::On };
        let mut changes = diff_with(from.catalog, to.catalog, &renames, options);
        if changes.is_empty() {
            return Ok(false);
        }
        for pair in possible_renames(&changes).iter().filter_map(Pair::of) {
            self.context.console.note(rename::hint(&pair));
        }
        let (mut from, mut to) = (from.label, to.label);
        if self.args.reverse {
            changes = changes.reversed();
            std::mem::swap(&mut from, &mut to);
        }
        Difference::new(database, [from, to], default_schema, &changes).print(self.args.format)?;
        Ok(true)
    }

    /// What a side has and no diff compares.
    fn warn_of_left_out(&self, sides: [&Inspected; 2]) {
        for side in sides.into_iter().filter(|side| !side.catalog.left_out.is_empty()) {
            let all = &side.catalog.left_out;
            let named: Vec<String> = all.iter().take(LEFT_OUT_NAMED).map(ToString::to_string).collect();
            let more = all.len() - named.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let (label, named) = (&side.label, named.join(", "));
            self.warn(&format!(
                "{label} has what dbmig doesn't compare: {named}{more}; look at these by hand"
            ));
        }
    }

    fn warn(&self, text: &str) {
        let yellow = anstyle::AnsiColor::Yellow.on_default().bold();
        self.context.console.note(format!("{yellow}warning{yellow:#}: {text}"));
    }
}
