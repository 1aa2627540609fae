//! The rights that a run needs: all that are missing are told at once, before anything is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use postgres::Client;
use postgres::types::Type;

use super::own_tables::{Existing, OwnTables};
use super::prepared::Prepared;
use super::rights_of_operation as of_operation;
use super::{Database, Error};
use crate::catalog::quote_identifier;

/// A right that the role of a run lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingRight {
    /// The right, in words.
    pub right: String,
    /// The statement that gives it.
    pub grant: String,
}

impl fmt::Display for MissingRight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.right)
    }
}

/// What something is needed on, by schema and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum On {
    Database,
    Schema(String),
    /// A table, a view, an index: whatever is in `pg_class`.
    Relation(String, String),
}

/// A right that is needed. One on what doesn't exist is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// `USAGE`, `CREATE`, `SELECT`, …
    Privilege(On, &'static str),
    /// To be the owner, or a member of it.
    Ownership(On),
    /// To drop it: its owner may, and that of its schema.
    Drop(On),
}

/// All rights on dbmig's own tables that are missing, for an error that says that one is; another error stays as it is.
pub(super) fn explain(client: &mut Client, tables: &OwnTables, error: Error) -> Error {
    match &error {
        Error::Own { server: Some(server), .. } if server.sqlstate == "42501" => {}
        _ => return error,
    }
    let looked =
        tables.existing(client).and_then(|existing| refuse(client, &of_own_tables(tables, &existing)));
    looked.err().filter(|found| matches!(found, Error::Rights { .. })).unwrap_or(error)
}

/// Fails if the role lacks a right that the pending revisions or dbmig's own tables need, as far as the operations tell.
pub(super) fn check(
    client: &mut Client,
    tables: &OwnTables,
    database: &Database,
    pending: &[Prepared],
) -> Result<(), Error> {
    let existing = tables.existing(client)?;
    let mut needs = of_own_tables(tables, &existing);
    if existing.default_schema && !pending.is_empty() {
        needs.insert(Need::Privilege(On::Schema(database.schema.to_owned()), "USAGE"));
    }
    let operations = pending.iter().flat_map(|prepared| &prepared.operations);
    needs.extend(of_operation::needs(operations, database.schema));
    refuse(client, &needs)
}

fn of_own_tables(tables: &OwnTables, existing: &Existing) -> BTreeSet<Need> {
    let mut needs = BTreeSet::new();
    if !existing.schema || !existing.default_schema {
        needs.insert(Need::Privilege(On::Database, "CREATE"));
    }
    let schema = On::Schema(tables.schema().to_owned());
    needs.insert(Need::Privilege(schema.clone(), "USAGE"));
    for ((name, exists, is_complete), used) in tables.found(existing).into_iter().zip(USED) {
        let table = On::Relation(tables.schema().to_owned(), name.to_owned());
        if !exists {
            needs.insert(Need::Privilege(schema.clone(), "CREATE"));
            continue;
        }
        if !is_complete {
            needs.insert(Need::Ownership(table.clone()));
        }
        needs.extend(used.iter().map(|right| Need::Privilege(table.clone(), right)));
    }
    needs
}

fn refuse(client: &mut Client, needs: &BTreeSet<Need>) -> Result<(), Error> {
    let missing = missing(client, needs)?;
    let Some((role, _)) = missing.first() else { return Ok(()) };
    let role = role.clone();
    Err(Error::Rights { role, missing: missing.into_iter().map(|(_, right)| right).collect() })
}

/// The rights that are used on the version table, the history and the ledger. A history may be one that nobody can change.
const USED: [&[&str]; 3] =
    [&["SELECT", "INSERT", "DELETE"], &["SELECT", "INSERT"], &["SELECT", "INSERT", "UPDATE", "DELETE"]];

const MISSING: &str = "\
    SELECT need.number, current_user::text, pg_catalog.current_database()::text, owner.rolname::text, \
        coalesce(owner.rolsuper, false), coalesce(c.relkind::text, '') \
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS need (schema, name, privilege, number) \
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = need.schema \
    LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = need.name \
    LEFT JOIN pg_catalog.pg_roles owner ON owner.oid = coalesce(c.relowner, n.nspowner) \
    WHERE CASE \
        WHEN need.schema IS NULL THEN NOT pg_catalog.has_database_privilege(pg_catalog.current_database(), need.privilege) \
        WHEN n.oid IS NULL THEN false \
        WHEN need.name IS NULL THEN NOT pg_catalog.has_schema_privilege(n.oid, need.privilege) \
        WHEN c.oid IS NULL THEN false \
        WHEN need.privilege IS NULL THEN NOT pg_catalog.pg_has_role(c.relowner, 'USAGE') \
        WHEN need.privilege = 'DROP' \
            THEN NOT (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.pg_has_role(n.nspowner, 'USAGE')) \
        WHEN c.relkind NOT IN ('r', 'p', 'v', 'm', 'f') THEN false \
        WHEN need.privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') \
            THEN NOT pg_catalog.has_any_column_privilege(c.oid, need.privilege) \
        ELSE NOT pg_catalog.has_table_privilege(c.oid, need.privilege) END \
    ORDER BY need.number";

