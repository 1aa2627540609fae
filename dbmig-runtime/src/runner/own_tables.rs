//! dbmig's own tables: which rows say where a database is, what ran, and what is half done.

use postgres::types::Type;
use postgres::{Client, GenericClient};

use super::own_shape::{self, Found, OwnTable};
use super::{Database, Error, history_sequence, rights};
use crate::catalog::quote_identifier;

/// The names of the version, history and ledger tables, quoted and qualified.
#[derive(Clone, Debug)]
pub(super) struct OwnTables {
    schema: String,
    default_schema: String,
    names: [String; 3],
    /// One row per head that the database is at: `revision text primary key`.
    pub(super) version: String,
    /// One row per step that was finished.
    pub(super) history: String,
    /// One row per finished or started statement of a revision that is not one transaction.
    pub(super) ledger: String,
}

/// Which of the tables exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Existing {
    pub(super) schema: bool,
    pub(super) default_schema: bool,
    pub(super) version: Option<Found>,
    pub(super) history: Option<Found>,
    pub(super) ledger: Option<Found>,
}

impl Database {
    /// dbmig's own tables, as [`own_tables`] gives them.
    pub fn own_tables(&self) -> [String; 3] {
        own_tables(self.schema, self.version_schema(), self.version_table)
    }
}

/// The names of dbmig's own tables, in the default schema: versions, history, ledger.
///
/// With the default version table these are `dbmig_version`, `dbmig_history` and `dbmig_ledger`; with another
/// name, `name`, `name_history` and `name_ledger`.
pub fn own_table_names(version_table: &str) -> [String; 3] {
    let prefix = if version_table == "dbmig_version" { "dbmig" } else { version_table };
    [version_table.to_owned(), format!("{prefix}_history"), format!("{prefix}_ledger")]
}

/// dbmig's own tables, as [`Options::own_tables`](crate::inspect::Options::own_tables) names them: by their names in the default
/// schema `schema`, or as `"schema"."name"` where they are in another.
pub fn own_tables(schema: &str, version_schema: &str, version_table: &str) -> [String; 3] {
    let names = own_table_names(version_table);
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    match schema == version_schema {
        true => names,
        false => names.map(|name| format!("{}.{}", quoted(version_schema), quoted(&name))),
    }
}

/// The tables that a dbmig has made for itself, of every history, as [`own_tables`] gives them for the default schema `schema`:
/// known by their names and their columns together, since a user's table may have one of the names.
///
/// # Errors
/// If the database can't be asked.
pub fn find_own_tables(client: &mut Client, schema: &str) -> Result<Vec<String>, Error> {
    let rows = client.query_typed(FIND, &[]).map_err(|error| Error::own("look for dbmig's tables", error))?;
    Ok(rows.iter().flat_map(|row| own_tables(schema, row.get(0), row.get(1))).collect())
}

const FIND: &str = "\
    WITH tables AS ( \
        SELECT n.nspname::text AS schema, c.relname::text AS name, ( \
            SELECT pg_catalog.string_agg(a.attname::text, ' ' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a \
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
        ) AS columns \
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
        WHERE c.relkind = 'r' \
    ), families AS ( \
        SELECT schema, pg_catalog.left(name, -8) AS prefix FROM tables \
        WHERE name LIKE '%\\_history' AND columns LIKE 'id revision direction message checksum started\\_at %' \
    ) \
    SELECT f.schema, version.name FROM families f \
    JOIN tables version ON version.schema = f.schema AND version.columns = 'revision' \
        AND version.name = CASE f.prefix WHEN 'dbmig' THEN 'dbmig_version' ELSE f.prefix END \
    JOIN tables ledger ON ledger.schema = f.schema AND ledger.name = f.prefix || '_ledger' \
        AND ledger.columns LIKE 'revision direction step statement\\_hash state %' \
    ORDER BY 1, 2";

/// The revisions that a database's own tables tell of, applied or half done, sorted; none without such tables. Creates
/// nothing.
///
/// # Errors
/// If the database can't be asked, or the tables can't be read.
pub fn recorded_revisions(
    client: &mut Client,
    schema: &str,
    version_table: &str,
) -> Result<Vec<String>, Error> {
    let tables = OwnTables::new(schema, schema, version_table);
    let existing = tables.existing(client)?;
    let mut revisions = if existing.version.is_some() { tables.heads(client)? } else { Vec::new() };
    if existing.ledger.is_some() {
        revisions.extend(super::ledger::read(client, &tables)?.into_iter().map(|half| half.revision));
    }
    revisions.sort();
    revisions.dedup();
    Ok(revisions)
}

impl OwnTables {
    pub(super) fn of(database: &Database) -> Self {
        Self::new(database.version_schema(), database.schema, database.version_table)
    }

    fn new(schema: &str, default_schema: &str, version_table: &str) -> Self {
        let names = own_table_names(version_table);
        let qualified = |name: &str| format!("{}.{}", quote_identifier(schema), quote_identifier(name));
        let [version, history, ledger] = names.each_ref().map(|name| qualified(name));
        let (schema, default_schema) = (schema.to_owned(), default_schema.to_owned());
        Self { schema, default_schema, names, version, history, ledger }
    }

    /// Their schema, unquoted.
    pub(super) fn schema(&self) -> &str {
        &self.schema
    }

    /// The version table's name, without schema and quotes.
    pub(super) fn version_name(&self) -> &str {
        let [version, ..] = &self.names;
        version
    }

