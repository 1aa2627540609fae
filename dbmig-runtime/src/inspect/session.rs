//! The transaction that a database is inspected in.

use std::collections::HashMap;

use postgres::types::{FromSql, ToSql};
use postgres::{IsolationLevel, Row, Statement, Transaction};

use super::Error;
use super::class::Class;
use crate::catalog::{Object, ObjectName, quote_identifier};

/// What makes printed expressions depend on the session, with the values that inspection uses. Compiling the queries
/// takes the server longer than running them.
const SETTINGS: &str = "SELECT set_config('search_path', $1, true), set_config('TimeZone', 'UTC', true), \
    set_config('DateStyle', 'ISO, MDY', true), set_config('IntervalStyle', 'postgres', true), \
    set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true), \
    set_config('quote_all_identifiers', 'off', true), set_config('standard_conforming_strings', 'on', true), \
    set_config('row_security', 'on', true), current_setting('server_version_num')::int, \
    current_user::text, set_config('jit', 'off', true)";

/// The queries that a connection has compiled, by their texts.
pub(super) type Compiled = HashMap<&'static str, Statement>;

/// A read-only snapshot with fixed settings. Dropping it ends the transaction.
pub(super) struct Session<'a> {
    transaction: Transaction<'a>,
    /// None on a connection that reads only once.
    compiled: Option<&'a mut Compiled>,
    default_schema: &'a str,
    version: i32,
    role: String,
    objects: HashMap<(Class, u32), Object>,
}

impl<'a> Session<'a> {
    pub(super) fn start(
        client: &'a mut postgres::Client,
        compiled: Option<&'a mut Compiled>,
        default_schema: &'a str,
    ) -> Result<Self, Error> {
        let failed = |source| Error::Query { what: "the server's settings", source };
        let mut transaction = client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .map_err(failed)?;
        let search_path = format!("{}, pg_temp", quote_identifier(default_schema));
        let row = transaction.query_one(SETTINGS, &[&search_path]).map_err(failed)?;
        let version = row.try_get(9).map_err(failed)?;
        let role = row.try_get(10).map_err(failed)?;
        Ok(Self { transaction, compiled, default_schema, version, role, objects: HashMap::new() })
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        self.transaction.commit().map_err(|source| Error::Query { what: "the snapshot", source })
    }

    pub(super) fn default_schema(&self) -> &'a str {
        self.default_schema
    }

    /// The role that reads.
    pub(super) fn role(&self) -> String {
        self.role.clone()
    }

    /// The server's major version.
    pub(super) fn major_version(&self) -> Option<u32> {
        u32::try_from(self.version / 10_000).ok()
    }

    /// Remembers which object a row of a system catalog is, so that other rows can refer to it.
    pub(super) fn register(&mut self, class: Class, oid: u32, object: Object) {
        self.objects.insert((class, oid), object);
    }

    /// Registers a relation with its row type, from the columns `oid`, `row_type` and `array_type`.
    pub(super) fn register_relation(&mut self, row: &Record, object: &Object) -> Result<(), Error> {
        self.register(Class::RELATION, row.get("oid")?, object.clone());
        self.register(Class::TYPE, row.get("row_type")?, object.clone());
        self.register(Class::TYPE, row.get("array_type")?, object.clone());
        Ok(())
    }

    /// Registers a type with its array type, from the columns `oid` and `array_type`.
    pub(super) fn register_type(&mut self, row: &Record, object: &Object) -> Result<(), Error> {
        self.register(Class::TYPE, row.get("oid")?, object.clone());
        self.register(Class::TYPE, row.get("array_type")?, object.clone());
        Ok(())
    }

    /// The object that was registered.
    pub(super) fn object(&self, class: Class, oid: u32) -> Option<&Object> {
        self.objects.get(&(class, oid))
    }

    /// Runs one of the catalog queries; `what` is what it reads.
    pub(super) fn query(
        &mut self,
        what: &'static str,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Record>, Error> {
        let rows = self.rows(sql, parameters).map_err(|source| Error::Query { what, source })?;
        Ok(rows.into_iter().map(|row| Record { what, row }).collect())
    }

    fn rows(
        &mut self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, postgres::Error> {
        let Some(compiled) = &mut self.compiled else {
            return self.transaction.query(&for_version(sql, self.version), parameters);
        };
        let statement = match compiled.get(sql) {
            Some(statement) => statement.clone(),
            None => {
                let statement = self.transaction.prepare(&for_version(sql, self.version))?;
                compiled.insert(sql, statement.clone());
                statement
            }
        };
        self.transaction.query(&statement, parameters)
    }

    /// The name in a column that holds a schema and a name, relative to the default schema.
    pub(super) fn full_name(&self, row: &Record, column: &str) -> Result<Option<ObjectName>, Error> {
        let parts: Option<Vec<String>> = row.get(column)?;
        let mut parts = parts.unwrap_or_default().into_iter();
        Ok(parts.next().zip(parts.next()).map(|(schema, name)| self.name(schema, name)))
    }

    /// The object's name relative to the default schema.
    pub(super) fn name(&self, schema: String, name: String) -> ObjectName {
        if schema == self.default_schema {
            ObjectName::new(name)
        } else {
            ObjectName::in_schema(schema, name)
        }
    }
}

/// The version that brought a column, the column, and what it would hold before; in the order in which they are replaced.
const NEW_COLUMNS: &[(i32, &str, &str)] = &[
    (170_000, "co.colllocale", "co.colliculocale"),
    (160_000, "co.collicurules", "NULL::text"),
    (150_000, "co.colliculocale", "NULL::text"),
    (150_000, "i.indnullsnotdistinct", "false"),
    (150_000, "con.confdelsetcols", "NULL::int2[]"),
    (150_000, "sc.relpersistence", "rc.relpersistence"),
    (150_000, "r.prattrs", "NULL::int2vector"),
    (150_000, "r.prqual", "NULL::pg_node_tree"),
    (180_000, "p.pubgencols", "'n'"),
    (180_000, "con.conenforced", "true"),
    (180_000, "con.conperiod", "false"),
];

/// `sql` with the columns that the server doesn't have yet replaced by what they would hold.
fn for_version(sql: &str, version: i32) -> String {
    let mut sql = sql.to_owned();
    for (since, column, value) in NEW_COLUMNS {
        if version < *since {
            sql = sql.replace(column, value);
        }
    }
    sql
}

/// One row of a catalog query.
pub(super) struct Record {
    what: &'static str,
    row: Row,
}

impl Record {
    pub(super) fn get<'r, T: FromSql<'r>>(&'r self, column: &str) -> Result<T, Error> {
        self.row.try_get(column).map_err(|source| Error::Query { what: self.what, source })
    }

    /// A name as the search path of the session needs it written: the column `schema` is null where the object is visible.
    pub(super) fn visible_name(&self, schema: &str, name: &str) -> Result<Option<ObjectName>, Error> {
        let schema: Option<String> = self.get(schema)?;
        Ok(self.get::<Option<String>>(name)?.map(|name| ObjectName { schema, name }))
    }

    /// The collation of the columns `collation_schema` and `collation`.
    pub(super) fn collation(&self) -> Result<Option<ObjectName>, Error> {
        self.visible_name("collation_schema", "collation")
    }
}
