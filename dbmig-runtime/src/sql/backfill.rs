//! Changes of the rows that are there, batch by batch.

use super::routine::dollar_quoted;
use super::{Renderer, Statement};
use crate::catalog::{quote_identifier, quote_literal};
use crate::op::{Backfill, BatchChange, BatchRows, ForEachBatch, SetColumn};

/// What a batch changes, of one table of the family.
#[derive(Clone, Debug)]
pub struct BatchTarget<'a> {
    /// The table as it stands behind `UPDATE` and `DELETE FROM`, under the [`alias`] of the backfill.
    pub table: &'a str,
    /// The condition that makes the batch of its rows.
    pub range: &'a str,
}

/// For psql, which keeps no ledger: one block that commits after each batch, and where the table is locked then, the statements
/// that end the matter. All rows, each once, are one statement: a block that is broken off could not say which it has changed.
pub(super) fn statements(backfill: &Backfill, sql: Renderer<'_>) -> Vec<Statement> {
    let table = sql.name(&backfill.table);
    let mut statements = match backfill.rows {
        BatchRows::All => vec![Statement::new(change(backfill, &table, &[]))],
        _ => vec![Statement::alone(format!("DO {}", dollar_quoted(&block(backfill, &table))))],
    };
    if backfill.then_lock {
        statements.push(Statement::new(format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")));
        statements.push(Statement::new(change(backfill, &table, &[])));
    }
    statements
}

/// The change of all rows at once, as people read it.
pub fn whole(backfill: &Backfill, default_schema: &str) -> String {
    change(backfill, &backfill.table.qualified(default_schema), &[])
}

/// The change of the rows of a batch, which gives `dbmig_still` for each: true where the row would be changed once more.
pub fn batch(backfill: &Backfill, target: &BatchTarget<'_>) -> String {
    let still = match (&backfill.change, &backfill.rows) {
        (BatchChange::Delete, _) | (_, BatchRows::All) => "false".to_owned(),
        _ => condition(backfill).map_or("false".to_owned(), |condition| format!("({condition}) IS TRUE")),
    };
    format!("{} RETURNING {still} AS dbmig_still", change(backfill, target.table, &[target.range]))
}

/// Which rows are to be changed, of all; `None` for all of them.
pub fn condition(backfill: &Backfill) -> Option<String> {
    let alias = alias(backfill);
    match &backfill.rows {
        BatchRows::All => None,
        BatchRows::Matching(condition) => Some(condition.clone()),
        BatchRows::Nulls => {
            let is_null = |set: &SetColumn| format!("{} IS NULL", column(backfill, &alias, &set.column));
            Some(backfill.columns().iter().map(is_null).collect::<Vec<_>>().join(" OR "))
        }
    }
}

/// Which rows would be filled with a null, if nulls are filled from the row itself.
pub fn unfilled(backfill: &Backfill) -> Option<String> {
    if backfill.rows != BatchRows::Nulls || backfill.from.is_some() {
        return None;
    }
    let unfilled = |SetColumn { column, value }: &SetColumn| {
        format!("{} IS NULL AND ({value}) IS NULL", quote_identifier(column))
    };
    Some(backfill.columns().iter().map(unfilled).collect::<Vec<_>>().join(" OR "))
}

/// Which rows can be filled, of at least one of their nulls; `None` if nothing is filled.
pub fn fillable(backfill: &Backfill) -> Option<String> {
    let alias = alias(backfill);
    let fillable = |set: &SetColumn| {
        format!("{} IS NULL AND NOT (({}) IS NULL)", column(backfill, &alias, &set.column), set.value)
    };
    (backfill.rows == BatchRows::Nulls)
        .then(|| backfill.columns().iter().map(fillable).collect::<Vec<_>>().join(" OR "))
}

/// The name that a backfill's expressions know the table by.
pub fn alias(backfill: &Backfill) -> String {
    quote_identifier(&backfill.table.name).into_owned()
}

/// What stands before the number of rows that [`unfilled`] finds.
pub fn unfilled_message(backfill: &Backfill) -> String {
    let columns: Vec<&str> = backfill.columns().iter().map(|set| &*set.column).collect();
    format!("the value for {}.{} is null", backfill.table, columns.join(" or "))
}

/// For whoever is no runner.
pub(super) fn refuse_code(each: &ForEachBatch) -> Statement {
    let message = quote_literal(&format!("a function of the revision changes the rows of {}", each.table));
    let block =
        format!("BEGIN RAISE EXCEPTION USING MESSAGE = {message}, HINT = 'run upgrade, without --sql'; END");
    Statement::alone(format!("DO {}", dollar_quoted(&block)))
}

/// The rows that go to a function, as people read it.
pub fn handed_over(each: &ForEachBatch, default_schema: &str) -> String {
    let columns: Vec<_> = each.columns.iter().map(|column| quote_identifier(column)).collect();
    let condition =
        each.condition.as_ref().map(|condition| format!(" WHERE {condition}")).unwrap_or_default();
    format!("SELECT {} FROM {}{condition}", columns.join(", "), each.table.qualified(default_schema))
}

fn change(backfill: &Backfill, table: &str, more: &[&str]) -> String {
    let mut conditions: Vec<String> = more.iter().map(|&condition| condition.to_owned()).collect();
    let has_more = backfill.from.is_some() || !more.is_empty() || backfill.columns().len() > 1;
    conditions.extend(condition(backfill).map(|sql| match has_more {
        true => format!("({sql})"),
        false => sql,
    }));
    conditions.extend(backfill.from.iter().map(|source| format!("({})", source.on)));
    let from =
        |word: &str| backfill.from.as_ref().map(|from| format!(" {word} {}", from.sql)).unwrap_or_default();
    let start = match &backfill.change {
        BatchChange::Delete => format!("DELETE FROM {table}{}", from("USING")),
        BatchChange::Set(columns) => {
            let sets: Vec<String> = columns.iter().map(|set| assignment(backfill, set)).collect();
            format!("UPDATE {table} SET {}{}", sets.join(", "), from("FROM"))
        }
    };
    match conditions.is_empty() {
        true => start,
        false => format!("{start} WHERE {}", conditions.join(" AND ")),
    }
}

/// Of several columns, each keeps what it holds where nulls are filled.
fn assignment(backfill: &Backfill, SetColumn { column, value }: &SetColumn) -> String {
    let name = quote_identifier(column);
    match backfill.rows == BatchRows::Nulls && backfill.columns().len() > 1 {
        true => format!("{name} = coalesce({}.{name}, ({value}))", alias(backfill)),
        false => format!("{name} = ({value})"),
    }
}

/// What is joined may have a column of the name too.
fn column(backfill: &Backfill, alias: &str, column: &str) -> String {
    let column = quote_identifier(column);
    if backfill.from.is_some() { format!("{alias}.{column}") } else { column.into_owned() }
}

/// Ranges of pages, so that no key is needed and each row is read once; as many at a time as take 200 to 500 ms. The table
/// grows meanwhile, by new versions of its rows too.
///
/// See [`COMMIT` in a block](https://www.postgresql.org/docs/current/plpgsql-transactions.html) and the type
/// [`tid`](https://www.postgresql.org/docs/current/ddl-system-columns.html).
fn block(backfill: &Backfill, table: &str) -> String {
    let (alias, relation) = (alias(backfill), quote_literal(table));
    let range = format!(
        "{alias}.ctid >= format('(%s,0)', dbmig_page)::tid AND {alias}.ctid < format('(%s,0)', dbmig_page + dbmig_batch)::tid"
    );
    let batch = |range| batch(backfill, &BatchTarget { table, range });
    // A row that somebody changes meanwhile may move to a page that was read before.
    let (batch, rest) = (batch(&range), batch("true"));
    let (still, unfilled) = (refuse_still(backfill), refuse_unfilled(backfill, table));
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
            WITH dbmig_changed AS (
                {batch}
            )
            SELECT count(*) FILTER (WHERE dbmig_still) INTO dbmig_rows FROM dbmig_changed;{still}
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
    WITH dbmig_changed AS (
        {rest}
    )
    SELECT count(*) FILTER (WHERE dbmig_still) INTO dbmig_rows FROM dbmig_changed;{still}
    COMMIT;{unfilled}
END
"
    )
}

/// A row that moved to a later page would be changed again.
fn refuse_still(backfill: &Backfill) -> String {
    match backfill.rows {
        BatchRows::Matching(_) => "
            IF dbmig_rows > 0 THEN
                RAISE EXCEPTION 'the condition is still true for rows that were changed'
                    USING HINT = 'only a run that keeps a ledger can change them once: upgrade, without --sql';
            END IF;"
            .to_owned(),
        _ => String::new(),
    }
}

fn refuse_unfilled(backfill: &Backfill, table: &str) -> String {
    let Some(unfilled) = unfilled(backfill) else { return String::new() };
    let message = quote_literal(&unfilled_message(backfill));
    format!(
        "
    SELECT count(*) INTO dbmig_rows FROM {table} WHERE {unfilled};
    IF dbmig_rows > 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'not_null_violation', MESSAGE = {message} || ' for ' || dbmig_rows ||
            CASE dbmig_rows WHEN 1 THEN ' row' ELSE ' rows' END,
            HINT = 'write an expression that has a value for every row, such as coalesce(...); what is filled stays filled';
    END IF;"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{BackfillBuilder, Op, Operation, delete_where, set};

    #[track_caller]
    fn check(change: BackfillBuilder, whole: &str, batch: &str) {
        let mut op = Op::new();
        op.backfill("T", change).unwrap();
        let operations = op.into_operations();
        let [Operation::Backfill(backfill)] = operations.as_slice() else { panic!("{operations:?}") };
        assert_eq!(super::whole(backfill, "app"), whole);
        let target = BatchTarget { table: "ONLY app.p AS \"T\"", range: "x > 1" };
        assert_eq!(super::batch(backfill, &target), batch);
    }

    #[test]
    fn batches() {
        check(
            set("a", "1"),
            "UPDATE app.\"T\" SET a = (1) WHERE a IS NULL",
            "UPDATE ONLY app.p AS \"T\" SET a = (1) WHERE x > 1 AND (a IS NULL) RETURNING (a IS NULL) IS TRUE AS dbmig_still",
        );
        check(
            set("a", "1").set("B", "o.b").from("o", "o.id = \"T\".id"),
            "UPDATE app.\"T\" SET a = coalesce(\"T\".a, (1)), \"B\" = coalesce(\"T\".\"B\", (o.b)) FROM o \
             WHERE (\"T\".a IS NULL OR \"T\".\"B\" IS NULL) AND (o.id = \"T\".id)",
            "UPDATE ONLY app.p AS \"T\" SET a = coalesce(\"T\".a, (1)), \"B\" = coalesce(\"T\".\"B\", (o.b)) FROM o \
             WHERE x > 1 AND (\"T\".a IS NULL OR \"T\".\"B\" IS NULL) AND (o.id = \"T\".id) \
             RETURNING (\"T\".a IS NULL OR \"T\".\"B\" IS NULL) IS TRUE AS dbmig_still",
        );
        check(
            set("a", "a + 1").all_rows(),
            "UPDATE app.\"T\" SET a = (a + 1)",
            "UPDATE ONLY app.p AS \"T\" SET a = (a + 1) WHERE x > 1 RETURNING false AS dbmig_still",
        );
        check(
            delete_where("a < 0 OR b"),
            "DELETE FROM app.\"T\" WHERE a < 0 OR b",
            "DELETE FROM ONLY app.p AS \"T\" WHERE x > 1 AND (a < 0 OR b) RETURNING false AS dbmig_still",
        );
    }
}
