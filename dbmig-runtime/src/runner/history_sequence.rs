//! The sequence that numbers the rows of the history. Logical replication and a copy of nothing but rows leave it behind
//! them, and the next row gets a number that is taken.

use postgres::Client;
use postgres::types::Type;

use super::Error;
use super::own_tables::OwnTables;

/// Sets the sequence where it is behind the rows.
///
/// # Errors
/// If the role may see that it is behind, and may not set it.
pub(super) fn catch_up(client: &mut Client, tables: &OwnTables) -> Result<(), Error> {
    let history = &tables.history;
    // A sequence that was never used has no last value. An insert needs no right to it, so a role may lack each.
    let sql = format!(
        "WITH own AS MATERIALIZED ( \
            SELECT pg_catalog.pg_get_serial_sequence($1, 'id')::pg_catalog.regclass AS id, \
                (SELECT pg_catalog.max(id) FROM {history}) AS newest \
        ), behind AS MATERIALIZED ( \
            SELECT id, newest FROM own \
            WHERE CASE WHEN pg_catalog.has_sequence_privilege(id, 'USAGE, SELECT') \
                THEN newest > coalesce(pg_catalog.pg_sequence_last_value(id), 0) ELSE false END \
        ) \
        SELECT CASE WHEN pg_catalog.has_sequence_privilege(id, 'UPDATE') \
            THEN pg_catalog.setval(id, newest) END IS NOT NULL FROM behind"
    );
    let found = client
        .query_typed(&sql, &[(history, Type::TEXT)])
        .map_err(|error| Error::own("see where the sequence of the history is", error))?;
    match found.first().is_some_and(|row| !row.get::<_, bool>(0)) {
        true => Err(Error::HistoryBehind { history: history.clone() }),
        false => Ok(()),
    }
}
