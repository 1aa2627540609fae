//! What an upgrade of embedded databases has led to: a line a database, for those who have just begun.

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::quote_identifier;
use dbmig_runtime::runner::{connect, own_table_names};

/// `users is at 8c1f0e2a9b7d and has 6 tables`; `None` if the database can't be asked, which is no failure of the upgrade.
pub(super) fn outcome(config: &DatabaseConfig, url: &str) -> Option<String> {
    let mut client = connect(url).ok()?;
    let own_tables = own_table_names(&config.version_table).to_vec();
    let count = "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' \
                 AND n.nspname <> 'information_schema' \
                 AND NOT (n.nspname = $1 AND c.relname = ANY ($2))";
    let tables: i64 =
        client.query_one(count, &[&config.version_schema(), &own_tables]).ok()?.try_get(0).ok()?;
    let (schema, version) =
        (quote_identifier(config.version_schema()), quote_identifier(&config.version_table));
    let rows = client.query(&format!("SELECT revision FROM {schema}.{version} ORDER BY 1"), &[]).ok()?;
    let heads: Vec<String> = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
    let at = if heads.is_empty() { "base".to_owned() } else { heads.join(", ") };
    let plural = if tables == 1 { "" } else { "s" };
    Some(format!("{} is at {at} and has {tables} table{plural}", config.name))
}
