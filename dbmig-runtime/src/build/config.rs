//! `[package.metadata.dbmig]`.

use std::fmt;
use std::fs;
use std::path::Path;

use toml::de::DeTable;

use super::config_rules::check_template;
use super::database::{DatabaseConfig, databases};
use super::position::Position;
use super::post_write::{PostWrite, post_write};
use super::table::{Report, TableReader};
use super::{ConfigError, ConfigProblem, places};

/// The `file-template` where none is given.
pub const DEFAULT_FILE_TEMPLATE: &str = "{year}{month}{day}_{hour}{minute}_{rev}_{slug}";
/// The `slug-length` where none is given.
pub const DEFAULT_SLUG_LENGTH: usize = 40;
/// The `time-zone` where none is given.
pub const DEFAULT_TIME_ZONE: &str = "UTC";
/// The longest slug: with a long id and a time the name is still one that file systems take.
const MAX_SLUG_LENGTH: usize = 100;
/// The file beside a database's revisions that holds the catalog they make.
pub const CATALOG_FILE: &str = "catalog.json";

/// What a migrations package says of itself in its `Cargo.toml`.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// `models`: the packages whose compiled libraries declare tables.
    pub models: Vec<String>,
    /// `features`, `all-features` and `no-default-features`: what the packages of models are built with.
    pub features: Features,
    /// `file-template`: the name of a new revision's file, without `.rs`. It holds `{rev}` and may hold `{slug}`,
    /// `{year}`, `{month}`, `{day}`, `{hour}`, `{minute}`, `{second}` and `{epoch}`.
    pub file_template: String,
    /// `slug-length`: how many characters of the message the name of a file may hold.
    pub slug_length: usize,
    /// `time-zone`: that of the times in names of files: `UTC`, `local`, an offset as `+02:00`, or a name as `Europe/Berlin`.
    pub time_zone: String,
    /// `post-write`: what runs after a revision file is written, in order.
    pub post_write: Vec<PostWrite>,
    /// `scratch-url`: where throw-away databases may be made.
    pub scratch_url: Option<String>,
    /// `databases`, in the order of the text; at least one.
    pub databases: Vec<DatabaseConfig>,
}

/// The features that packages are built with, in cargo's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// `features`: each is turned on in every package of models that has it; `package/feature` in one.
    pub names: Vec<String>,
    /// `all-features`.
    pub all: bool,
    /// `no-default-features`.
    pub no_default: bool,
}

/// The URL may hold a password.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("models", &self.models)
            .field("features", &self.features)
            .field("file_template", &self.file_template)
            .field("slug_length", &self.slug_length)
            .field("time_zone", &self.time_zone)
            .field("post_write", &self.post_write)
            .field("scratch_url", &self.scratch_url.as_ref().map(|_| "…"))
            .field("databases", &self.databases)
            .finish()
    }
}

impl Config {
    /// Reads the configuration in a `Cargo.toml`.
    ///
    /// # Errors
    ///
    /// The file can't be read, is no TOML, has no `[package.metadata.dbmig]`, or has keys and values that don't fit:
    /// then all of them.
    pub fn read(manifest_path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(manifest_path)
            .map_err(|source| ConfigError::Unreadable { manifest: manifest_path.to_owned(), source })?;
        Self::parse(&text, manifest_path)
    }

    /// Reads the configuration in the text of the `Cargo.toml` at `manifest_path`, which is for messages only.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn parse(text: &str, manifest_path: &Path) -> Result<Self, ConfigError> {
        let manifest = || manifest_path.to_owned();
        let document = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
            manifest: manifest(),
            at: error.span().map(|span| Position::in_text(text, &span)),
            message: error.message().to_owned(),
            shown: error.span().and_then(|span| places::shown(text, Position::in_text(text, &span))),
        })?;
        let mut report = Report { text, problems: Vec::new() };
        let root = TableReader::new("", document.span(), document.get_ref());
        let table = ["package", "metadata", "dbmig"]
            .into_iter()
            .try_fold(root, |table, name| table.table(&mut report, name));
        let config = match table {
            Some(mut table) => {
                table.path = "package.metadata.dbmig".to_owned();
                config(&mut report, &table)
            }
            None if report.problems.is_empty() => return Err(ConfigError::NoTable { manifest: manifest() }),
            None => None,
        };
        let mut problems = report.problems;
        problems.sort_by_key(|ConfigProblem { at, .. }| *at);
        config.filter(|_| problems.is_empty()).ok_or(ConfigError::Invalid { manifest: manifest(), problems })
    }
}

const KEYS: &[&str] = &[
    "models",
    "features",
    "all-features",
    "no-default-features",
    "file-template",
    "slug-length",
    "time-zone",
    "post-write",
    "scratch-url",
    "databases",
];

