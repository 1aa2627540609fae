//! What the models declare, created on a scratch database.

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Catalog, Object, ObjectName, Renames, ViewColumn, quote_identifier};
use dbmig_runtime::diff::diff;
use dbmig_runtime::manifest::wire::{Declared, DeclaredSql, Place};
use dbmig_runtime::op::{
    ColumnOperation, ConstraintOperation, EnumOperation, IndexOperation, NewObject, Operation, PrivilegesOn,
    SchemaOperation, TableOperation,
};
use dbmig_runtime::plan::{plan, view_columns};
use dbmig_runtime::runner::{ApplyError, Misplaced, Part, Refused, apply, check_query};
use postgres::Client;

use super::cause::causes;
use super::{Database, Error, Refusal, Refusals, Result, role};

/// Creates all of it in the empty database `scratch`.
pub(super) fn create(
    config: &DatabaseConfig,
    scratch: &Database,
    client: &mut Client,
    declared: &Declared,
) -> Result {
    // What the server doesn't know, a privilege of a later version, is left out.
    let empty = Catalog { server_version: major_version(client), ..Catalog::default() };
    let mut operations = plan(&diff(empty, &declared.catalog, &Renames::default()));
    for view in declared.views.values() {
        let columns: Vec<ViewColumn> = view.fields.iter().map(|field| field.column.clone()).collect();
        operations.extend(view_columns(&view.object, &columns));
    }
    let of = Declarations { config, scratch, declared, operations: &operations };
    let parts = of.parts()?;
    let result = apply(client, &parts, &config.schema, |refused| {
        let messages = refused.iter().map(|refused| refused.server.message.as_str());
        role::create_missing(scratch.server(), messages)
    });
    result.map_err(|error| match error {
        ApplyError::Connection(source) => Error::Broken { source },
        ApplyError::Refused(refused) => of.error(of.refusals(&refused)),
    })
}

/// The server's major version; a server that doesn't say refuses what follows as well.
fn major_version(client: &mut Client) -> Option<u32> {
    let row =
        client.query_typed_one("SELECT current_setting('server_version_num')::int4 / 10000", &[]).ok()?;
    row.try_get::<_, i32>(0).ok().and_then(|version| version.try_into().ok())
}

/// The declarations of a database, as parts that are created: its texts, then the operations of its tables.
struct Declarations<'a> {
    config: &'a DatabaseConfig,
    scratch: &'a Database,
    declared: &'a Declared,
    operations: &'a [Operation],
}

impl Declarations<'_> {
    fn parts(&self) -> Result<Vec<Part>> {
        let (mut parts, mut misplaced) = (Vec::new(), Vec::new());
        for text in &self.declared.sql {
            match Part::of_text(&text.sql) {
                Ok(part) => parts.push(part),
                Err(found) => misplaced.push(refusal_of(text, &found)),
            }
        }
        for view in self.declared.views.values() {
            misplaced.extend(check_query(&view.query.sql).err().map(|found| refusal_of(&view.query, &found)));
        }
        parts.extend(self.operations.iter().map(|operation| self.part(operation)));
        if misplaced.is_empty() { Ok(parts) } else { Err(self.error(misplaced)) }
    }

    fn part(&self, operation: &Operation) -> Part {
        match operation {
            // A text may have created the schema of a table, with more to say of it.
            Operation::Schema(SchemaOperation::Create { name }) => {
                Part::of_statement(format!("CREATE SCHEMA IF NOT EXISTS {}", quote_identifier(name)))
            }
            other => Part::of_operation(other, &self.config.schema),
        }
    }

    fn refusals(&self, refused: &[Refused]) -> Vec<Refusal> {
        causes(refused).into_iter().map(|refused| self.refusal(refused)).collect()
    }

    fn refusal(&self, refused: &Refused) -> Refusal {
        let place = match self.declared.sql.get(refused.part) {
            Some(text) => Some(place_in(text, refused.at)),
            None => {
                let operation = refused.part.checked_sub(self.declared.sql.len());
                let operation = operation.and_then(|index| self.operations.get(index));
                let name = operation.and_then(subject);
                let query = name.and_then(|name| self.place_in_query(name, refused));
                query.or_else(|| name.and_then(|name| self.declared.places.get(name)).cloned())
            }
        };
        let (message, sqlstate) = (refused.to_string(), Some(refused.server.sqlstate.clone()));
        Refusal { place, message, sqlstate }
    }

    /// The line of the query of the view `name` that PostgreSQL found a mistake in.
    fn place_in_query(&self, name: &ObjectName, refused: &Refused) -> Option<Place> {
        let view = self.declared.views.get(name)?;
        refused.server.position?;
        let start = refused.sql.find(self.query(name)?)?;
        Some(place_in(&view.query, refused.at.checked_sub(start)?))
    }

    /// The query as it is created.
    fn query(&self, name: &ObjectName) -> Option<&str> {
        let catalog = &self.declared.catalog;
        let plain = catalog.views.get(name).map(|view| view.query.as_str());
        plain.or_else(|| catalog.materialized_views.get(name).map(|view| view.query.as_str()))
    }

    fn error(&self, refusals: Vec<Refusal>) -> Error {
        let (database, server) = (self.config.name.clone(), self.scratch.server().name().to_owned());
        Error::Models(Box::new(Refusals { database, server, refusals }))
    }
}

fn refusal_of(text: &DeclaredSql, misplaced: &Misplaced) -> Refusal {
    let message = format!("{} can't be declared: {}", misplaced.word, misplaced.reason);
    Refusal { place: Some(place_in(text, misplaced.start)), message, sqlstate: None }
}

/// The place of a byte of a text.
fn place_in(text: &DeclaredSql, at: usize) -> Place {
    let before = text.sql.bytes().take(at);
    let lines = before.filter(|byte| *byte == b'\n').count();
    let line = text.place.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
    Place { line, ..text.place.clone() }
}

/// The table or type that an operation is about.
fn subject(operation: &Operation) -> Option<&ObjectName> {
    match operation {
        Operation::Create(created) => subject_of_new(created),
        Operation::Alter(alter) => subject_of_object(&alter.object),
        Operation::Enum(EnumOperation::Create(created)) => Some(&created.name),
        Operation::Table(TableOperation::Create(table)) => Some(&table.name),
        Operation::Column(ColumnOperation::Add(add)) => Some(&add.table),
        Operation::Constraint(ConstraintOperation::Add { table, .. }) => Some(table),
        Operation::Index(IndexOperation::Create(create)) => Some(&create.table),
        Operation::Comment(comment) => subject_of_object(&comment.target),
        Operation::Privileges(change) => match &change.on {
            PrivilegesOn::Object(object) => subject_of_object(object),
            _ => None,
        },
        _ => None,
    }
}

fn subject_of_new(created: &NewObject) -> Option<&ObjectName> {
    match created {
        NewObject::Policy(policy) => Some(&policy.name.relation),
        NewObject::Statistics(statistics) => subject_of_object(&statistics.on),
        NewObject::View(view) => Some(&view.name),
        NewObject::MaterializedView(view) => Some(&view.name),
        NewObject::Domain(domain) => Some(&domain.name),
        NewObject::CompositeType(composite) => Some(&composite.name),
        _ => None,
    }
}

fn subject_of_object(object: &Object) -> Option<&ObjectName> {
    match object {
        Object::Type(name)
        | Object::Table(name)
        | Object::ForeignTable(name)
        | Object::View(name)
        | Object::MaterializedView(name) => Some(name),
        Object::Column(table, _) | Object::Constraint(table, _) => Some(table),
        _ => None,
    }
}
