//! The text of the generated registry.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::config_rules::milliseconds;
use super::database::transaction_variant;
use super::groups::modules;
use super::{DatabaseConfig, Module};

/// The lints that the form of a revision module sets off, whatever its author writes in it.
pub(super) const REVISION_LINTS: &str = "missing_docs, unreachable_pub, \
    clippy::allow_attributes, clippy::allow_attributes_without_reason, clippy::arbitrary_source_item_ordering, \
    clippy::missing_const_for_fn, clippy::missing_docs_in_private_items, clippy::missing_errors_doc, \
    clippy::unnecessary_wraps, clippy::wildcard_imports";

/// Everything that clippy may find in generated code.
pub(super) const GENERATED_LINTS: &str =
    "clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, clippy::cargo";

/// A database with its revisions, each with its absolute path and the path relative to the package.
pub(super) struct Registered<'a> {
    pub(super) database: &'a DatabaseConfig,
    pub(super) revisions: Vec<Revision<'a>>,
    /// The absolute path of the file with the catalog that they make, if it is there.
    pub(super) catalog: Option<PathBuf>,
}

/// A revision as it is registered.
pub(super) struct Revision<'a> {
    pub(super) module: &'a Module,
    /// The file's absolute path.
    pub(super) path: &'a str,
    /// The file's path relative to the package.
    pub(super) file: &'a Path,
}

/// Writes the module tree, a function for each database, and `databases()`.
pub(super) fn text(databases: &[Registered<'_>]) -> String {
    let mut text =
        "// Written by the build script from the revision files: what is edited here is lost.\n".to_owned();
    for database in databases {
        text.push_str(&modules(database));
        text.push_str(&function(database));
    }
    let calls: Vec<String> =
        databases.iter().map(|registered| format!("{}()", registered.database.name)).collect();
    _ = write!(
        text,
        "
/// Every database, in the configured order.
#[allow({GENERATED_LINTS})]
#[must_use]
pub fn databases() -> ::std::vec::Vec<::dbmig_runtime::migration::Database> {{
    ::std::vec![{}]
}}
",
        calls.join(", ")
    );
    text
}

fn function(Registered { database, catalog, .. }: &Registered<'_>) -> String {
    let DatabaseConfig { name, url_env, url, schema, version_schema, version_table, transaction, .. } =
        database;
    let version_schema = option(version_schema.as_deref());
    let lock_timeout = option(database.lock_timeout.as_deref());
    let statement_timeout = option(database.statement_timeout.as_deref());
    let transaction_timeout = option(database.transaction_timeout.as_deref());
    let retry_for = database.retry_for.as_deref().and_then(milliseconds);
    let retry_for = retry_for.map_or("::core::option::Option::None".to_owned(), |time| {
        format!("::core::option::Option::Some(::core::time::Duration::from_millis({time}))")
    });
    let batch_pause = option(database.batch_pause.as_deref());
    let max_replica_lag = option(database.max_replica_lag.as_deref());
    let max_retained_wal = option(database.max_retained_wal.as_deref());
    let blocker_queries = database.blocker_queries;
    let transaction = transaction_variant(transaction).unwrap_or("Each");
    let (url_env, url) = (option(url_env.as_deref()), option(url.as_deref()));
    let catalog = catalog.as_ref().map_or("::core::option::Option::None".to_owned(), |path| {
        format!("::core::option::Option::Some(::core::include_str!({path:?}))")
    });
    format!(
        "
/// The database `{name}`: its settings, and every revision in the order of the files.
#[allow({GENERATED_LINTS})]
#[must_use]
pub fn {name}() -> ::dbmig_runtime::migration::Database {{
    ::dbmig_runtime::migration::Database {{
        name: {name:?},
        url_env: {url_env},
        url: {url},
        schema: {schema:?},
        version_schema: {version_schema},
        version_table: {version_table:?},
        transaction: ::dbmig_runtime::migration::TransactionMode::{transaction},
        lock_timeout: {lock_timeout},
        statement_timeout: {statement_timeout},
        transaction_timeout: {transaction_timeout},
        retry_for: {retry_for},
        blocker_queries: {blocker_queries},
        batch_pause: {batch_pause},
        max_replica_lag: {max_replica_lag},
        max_retained_wal: {max_retained_wal},
        catalog: {catalog},
        scripts: self::{name}::scripts(),
    }}
}}
"
    )
}

fn option(text: Option<&str>) -> String {
    text.map_or("::core::option::Option::None".to_owned(), |text| {
        format!("::core::option::Option::Some({text:?})")
    })
}
