//! Whether the index that is there is the one that a statement would build.

use postgres::Client;
use postgres::types::Type;

use super::recognized::BuildsIndex;

/// An index that is there.
pub(super) struct Present {
    /// As PostgreSQL prints it.
    pub(super) definition: String,
    /// Whether the statement would build the same; `None` if that can't be found out.
    pub(super) is_same: Option<bool>,
}

/// The index of the name that the statement would give to its own.
pub(super) fn present(
    client: &mut Client,
    builds: &BuildsIndex<'_>,
) -> Result<Option<Present>, postgres::Error> {
    let sql = "SELECT pg_catalog.pg_get_indexdef(i.indexrelid), i.indisunique FROM pg_catalog.pg_index i \
               JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
               JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2";
    let name = [(&builds.table.schema as _, Type::TEXT), (&builds.index as _, Type::TEXT)];
    let Some(row) = client.query_typed_opt(sql, &name)? else { return Ok(None) };
    let (definition, unique): (String, bool) = (row.get(0), row.get(1));
    let is_same = ours(client, builds)?
        .map(|ours| unique == builds.unique && method_and_keys(&definition) == method_and_keys(&ours));
    Ok(Some(Present { definition, is_same }))
}

/// What PostgreSQL prints of our index, built on an empty copy of the table that is gone at once: its text is compared with nothing but
/// PostgreSQL's. `None` if it can't be built there.
fn ours(client: &mut Client, builds: &BuildsIndex<'_>) -> Result<Option<String>, postgres::Error> {
    let table = builds.table.quoted();
    let make = format!(
        "BEGIN; CREATE TEMPORARY TABLE dbmig_copy (LIKE {table}) ON COMMIT DROP; \
         CREATE INDEX dbmig_copy_index ON pg_temp.dbmig_copy{}",
        builds.rest
    );
    let made = client.batch_execute(&make);
    let sql = "SELECT pg_catalog.pg_get_indexdef(pg_catalog.to_regclass('pg_temp.dbmig_copy_index'))";
    let found = match made {
        Ok(()) => client.query_typed_one(sql, &[]).map(|row| row.get(0)),
        Err(error) if error.as_db_error().is_some() => Ok(None),
        Err(error) => Err(error),
    };
    client.batch_execute("ROLLBACK")?;
    found
}

/// A definition from its method on: before it are only names.
fn method_and_keys(definition: &str) -> &str {
    definition.split_once(" USING ").map_or(definition, |(_, rest)| rest)
}