/// What of it the current role lacks, and the role. Rights on one thing are one statement.
fn missing(client: &mut Client, needs: &BTreeSet<Need>) -> Result<Vec<(String, MissingRight)>, Error> {
    let needs: Vec<&Need> = needs.iter().collect();
    let (mut schemas, mut names, mut privileges) = (Vec::new(), Vec::new(), Vec::new());
    for need in &needs {
        let (on, privilege) = match need {
            Need::Privilege(on, privilege) => (on, Some(*privilege)),
            Need::Ownership(on) => (on, None),
            Need::Drop(on) => (on, Some("DROP")),
        };
        let (schema, name) = match on {
            On::Database => (None, None),
            On::Schema(schema) => (Some(schema), None),
            On::Relation(schema, name) => (Some(schema), Some(name)),
        };
        schemas.push(schema);
        names.push(name);
        privileges.push(privilege);
    }
    let rows = client
        .query_typed(
            MISSING,
            &[(&schemas, Type::TEXT_ARRAY), (&names, Type::TEXT_ARRAY), (&privileges, Type::TEXT_ARRAY)],
        )
        .map_err(|error| Error::own("ask for the role's rights", error))?;
    let mut found: BTreeMap<(bool, &On), (Vec<&str>, Lacks)> = BTreeMap::new();
    for row in &rows {
        let number = usize::try_from(row.get::<_, i64>(0)).unwrap_or_default();
        let Some(need) = number.checked_sub(1).and_then(|index| needs.get(index)) else { continue };
        let lacks = Lacks {
            role: row.get(1),
            database: row.get(2),
            owner: row.get::<_, Option<String>>(3).unwrap_or_default(),
            is_superusers: row.get(4),
            kind: row.get(5),
        };
        let (key, privilege) = match need {
            Need::Privilege(on, privilege) => ((false, on), Some(*privilege)),
            Need::Ownership(on) | Need::Drop(on) => ((true, on), None),
        };
        found.entry(key).or_insert((Vec::new(), lacks)).0.extend(privilege);
    }
    Ok(found.into_iter().map(|((_, on), (privileges, lacks))| lacks.on(on, &privileges)).collect())
}

/// What the server says of a right that is missing.
struct Lacks {
    role: String,
    database: String,
    owner: String,
    is_superusers: bool,
    kind: String,
}

impl Lacks {
    fn on(self, on: &On, privileges: &[&str]) -> (String, MissingRight) {
        let role = quote_identifier(&self.role);
        let (kind, name) = match on {
            On::Database => ("DATABASE", quote_identifier(&self.database).into_owned()),
            On::Schema(schema) => ("SCHEMA", quote_identifier(schema).into_owned()),
            On::Relation(schema, name) => {
                let kind = match self.kind.as_str() {
                    "i" | "I" => "INDEX",
                    "v" => "VIEW",
                    "m" => "MATERIALIZED VIEW",
                    _ => "TABLE",
                };
                (kind, format!("{}.{}", quote_identifier(schema), quote_identifier(name)))
            }
        };
        let missing = match (privileges, self.is_superusers) {
            // Nobody should be made a member of a superuser for a table's sake.
            ([], true) => MissingRight {
                right: format!("ownership of {} {name}", kind.to_lowercase()),
                grant: format!("ALTER {kind} {name} OWNER TO {role}"),
            },
            ([], false) => MissingRight {
                right: format!("ownership of {} {name}", kind.to_lowercase()),
                grant: format!("GRANT {} TO {role}", quote_identifier(&self.owner)),
            },
            (privileges, _) => {
                let privileges = privileges.join(", ");
                MissingRight {
                    right: format!("{privileges} on {} {name}", kind.to_lowercase()),
                    grant: format!("GRANT {privileges} ON {kind} {name} TO {role}"),
                }
            }
        };
        (self.role, missing)
    }
}
