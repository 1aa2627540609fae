//! `[package.metadata.dbmig.databases]`.

use std::fmt;
use std::path::PathBuf;

use super::batch_rules::{LAG, PAUSE, SIZE, amount, is_lag, is_pause, is_size};
use super::config_rules::{identifier, name_problem, normal_folder, time};
use super::position::Position;
use super::table::{Report, TableReader};

/// The `schema` where none is given.
pub const DEFAULT_SCHEMA: &str = "public";
/// The `version-table` where none is given.
pub const DEFAULT_VERSION_TABLE: &str = "dbmig_version";
/// The `transaction` where none is given.
pub const DEFAULT_TRANSACTION: &str = "each";
/// The `url` that asks for a server of dbmig's own.
pub const EMBEDDED: &str = "embedded";

/// One `[package.metadata.dbmig.databases.NAME]`.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Default))]
pub struct DatabaseConfig {
    /// The name: also that of the function in the registry.
    pub name: String,
    /// `url-env`: the environment variable that holds the URL.
    pub url_env: Option<String>,
    /// `url`: the URL to use when nothing else gives one; [`EMBEDDED`] asks for a server of dbmig's own.
    pub url: Option<String>,
    /// `schema`: where a name without schema lives.
    pub schema: String,
    /// `version-schema`: where the version table and dbmig's other tables live; `schema` where none is given.
    pub version_schema: Option<String>,
    /// `version-table`: the version table's name.
    pub version_table: String,
    /// `transaction`: `each`, `all` or `none`.
    pub transaction: String,
    /// `lock-timeout`: how long a statement in a transaction waits for a lock in each attempt, such as `5s`.
    pub lock_timeout: Option<String>,
    /// `statement-timeout`: how long a statement in a transaction may run.
    pub statement_timeout: Option<String>,
    /// `transaction-timeout`: how long a transaction may take, on PostgreSQL 17 and later.
    pub transaction_timeout: Option<String>,
    /// `retry-for`: how long a transaction that does not get its locks is tried again.
    pub retry_for: Option<String>,
    /// `blocker-queries`: whether to tell what those in the way run.
    pub blocker_queries: bool,
    /// `batch-pause`: how long batches rest after each, a time or a share of the batch's time.
    pub batch_pause: Option<String>,
    /// `max-replica-lag`: how far a standby may be behind before batches wait for it, in time or in WAL.
    pub max_replica_lag: Option<String>,
    /// `max-retained-wal`: how much WAL may be kept for a replication slot before batches wait.
    pub max_retained_wal: Option<String>,
    /// `folder`: where the revision files are, relative to the package; the name where none is given.
    pub folder: PathBuf,
    /// `include`: patterns of the objects that revisions are about; without any, of all.
    pub include: Vec<PatternText>,
    /// `exclude`: patterns of the objects among them that are others' business.
    pub exclude: Vec<PatternText>,
}

/// A pattern of objects, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternText {
    /// The text.
    pub text: String,
    /// Where it is in the `Cargo.toml`.
    pub at: Position,
    /// The key's whole path.
    pub key: String,
}

impl DatabaseConfig {
    /// Where dbmig's own tables live.
    pub fn version_schema(&self) -> &str {
        self.version_schema.as_deref().unwrap_or(&self.schema)
    }
}

/// The URL may hold a password.
impl fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseConfig")
            .field("name", &self.name)
            .field("url_env", &self.url_env)
            .field("url", &self.url.as_ref().map(|_| "…"))
            .field("schema", &self.schema)
            .field("version_table", &self.version_table)
            .field("version_schema", &self.version_schema)
            .field("transaction", &self.transaction)
            .field("lock_timeout", &self.lock_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("transaction_timeout", &self.transaction_timeout)
            .field("retry_for", &self.retry_for)
            .field("blocker_queries", &self.blocker_queries)
            .field("batch_pause", &self.batch_pause)
            .field("max_replica_lag", &self.max_replica_lag)
            .field("max_retained_wal", &self.max_retained_wal)
            .field("folder", &self.folder)
            .field("include", &self.include)
            .field("exclude", &self.exclude)
            .finish()
    }
}

