//! Values for the rows that are there, batch by batch.

use super::routine::dollar_quoted;
use super::{Renderer, Statement};
use crate::catalog::{quote_identifier, quote_literal};
use crate::op::Backfill;

/// One block that commits after each batch, and where the table is locked then, the statements that end the matter.
pub(super) fn statements(backfill: &Backfill, sql: Renderer<'_>) -> Vec<Statement> {
    let table = sql.name(&backfill.table);
    let mut statements = vec![Statement::alone(format!("DO {}", dollar_quoted(&block(backfill, &table))))];
    if backfill.then_lock {
        statements.push(Statement::new(format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")));
        statements.push(Statement::new(update(backfill, &table)));
    }
    statements
}

/// Ranges of pages, so that no key is needed and each row is read once; as many at a time as take 200 to 500 ms. The table
/// grows meanwhile, by new versions of its rows too.
///
/// See [`COMMIT` in a block](https://www.postgresql.org/docs/current/plpgsql-transactions.html) and the type
/// [`tid`](https://www.postgresql.org/docs/current/ddl-system-columns.html).
fn block(backfill: &Backfill, table: &str) -> String {
    let (update, relation) = (update(backfill, table), quote_literal(table));
    let (column, value) = (quote_identifier(&backfill.column), &backfill.value);
    let is_null = quote_literal(&format!("the value for {}.{} is null", backfill.table, backfill.column));
    format!(
        "
#variable_conflict use_column
DECLARE
    dbmig_page bigint := 0;
    dbmig_pages bigint := -1;
    dbmig_batch bigint := 64;
    dbmig_began timestamptz;
    dbmig_seconds double precision;
    dbmig_rows bigint;
BEGIN
    FOR dbmig_pass IN 1..2 LOOP
        WITH RECURSIVE family(id) AS (
            SELECT {relation}::regclass::oid
            UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN family ON inhparent = id
        )
        SELECT max(pg_relation_size(id)) / current_setting('block_size')::bigint INTO dbmig_pages FROM family;
        WHILE dbmig_page <= dbmig_pages LOOP
            dbmig_began := clock_timestamp();
            {update}
                AND ctid >= format('(%s,0)', dbmig_page)::tid AND ctid < format('(%s,0)', dbmig_page + dbmig_batch)::tid;
            COMMIT;
            dbmig_page := dbmig_page + dbmig_batch;
            dbmig_seconds := extract(epoch FROM clock_timestamp() - dbmig_began);
            IF dbmig_seconds < 0.2 THEN
                dbmig_batch := least(dbmig_batch * 2, 65536);
            ELSIF dbmig_seconds > 0.5 THEN
                dbmig_batch := greatest(dbmig_batch / 2, 1);
            END IF;
        END LOOP;
    END LOOP;
    SELECT count(*) INTO dbmig_rows FROM {table} WHERE {column} IS NULL AND ({value}) IS NULL;
    IF dbmig_rows > 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'not_null_violation', MESSAGE = {is_null} || ' for ' || dbmig_rows ||
            CASE dbmig_rows WHEN 1 THEN ' row' ELSE ' rows' END,
            HINT = 'write an expression that has a value for every row, such as coalesce(…); what is filled stays filled';
    END IF;
END
"
    )
}

fn update(backfill: &Backfill, table: &str) -> String {
    let (column, value) = (quote_identifier(&backfill.column), &backfill.value);
    format!("UPDATE {table} SET {column} = ({value}) WHERE {column} IS NULL")
}
