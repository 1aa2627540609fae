//! The text of a script, statement by statement.

use std::ops::Range;

use super::super::limits::{self, Limits};
use super::super::lock;
use super::super::own_tables::{Existing, OwnTables};
use super::super::prepared::Prepared;
use super::super::session::{self, OWN_AGAIN};
use super::super::{Action, Database, Options, Script, place};
use crate::catalog::quote_literal;
use crate::revision::RowChange;
use crate::sql::{comment, dollar_quoted, terminated};

/// A script that is being written.
pub(super) struct Text {
    text: String,
    name: &'static str,
    schema: &'static str,
    settings: Vec<String>,
    tables: OwnTables,
    /// SQL that a person wrote may have changed the session since its settings were made.
    is_dirty: bool,
}

impl Text {
    pub(super) fn new(database: &Database, options: &Options) -> Self {
        let tables = OwnTables::of(database);
        // Settings that not every server has are left out.
        let mut settings = session::settings(database, OLDEST);
        // Nobody tries again: a statement waits once, long enough for an autovacuum to be cancelled.
        settings.extend(Limits::of(database, options).in_only_attempt(OLDEST));
        let (name, schema) = (database.name, database.schema);
        Self { text: String::new(), name, schema, settings, tables, is_dirty: true }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn statement(&mut self, sql: &str) {
        self.text.push_str(&terminated(sql));
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// The head of the script: what it does, and the settings of its session.
    pub(super) fn begin(&mut self, action: Action, (from, to): (&[String], &[String]), revisions: usize) {
        let plural = if revisions == 1 { "" } else { "s" };
        let line = format!(
            "{}: {action} from {} to {} ({revisions} revision{plural}), by dbmig {}",
            self.name,
            place(from),
            place(to),
            env!("CARGO_PKG_VERSION")
        );
        self.push(&comment(&line));
        match revisions {
            0 => self.push(&comment("nothing to do")),
            _ => self.push(&comment("psql -v ON_ERROR_STOP=1 -f FILE URL")),
        }
    }

    /// Makes the settings anew if they may have changed.
    pub(super) fn clean(&mut self) {
        if std::mem::take(&mut self.is_dirty) {
            for sql in self.settings.clone() {
                self.statement(&sql);
            }
            // psql sends the file as it is, which is in UTF-8.
            self.statement("SET client_encoding = 'UTF8'");
        }
    }

    /// `BEGIN`, what `body` writes, `COMMIT`.
    pub(super) fn transaction(&mut self, body: impl FnOnce(&mut Self)) {
        self.push("\n");
        self.clean();
        self.statement("BEGIN");
        body(self);
        self.statement("COMMIT");
    }

    /// dbmig's own tables, for a database that may have none of them.
    pub(super) fn create_own_tables(&mut self) {
        self.transaction(|text| {
            let is_there = |schema: &str| schema == "public";
            let (schema, default_schema) = (is_there(text.tables.schema()), is_there(text.schema));
            let existing = Existing { schema, default_schema, ..Existing::default() };
            for sql in text.tables.missing_sql(&existing) {
                text.statement(&sql);
            }
        });
    }

    /// Stops where another run is at work, the version rows are not `heads`, or, at the start of a revision, another one
    /// is half done.
    pub(super) fn guard(&mut self, heads: &[String], is_start: bool) {
        let OwnTables { version, ledger, .. } = &self.tables;
        let rows = match heads {
            [] => "NULL".to_owned(),
            heads => format!("ARRAY[{}]", list(heads)),
        };
        let misplaced = quote_literal(&format!("the database is not at {}", place(heads)));
        let mut block = format!(
            "
BEGIN
    IF NOT pg_catalog.pg_try_advisory_xact_lock({}) THEN
        RAISE EXCEPTION 'another run of dbmig is at work' USING HINT = 'wait until it is done';
    ELSIF (SELECT pg_catalog.array_agg(revision ORDER BY revision COLLATE \"C\") FROM {version}) IS DISTINCT FROM {rows} THEN
        RAISE EXCEPTION USING MESSAGE = {misplaced}, HINT = 'dbmig current shows where it is: write the script from there';
",
            lock::key(&self.tables)
        );
        if is_start {
            block.push_str(&format!(
                "    ELSIF EXISTS (SELECT FROM {ledger}) THEN
        RAISE EXCEPTION 'a revision is half done' USING HINT = 'dbmig current shows which: upgrade goes on with it';
"
            ));
        }
        block.push_str("    END IF;\nEND\n");
        self.statement(&format!("DO {}", dollar_quoted(&block)));
    }

    /// Statements of a revision that share a transaction.
    pub(super) fn statements(&mut self, prepared: &Prepared, range: Range<usize>) {
        let statements = prepared.statements.get(range).unwrap_or_default();
        for statement in statements {
            self.statement(&statement.sql);
        }
        if statements.iter().any(|statement| statement.free) {
            self.is_dirty = true;
            OWN_AGAIN.iter().for_each(|sql| self.statement(sql));
        }
    }

    /// Lets the statements of this transaction take their time.
    pub(super) fn lift_limits(&mut self) {
        for sql in limits::unlimited(OLDEST) {
            self.statement(&sql.replacen("SET ", "SET LOCAL ", 1));
        }
    }

    /// A statement outside a transaction, between the two lines of the ledger, in a database at `heads`.
    pub(super) fn alone(&mut self, prepared: &Prepared, index: usize, heads: &[String]) {
        let Some(statement) = prepared.statements.get(index) else { return };
        let sql = statement.script.as_ref().map_or(&statement.sql, |script| &script.sql);
        if statement.script.as_ref().is_some_and(|script| script.transactional) {
            return self.transaction(|text| {
                // Another script may have done it since the last look.
                text.guard(heads, false);
                text.statement("SET LOCAL statement_timeout = 0");
                text.statement(&ALL_ROWS.replacen("SET ", "SET LOCAL ", 1));
                text.statement(sql);
                text.write_ledger(prepared, index..index + 1, "done");
            });
        }
        self.push("\n");
        self.clean();
        for sql in limits::unlimited(OLDEST) {
            self.statement(&sql);
        }
        if statement.script.is_some() {
            self.statement(ALL_ROWS);
        }
        self.write_ledger(prepared, index..index + 1, "started");
        self.statement(sql);
        self.is_dirty = true;
        if statement.free {
            self.clean();
        }
        let ledger = &self.tables.ledger;
        let sql = format!(
            "UPDATE {ledger} SET state = 'done', at = pg_catalog.clock_timestamp() \
             WHERE revision = {} AND direction = {} AND step = {index}",
            quote_literal(prepared.id()),
            quote_literal(prepared.action.as_str())
        );
        self.statement(&sql);
        self.is_dirty = true;
    }

    /// Writes down that statements of a revision are done.
    pub(super) fn ledger(&mut self, prepared: &Prepared, range: Range<usize>) {
        self.write_ledger(prepared, range, "done");
    }

    fn write_ledger(&mut self, prepared: &Prepared, range: Range<usize>, state: &str) {
        let (revision, direction) = (quote_literal(prepared.id()), quote_literal(prepared.action.as_str()));
        let rows: Vec<String> = prepared
            .hashes(range.clone())
            .into_iter()
            .zip(range)
            .map(|(hash, step)| format!("({revision}, {direction}, {step}, '{hash}', '{state}')"))
            .collect();
        let ledger = &self.tables.ledger;
        let sql = format!(
            "INSERT INTO {ledger} (revision, direction, step, statement_hash, state) VALUES {}",
            rows.join(", ")
        );
        self.statement(&sql);
    }

    pub(super) fn clear_ledger(&mut self, revision: &str) {
        let sql = format!("DELETE FROM {} WHERE revision = {}", self.tables.ledger, quote_literal(revision));
        self.statement(&sql);
    }

    /// Deletes the version rows and what is half done, whatever they are.
    pub(super) fn forget_everything(&mut self) {
        let OwnTables { version, ledger, .. } = self.tables.clone();
        self.statement(&format!("DELETE FROM {version}"));
        self.statement(&format!("DELETE FROM {ledger}"));
    }

    pub(super) fn move_rows(&mut self, rows: &RowChange) {
        let version = self.tables.version.clone();
        if !rows.delete.is_empty() {
            self.statement(&format!("DELETE FROM {version} WHERE revision IN ({})", list(&rows.delete)));
        }
        if !rows.insert.is_empty() {
            let values: Vec<String> =
                rows.insert.iter().map(|id| format!("({})", quote_literal(id))).collect();
            self.statement(&format!("INSERT INTO {version} (revision) VALUES {}", values.join(", ")));
        }
    }

    /// The line of the history.
    pub(super) fn note(&mut self, script: &Script, action: Action) {
        self.write_note(script.revision.id, action, script.message, script.checksum);
    }

    /// The line of the history where nothing is recorded any more.
    pub(super) fn note_base(&mut self) {
        self.write_note("base", Action::Stamp, "", "");
    }

    fn write_note(&mut self, revision: &str, action: Action, message: &str, checksum: &str) {
        // PostgreSQL stores no NUL.
        let message = message.replace('\0', "\\u{0}");
        let sql = format!(
            "INSERT INTO {} (revision, direction, message, checksum, started_at, duration_ms, dbmig_version) \
             VALUES ({}, {}, {}, {}, pg_catalog.transaction_timestamp(), \
             (extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()) * 1000)::bigint, {})",
            self.tables.history,
            quote_literal(revision),
            quote_literal(action.as_str()),
            quote_literal(&message),
            quote_literal(checksum),
            quote_literal(env!("CARGO_PKG_VERSION"))
        );
        self.statement(&sql);
    }
}

/// Rows that a policy hides are an error, instead of being left as they are.
const ALL_ROWS: &str = "SET row_security = off";

/// The oldest `server_version_num` that a script is for.
const OLDEST: i32 = 140_000;

fn list(ids: &[String]) -> String {
    ids.iter().map(|id| quote_literal(id)).collect::<Vec<_>>().join(", ")
}