fn config(report: &mut Report<'_>, table: &TableReader<'_>) -> Option<Config> {
    table.check_keys(report, KEYS);
    let models = table.strings(report, "models").unwrap_or_default();
    let features = Features {
        names: table.strings(report, "features").unwrap_or_default(),
        all: table.bool(report, "all-features").unwrap_or_default(),
        no_default: table.bool(report, "no-default-features").unwrap_or_default(),
    };
    let file_template = table.string(report, "file-template").map(|(template, found)| {
        check_template(report, &template, &found);
        template
    });
    let slug_length = table.number(report, "slug-length", 1..=MAX_SLUG_LENGTH);
    let time_zone = table.string(report, "time-zone").map(|(zone, _)| zone);
    let post_write = post_write(report, table);
    let scratch_url = table.string(report, "scratch-url").map(|(url, _)| url);
    let tables = table.table(report, "databases");
    let databases = tables.map(|table| databases(report, &table)).unwrap_or_default();
    if databases.is_empty() && report.problems.is_empty() {
        let message = "there is no database: add a table [package.metadata.dbmig.databases.NAME] for each";
        report.add("package.metadata.dbmig.databases", &table.span, message);
    }
    let file_template = file_template.unwrap_or_else(|| DEFAULT_FILE_TEMPLATE.to_owned());
    Some(Config {
        models,
        features,
        file_template,
        slug_length: slug_length.unwrap_or(DEFAULT_SLUG_LENGTH),
        time_zone: time_zone.unwrap_or_else(|| DEFAULT_TIME_ZONE.to_owned()),
        post_write,
        scratch_url,
        databases,
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::EMBEDDED;
    use super::*;

    fn parse(text: &str) -> Result<Config, ConfigError> {
        let text = format!("[package]\nname = \"m\"\n\n{text}");
        Config::parse(&text, Path::new("Cargo.toml"))
    }

    #[test]
    fn everything_given() {
        let config = parse(
            r#"
            [package.metadata.dbmig]
            models = ["app", "billing"]
            features = ["models", "billing/db"]
            no-default-features = true
            file-template = "{rev}_{slug}"
            slug-length = 0x10
            time-zone = "local"
            scratch-url = "postgresql://localhost/postgres"
            [package.metadata.dbmig.databases.users]
            url-env = "USERS_URL"
            url = "embedded"
            schema = "app"
            version-schema = "audit"
            version-table = "users_version"
            lock-timeout = "5s"
            retry-for = "2min"
            transaction = "all"
            folder = "./revisions//users"
            [package.metadata.dbmig.databases.analytics]
            "#,
        )
        .unwrap();
        let analytics = DatabaseConfig {
            name: "analytics".to_owned(),
            schema: "public".to_owned(),
            version_table: "dbmig_version".to_owned(),
            transaction: "each".to_owned(),
            folder: PathBuf::from("analytics"),
            ..DatabaseConfig::default()
        };
        let users = DatabaseConfig {
            name: "users".to_owned(),
            url_env: Some("USERS_URL".to_owned()),
            url: Some(EMBEDDED.to_owned()),
            schema: "app".to_owned(),
            version_schema: Some("audit".to_owned()),
            version_table: "users_version".to_owned(),
            lock_timeout: Some("5s".to_owned()),
            retry_for: Some("2min".to_owned()),
            transaction: "all".to_owned(),
            folder: PathBuf::from("revisions/users"),
            ..analytics.clone()
        };
        let expected = Config {
            models: vec!["app".to_owned(), "billing".to_owned()],
            features: Features {
                names: vec!["models".to_owned(), "billing/db".to_owned()],
                all: false,
                no_default: true,
            },
            file_template: "{rev}_{slug}".to_owned(),
            slug_length: 16,
            time_zone: "local".to_owned(),
            post_write: Vec::new(),
            scratch_url: Some("postgresql://localhost/postgres".to_owned()),
            databases: vec![users, analytics],
        };
        assert_eq!(config, expected);
        assert!(!format!("{config:?}").contains("localhost"));
    }

    #[test]
    fn patterns_have_places() {
        let config = parse("[package.metadata.dbmig.databases.a]\ninclude = [\"schema:x\"]").unwrap();
        let database = config.databases.first().unwrap();
        let pattern = database.include.first().unwrap();
        let key = "package.metadata.dbmig.databases.a.include[0]";
        assert_eq!(
            (&*pattern.text, pattern.at.to_string(), &*pattern.key),
            ("schema:x", "5:12".to_owned(), key)
        );
        assert!(database.exclude.is_empty());
    }

    /// Compares the errors of the text after `[package.metadata.dbmig]`, which is in line 4.
    #[track_caller]
    fn refuse(text: &str, expected: &[&str]) {
        let error = parse(&format!("[package.metadata.dbmig]\n{text}")).unwrap_err();
        let lines: Vec<String> = error.lines();
        let short = lines.iter().map(|line| line.replace("package.metadata.dbmig", "…"));
        assert_eq!(short.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn keys() {
        refuse(
            "modles = []\ndatabases.a = {}",
            &["Cargo.toml:5:1: ….modles: no such key: did you mean `models`?"],
        );
        refuse(
            "databases.a = { url_env = \"X\", zzzzzz = 1 }",
            &[
                "Cargo.toml:5:17: ….databases.a.url_env: no such key: did you mean `url-env`?",
                "Cargo.toml:5:32: ….databases.a.zzzzzz: no such key: there are url-env, url, schema, version-schema, \
                 version-table, transaction, lock-timeout, statement-timeout, transaction-timeout, retry-for, \
                 blocker-queries, batch-pause, max-replica-lag, max-retained-wal, folder, include, exclude",
            ],
        );
    }

    #[test]
    fn values() {
        refuse(
            "models = \"app\"\ndatabases.a = { url = 1, schema = \"\" }\ndatabases.b = \"x\"",
            &[
                "Cargo.toml:5:10: ….models: expected a list of strings, found string",
                "Cargo.toml:6:23: ….databases.a.url: expected a string, found integer",
                "Cargo.toml:6:35: ….databases.a.schema: it is empty: give a value, or remove the key",
                "Cargo.toml:7:15: ….databases.b: expected a table, found string",
            ],
        );
        refuse(
            "models = [\"a\", 1]\nall-features = \"yes\"\ndatabases.a = {}",
            &[
                "Cargo.toml:5:16: ….models[1]: expected a string, found integer",
                "Cargo.toml:6:16: ….all-features: expected true or false, found string",
            ],
        );
        refuse(
            "slug-length = 0\ntime-zone = 2\ndatabases.a = {}",
            &[
                "Cargo.toml:5:15: ….slug-length: expected a number from 1 to 100",
                "Cargo.toml:6:13: ….time-zone: expected a string, found integer",
            ],
        );
        for time in ["5", "0", "500ms", "2min"] {
            assert!(parse(&format!("[package.metadata.dbmig]\ndatabases.a.lock-timeout = {time:?}")).is_ok());
        }
        for time in ["5 seconds", "-1", "s", "99999999999"] {
            refuse(
                &format!("databases.a.statement-timeout = {time:?}"),
                &[
                    "Cargo.toml:5:33: ….databases.a.statement-timeout: expected a time such as \"500ms\", \"5s\" or \"2min\"; \
                     \"0\" means no limit",
                ],
            );
        }
        refuse(
            "slug-length = \"40\"\ndatabases.a = {}",
            &["Cargo.toml:5:15: ….slug-length: expected a whole number, found string"],
        );
        refuse(
            "databases.a.transaction = \"one\"",
            &[
                "Cargo.toml:5:27: ….databases.a.transaction: expected \"each\", \"all\" or \"none\": how revisions are put into transactions",
            ],
        );
        let long = "x".repeat(56);
        refuse(
            &format!("databases.a.version-table = \"{long}\""),
            &[
                "Cargo.toml:5:29: ….databases.a.version-table: it is too long for PostgreSQL: use at most 55 bytes",
            ],
        );
        refuse(
            "file-template = \"{when}/{slug\"\ndatabases.a = {}",
            &[
                "Cargo.toml:5:17: ….file-template: no such placeholder: {when}; there are {year} {month} {day} {hour} {minute} {second} {epoch} {rev} {slug}",
                "Cargo.toml:5:17: ….file-template: a `{` is not closed",
                "Cargo.toml:5:17: ….file-template: it must hold {rev}, or two files could have one name",
                "Cargo.toml:5:17: ….file-template: it must be the name of a visible file: no `/`, `\\` or `.` at the start",
            ],
        );
    }

    #[test]
    fn names_of_databases() {
        for name in ["\"a-b\"", "Users", "\"1a\"", "\"\"", "\"a b\"", "é", "_a"] {
            let error = parse(&format!("[package.metadata.dbmig]\ndatabases.{name} = {{}}"));
            assert!(error.is_err(), "{name}");
        }
        for name in ["type", "self", "databases", "src"] {
            let taken = format!(
                "Cargo.toml:5:11: ….databases.{name}: the name is taken: choose another, such as with `_db` at its end"
            );
            refuse(&format!("databases.{name} = {{}}"), &[&taken]);
        }
    }

    #[test]
    fn folders() {
        refuse(
            "databases.a = {}\ndatabases.b = { folder = \"./a/\" }",
            &[
                "Cargo.toml:6:26: ….databases.b.folder: the folder is that of `a` too: give each database its own",
            ],
        );
        for folder in ["..", "../x", "/x", "a/../b", ".", "src", "target/x"] {
            let error = parse(&format!("[package.metadata.dbmig]\ndatabases.a.folder = {folder:?}"));
            assert!(error.is_err(), "{folder}");
        }
    }

    #[test]
    fn no_migrations_package() {
        assert!(matches!(parse(""), Err(ConfigError::NoTable { .. })));
        let none = "Cargo.toml:4:1: ….databases: there is no database: \
                    add a table [….databases.NAME] for each";
        refuse("", &[none]);
        refuse("[package.metadata.dbmig.databases]", &[none]);
        let syntax = parse("x = \"postgresql://me:secret@host/db").unwrap_err();
        assert!(syntax.to_string().starts_with("Cargo.toml:4:"), "{syntax}");
        assert!(!syntax.to_string().contains("secret"), "{syntax}");
        let shown = parse("[package.metadata.dbmig]\nmodles = []\ndatabases.a = {}").unwrap_err().to_string();
        assert!(shown.ends_with("\n  |\n5 | modles = []\n  | ^"), "{shown}");
    }
}