pub(super) fn databases(report: &mut Report<'_>, table: &TableReader<'_>) -> Vec<DatabaseConfig> {
    let mut databases: Vec<DatabaseConfig> = Vec::new();
    for (name, span, table) in table.tables(report) {
        if let Some(message) = name_problem(&name) {
            report.add(&table.path, &span, message);
        }
        let database = database(report, name, &table);
        if let Some(other) = databases.iter().find(|other| other.folder == database.folder) {
            let message = format!("the folder is that of `{}` too: give each database its own", other.name);
            match table.get("folder") {
                Some(folder) => folder.problem(report, message),
                None => report.add(&table.path, &span, message),
            }
        }
        databases.push(database);
    }
    databases
}

const KEYS: &[&str] = &[
    "url-env",
    "url",
    "schema",
    "version-schema",
    "version-table",
    "transaction",
    "lock-timeout",
    "statement-timeout",
    "transaction-timeout",
    "retry-for",
    "blocker-queries",
    "batch-pause",
    "max-replica-lag",
    "max-retained-wal",
    "folder",
    "include",
    "exclude",
];

fn database(report: &mut Report<'_>, name: String, table: &TableReader<'_>) -> DatabaseConfig {
    table.check_keys(report, KEYS);
    let url_env = table.string(report, "url-env").map(|(variable, found)| {
        if variable.contains(['=', '\0']) {
            found.problem(report, "it is no name of an environment variable");
        }
        variable
    });
    let url = table.string(report, "url").map(|(url, _)| url);
    let schema = identifier(report, table, "schema", 63).unwrap_or_else(|| DEFAULT_SCHEMA.to_owned());
    let version_schema = identifier(report, table, "version-schema", 63);
    // The history and the ledger are named after the version table: PostgreSQL keeps 63 bytes of `…_history`.
    let version_table = identifier(report, table, "version-table", 63 - "_history".len())
        .unwrap_or_else(|| DEFAULT_VERSION_TABLE.to_owned());
    let transaction = table.string(report, "transaction").map(|(mode, found)| {
        if transaction_variant(&mode).is_none() {
            found.problem(
                report,
                "expected \"each\", \"all\" or \"none\": how revisions are put into transactions",
            );
        }
        mode
    });
    let transaction = transaction.unwrap_or_else(|| DEFAULT_TRANSACTION.to_owned());
    let lock_timeout = time(report, table, "lock-timeout");
    let statement_timeout = time(report, table, "statement-timeout");
    let transaction_timeout = time(report, table, "transaction-timeout");
    let retry_for = time(report, table, "retry-for");
    let blocker_queries = table.bool(report, "blocker-queries").unwrap_or_default();
    let batch_pause = amount(report, table, "batch-pause", is_pause, PAUSE);
    let max_replica_lag = amount(report, table, "max-replica-lag", is_lag, LAG);
    let max_retained_wal = amount(report, table, "max-retained-wal", is_size, SIZE);
    let folder =
        table.string(report, "folder").and_then(|(folder, found)| normal_folder(report, &folder, &found));
    let folder = folder.unwrap_or_else(|| PathBuf::from(&name));
    let mut patterns = |key| {
        let texts = table.placed_strings(report, key).unwrap_or_default();
        texts.into_iter().map(|(text, at, key)| PatternText { text, at, key }).collect()
    };
    let (include, exclude) = (patterns("include"), patterns("exclude"));
    DatabaseConfig {
        name,
        url_env,
        url,
        schema,
        version_schema,
        version_table,
        transaction,
        lock_timeout,
        statement_timeout,
        transaction_timeout,
        retry_for,
        blocker_queries,
        batch_pause,
        max_replica_lag,
        max_retained_wal,
        folder,
        include,
        exclude,
    }
}

/// The variant of the runner's `TransactionMode` that a word means.
pub(super) fn transaction_variant(word: &str) -> Option<&'static str> {
    match word {
        "each" => Some("Each"),
        "all" => Some("All"),
        "none" => Some("None"),
        _ => None,
    }
}