    /// Looks which of the tables exist; creates nothing.
    ///
    /// # Errors
    /// If something that is none of them has the name of one.
    pub(super) fn existing(&self, client: &mut Client) -> Result<Existing, Error> {
        let sql = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1), \
                       EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $2)";
        let row = client
            .query_typed_one(sql, &[(&self.schema, Type::TEXT), (&self.default_schema, Type::TEXT)])
            .map_err(|error| Error::own("look for dbmig's schema", error))?;
        let labels = [self.version.as_str(), &self.history, &self.ledger];
        let [version, history, ledger] = own_shape::look(client, &self.schema, &self.names, labels)?;
        Ok(Existing { schema: row.get(0), default_schema: row.get(1), version, history, ledger })
    }

    /// Each table's name, whether it exists, and whether it has every column.
    pub(super) fn found<'a>(&'a self, existing: &Existing) -> [(&'a str, bool, bool); 3] {
        let [version, history, ledger] = &self.names;
        let one = |name: &'a String, table: OwnTable, found: &Option<Found>| {
            let is_complete = found.as_ref().is_none_or(|found| table.add_later(name, found).is_none());
            (name.as_str(), found.is_some(), is_complete)
        };
        [
            one(version, OwnTable::Version, &existing.version),
            one(history, OwnTable::History, &existing.history),
            one(ledger, OwnTable::Ledger, &existing.ledger),
        ]
    }

    /// Creates what is missing, the schema included. True if something was.
    pub(super) fn create_missing(&self, client: &mut Client) -> Result<bool, Error> {
        self.create(client, false)
    }

    /// Creates what is missing for a run that writes, and sees to the numbers of the history. A version table that is lost is
    /// left to the transaction that fills it: without rows it would be the base's.
    pub(super) fn make_ready(&self, client: &mut Client, is_lost: bool) -> Result<(), Error> {
        self.create(client, is_lost)?;
        history_sequence::catch_up(client, self)
    }

    /// Creates a version table that is missing, within a transaction.
    pub(super) fn create_version(&self, client: &mut Client) -> Result<(), Error> {
        if self.existing(client)?.version.is_some() {
            return Ok(());
        }
        let created = client.batch_execute(&OwnTable::Version.create(&self.version));
        created.map_err(|error| Error::own("create the version table", error))
    }

    fn create(&self, client: &mut Client, but_version: bool) -> Result<bool, Error> {
        match self.try_to_create(client, but_version) {
            // Another history's first run made the schema at the same moment.
            Err(Error::Own { server: Some(error), .. }) if error.sqlstate == "23505" => {
                self.try_to_create(client, but_version)
            }
            Err(error) => Err(rights::explain(client, self, error)),
            Ok(created) => Ok(created),
        }
    }

    fn try_to_create(&self, client: &mut Client, but_version: bool) -> Result<bool, Error> {
        let mut existing = self.existing(client)?;
        if but_version {
            existing.version.get_or_insert_default();
        }
        let statements = self.missing_sql(&existing);
        if statements.is_empty() {
            return Ok(false);
        }
        let what = format!("create dbmig's tables in schema {}", quote_identifier(&self.schema));
        let sql = format!("BEGIN; {}; COMMIT", statements.join("; "));
        client.batch_execute(&sql).map_err(|error| {
            // The failed batch leaves its transaction open; the first error is the one to report.
            let _ = client.batch_execute("ROLLBACK");
            Error::own(&what, error)
        })?;
        Ok(true)
    }

    /// What makes the tables that are missing, and adds what those of an earlier version lack.
    pub(super) fn missing_sql(&self, existing: &Existing) -> Vec<String> {
        let mut statements = Vec::new();
        if !existing.schema {
            statements.push(format!("CREATE SCHEMA IF NOT EXISTS {}", quote_identifier(&self.schema)));
        }
        if !existing.default_schema && self.default_schema != self.schema {
            statements
                .push(format!("CREATE SCHEMA IF NOT EXISTS {}", quote_identifier(&self.default_schema)));
        }
        let tables = [
            (OwnTable::Version, &self.version, &existing.version),
            (OwnTable::History, &self.history, &existing.history),
            (OwnTable::Ledger, &self.ledger, &existing.ledger),
        ];
        statements.extend(tables.into_iter().filter_map(|(table, name, found)| match found {
            None => Some(table.create(name)),
            Some(found) => table.add_later(name, found),
        }));
        statements
    }

    /// True if the version table has a row without a revision.
    pub(super) fn has_nulls(&self, client: &mut Client) -> Result<bool, Error> {
        let sql = format!("SELECT EXISTS (SELECT FROM {} WHERE revision IS NULL)", self.version);
        let row =
            client.query_typed_one(&sql, &[]).map_err(|error| Error::own("read the version table", error))?;
        Ok(row.get(0))
    }

    /// The recorded revisions, sorted.
    pub(super) fn heads(&self, client: &mut impl GenericClient) -> Result<Vec<String>, Error> {
        let sql = format!("SELECT revision FROM {} ORDER BY revision COLLATE \"C\"", self.version);
        let rows =
            client.query_typed(&sql, &[]).map_err(|error| Error::own("read the version table", error))?;
        rows.iter()
            .map(|row| {
                row.try_get::<_, Option<String>>(0)
                    .map_err(|error| Error::own("read the version table", error))?
                    .ok_or_else(|| Error::NullVersion { table: self.version.clone() })
            })
            .collect()
    }
}
