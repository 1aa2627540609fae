//! A preflight as one anonymous block, so that it stops a script in `psql` as it stops a run.

use super::routine::dollar_quoted;
use super::{Renderer, Statement};
use crate::catalog::{quote_identifier, quote_literal};
use crate::op::{Obstacle, Preflight};

/// How many rows are shown.
const SHOWN: usize = 5;
/// How much of a row is shown, in characters.
const WIDTH: usize = 200;

const CORRECT: &str = "correct these rows, or let the revision do it before that step";
const FILL: &str = "let the revision say what they hold (add the column nullable, fill it with op.backfill, set it NOT NULL), or \
                    delete them";

/// See [`DO`](https://www.postgresql.org/docs/current/sql-do.html) and
/// [`RAISE`](https://www.postgresql.org/docs/current/plpgsql-errors-and-messages.html).
pub(super) fn statement(preflight: &Preflight, sql: Renderer<'_>) -> Statement {
    let block = match &preflight.obstacle {
        Obstacle::All | Obstacle::Matching(_) => matching(preflight, preflight.obstacle.sql(), sql),
        Obstacle::Failing(expression) => failing(preflight, expression, sql),
    };
    Statement::new(format!("DO {}", dollar_quoted(&block)))
}

fn matching(preflight: &Preflight, condition: &str, sql: Renderer<'_>) -> String {
    let (table, shown, raise) = (sql.name(&preflight.table), shown(preflight), raise(preflight));
    format!(
        "
#variable_conflict use_column
DECLARE
    dbmig_rows bigint;
    dbmig_sample text;
BEGIN
    SELECT count(*) INTO dbmig_rows FROM {table} WHERE ({condition});
    IF dbmig_rows > 0 THEN
        SELECT string_agg(left(row_to_json(shown)::text, {WIDTH}), E'\\n') INTO dbmig_sample
            FROM (SELECT {shown} FROM {table} WHERE ({condition}) LIMIT {SHOWN}) AS shown;
        {raise}
    END IF;
END
"
    )
}

/// All rows at once, since that is quick and nearly always passes; one by one only to find those that fail.
fn failing(preflight: &Preflight, expression: &str, sql: Renderer<'_>) -> String {
    let (table, shown, raise) = (sql.name(&preflight.table), shown(preflight), raise(preflight));
    let alias = quote_identifier(&preflight.table.name);
    format!(
        "
#variable_conflict use_column
DECLARE
    dbmig_row {table}%ROWTYPE;
    dbmig_rows bigint := 0;
    dbmig_sample text;
BEGIN
    PERFORM count({expression}) FROM {table};
EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
    FOR dbmig_row IN SELECT * FROM {table} LOOP
        BEGIN
            PERFORM {expression} FROM (SELECT dbmig_row.*) AS {alias};
        EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
            dbmig_rows := dbmig_rows + 1;
            IF dbmig_rows <= {SHOWN} THEN
                SELECT concat_ws(E'\\n', dbmig_sample, left(row_to_json(shown)::text, {WIDTH})) INTO dbmig_sample
                    FROM (SELECT {shown} FROM (SELECT dbmig_row.*) AS {alias}) AS shown;
            END IF;
        END;
    END LOOP;
    IF dbmig_rows = 0 THEN
        RAISE;
    END IF;
    {raise}
END
"
    )
}

fn shown(preflight: &Preflight) -> String {
    if preflight.show.is_empty() {
        return "*".to_owned();
    }
    let columns: Vec<_> = preflight.show.iter().map(|column| quote_identifier(column)).collect();
    columns.join(", ")
}

fn raise(preflight: &Preflight) -> String {
    let reason = if preflight.reason.is_empty() { "the next step" } else { &preflight.reason };
    let rows = quote_literal(&format!(" of table {} in the way: {reason}", preflight.table));
    let hint = if preflight.obstacle == Obstacle::All { FILL } else { CORRECT };
    let hint = quote_literal(hint);
    format!(
        "RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = dbmig_rows || CASE dbmig_rows \
         WHEN 1 THEN ' row' ELSE ' rows' END || {rows}, DETAIL = coalesce(dbmig_sample, ''), HINT = {hint};"
    )
}
