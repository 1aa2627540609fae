//! `config`.

use std::fmt;
use std::process::ExitCode;

use clap::Args;
use dbmig_runtime::build::{DatabaseConfig, EMBEDDED, Position, PostWrite};
use dbmig_runtime::cli::{Format, UrlSetting, UrlSource, Urls};
use dbmig_runtime::runner::Address;
use serde_json::{Map, Value, json};

use super::context::{Context, is_embedded};
use crate::error::Error;
use crate::project::Migrations;
use crate::url::address;

/// Arguments of `config`.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct ConfigArgs {}

const EXAMPLES: &str = "\
Shows [package.metadata.dbmig] of the migrations package with the defaults of what it doesn't say. Of URLs, user, host and database are \
shown, never a password. No server is asked.

Examples:
  cargo dbmig config
  cargo dbmig config --db users
  cargo dbmig config --format json

--format json: {\"version\": 1, \"package\", \"manifest\", \"settings\": {KEY: {\"value\", \"source\": null or {\"kind\": \"file\" with \
\"line\" and \"column\", or \"environment\", \"dotenv\" or \"argument\" with \"name\", or \"default\"}}}, \"databases\": {NAME: as settings}}";

/// One setting, as it is in force.
struct Setting {
    key: &'static str,
    value: Value,
    source: Source,
}

/// Where a value comes from.
enum Source {
    File(Position),
    Variable(String),
    DotEnv(String),
    Argument(&'static str),
    Default,
    /// Nothing gives one.
    Missing,
}

pub(super) fn run(_: &ConfigArgs, context: &Context) -> Result<ExitCode, Error> {
    let migrations = context.migrations()?;
    let databases = context.databases(&migrations)?;
    let urls = Urls::read(context.global.url.clone())?;
    let reader = Reader { migrations: &migrations, context, urls: &urls };
    let package = reader.package();
    let databases: Vec<_> =
        databases.into_iter().map(|one| (one.name.as_str(), reader.database(one))).collect();
    match context.console.format {
        Format::Text => {
            context.console.result(format!(
                "package {} ({})",
                migrations.name,
                migrations.manifest.display()
            ));
            show(context, &migrations, &package);
            for (name, settings) in &databases {
                context.console.result(format!("database {name}"));
                show(context, &migrations, settings);
            }
        }
        Format::Json => {
            let described: Map<String, Value> =
                databases.iter().map(|(name, settings)| ((*name).to_owned(), describe(settings))).collect();
            context.console.json(json!({
                "package": migrations.name,
                "manifest": migrations.manifest,
                "settings": describe(&package),
                "databases": described,
            }));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(context: &Context, migrations: &Migrations, settings: &[Setting]) {
    let width = settings.iter().map(|setting| setting.key.len()).max().unwrap_or_default();
    let values: Vec<String> = settings.iter().map(|setting| shown(&setting.value)).collect();
    let longest = values.iter().map(|value| value.chars().count()).filter(|count| *count <= 48).max();
    let longest = longest.unwrap_or_default();
    let dim = anstyle::Style::new().dimmed();
    for (Setting { key, source, .. }, value) in settings.iter().zip(values) {
        let source = match source {
            Source::File(at) => format!("{}:{at}", migrations.manifest.display()),
            source => source.to_string(),
        };
        context.console.result(format!("  {key:width$}  {value:longest$}  {dim}{source}{dim:#}"));
    }
}

/// A value as TOML has it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Array(values) => format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

fn describe(settings: &[Setting]) -> Value {
    let described = settings.iter().map(|Setting { key, value, source }| {
        ((*key).to_owned(), json!({ "value": value, "source": source.describe() }))
    });
    described.collect::<Map<String, Value>>().into()
}

impl Source {
    fn describe(&self) -> Value {
        match self {
            Self::File(Position { line, column }) => {
                json!({ "kind": "file", "line": line, "column": column })
            }
            Self::Variable(name) => json!({ "kind": "environment", "name": name }),
            Self::DotEnv(name) => json!({ "kind": "dotenv", "name": name }),
            Self::Argument(name) => json!({ "kind": "argument", "name": name }),
            Self::Default => json!({ "kind": "default" }),
            Self::Missing => Value::Null,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(at) => at.fmt(f),
            Self::Variable(name) => write!(f, "the environment variable {name}"),
            Self::DotEnv(name) => write!(f, "{name} in .env"),
            Self::Argument(name) => f.write_str(name),
            Self::Default => f.write_str("default"),
            Self::Missing => f.write_str("nothing gives one"),
        }
    }
}

/// Reads what is in force.
struct Reader<'a> {
    migrations: &'a Migrations,
    context: &'a Context,
    urls: &'a Urls,
}

impl Reader<'_> {
    fn package(&self) -> Vec<Setting> {
        let config = &self.migrations.config;
        let commands: Vec<Value> = config.post_write.iter().map(command).collect();
        let mut settings = vec![
            self.setting("", "models", json!(config.models)),
            self.setting("", "features", json!(config.features.names)),
            self.setting("", "all-features", json!(config.features.all)),
            self.setting("", "no-default-features", json!(config.features.no_default)),
            self.setting("", "file-template", json!(config.file_template)),
            self.setting("", "slug-length", json!(config.slug_length)),
            self.setting("", "time-zone", json!(config.time_zone)),
            self.setting("", "post-write", json!(commands)),
        ];
        settings.push(match (&self.context.environment.scratch_url, &config.scratch_url) {
            (Some(url), _) => Setting {
                key: "scratch-url",
                value: json!(address(url).unwrap_or_else(unreadable)),
                source: Source::Variable("DBMIG_SCRATCH_URL".to_owned()),
            },
            (None, Some(url)) => {
                self.setting("", "scratch-url", json!(address(url).unwrap_or_else(unreadable)))
            }
            (None, None) => Setting { key: "scratch-url", value: Value::Null, source: Source::Default },
        });
        settings
    }

    fn database(&self, database: &DatabaseConfig) -> Vec<Setting> {
        let path = format!("databases.{}.", database.name);
        let texts = |patterns: &[dbmig_runtime::build::PatternText]| -> Value {
            patterns.iter().map(|pattern| json!(pattern.text)).collect()
        };
        vec![
            self.url(database),
            self.setting(&path, "url-env", json!(database.url_env)),
            self.setting(&path, "schema", json!(database.schema)),
            self.setting(&path, "version-schema", json!(database.version_schema())),
            self.setting(&path, "version-table", json!(database.version_table)),
            self.setting(&path, "transaction", json!(database.transaction)),
            self.setting(&path, "lock-timeout", json!(database.lock_timeout)),
            self.setting(&path, "retry-for", json!(database.retry_for)),
            self.setting(&path, "blocker-queries", json!(database.blocker_queries)),
            self.setting(&path, "statement-timeout", json!(database.statement_timeout)),
            self.setting(&path, "transaction-timeout", json!(database.transaction_timeout)),
            self.setting(&path, "batch-pause", json!(database.batch_pause)),
            self.setting(&path, "max-replica-lag", json!(database.max_replica_lag)),
            self.setting(&path, "max-retained-wal", json!(database.max_retained_wal)),
            self.setting(&path, "folder", json!(database.folder)),
            self.setting(&path, "include", texts(&database.include)),
            self.setting(&path, "exclude", texts(&database.exclude)),
        ]
    }

    /// The URL that verbs would use.
    fn url(&self, database: &DatabaseConfig) -> Setting {
        let DatabaseConfig { name, url_env, url, .. } = database;
        let setting = UrlSetting { name, url_env: url_env.as_deref(), url: url.as_deref() };
        let source = match self.urls.source(setting) {
            Some(UrlSource::CommandLine) => Source::Argument("--url"),
            Some(UrlSource::Environment(name)) => Source::Variable(name),
            Some(UrlSource::DotEnv(name)) => Source::DotEnv(name),
            Some(UrlSource::Configuration) => self.source(&format!("databases.{name}.url")),
            Some(_) => Source::Variable(dbmig_runtime::cli::DATABASE_URLS.to_owned()),
            None => return Setting { key: "url", value: Value::Null, source: Source::Missing },
        };
        let value = match self.urls.find(setting).map(|(url, _)| (Address::of(&url), url)) {
            Ok((_, url)) if is_embedded(&url) => EMBEDDED.to_owned(),
            Ok((Ok(address), _)) => address.to_string(),
            Ok((Err(_), _)) | Err(_) => unreadable(),
        };
        Setting { key: "url", value: json!(value), source }
    }

    fn setting(&self, path: &str, key: &'static str, value: Value) -> Setting {
        Setting { key, value, source: self.source(&format!("{path}{key}")) }
    }

    fn source(&self, setting: &str) -> Source {
        let place = self.migrations.places.find(&format!("package.metadata.dbmig.{setting}"));
        place.map_or(Source::Default, Source::File)
    }
}

/// What stands for a URL that can't be read: it may hold a password anywhere.
fn unreadable() -> String {
    "a URL that can't be understood".to_owned()
}

fn command(command: &PostWrite) -> Value {
    std::iter::once(&command.program).chain(&command.arguments).cloned().collect()
}
