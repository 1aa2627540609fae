//! Catalogs that a scratch server printed.

use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Catalog, Object, ObjectName, Renames};
use dbmig_runtime::diff::diff;
use dbmig_runtime::inspect::{self, inspect};
use dbmig_runtime::manifest::wire::{Declared, Place};
use dbmig_runtime::op::{
    ColumnOperation, ConstraintOperation, EnumOperation, IndexOperation, Operation, TableOperation,
};
use dbmig_runtime::plan::plan;
use dbmig_runtime::runner::{apply_operations, connect, own_table_names};

use super::{Database, Error, Refusal, Result};

/// Reads the catalogs of one configured database's scratch copies.
#[derive(Clone, Copy, Debug)]
pub struct Catalogs<'a> {
    /// The configured database.
    pub config: &'a DatabaseConfig,
}

impl Catalogs<'_> {
    /// Creates what the models declare in the empty database `scratch`, and inspects it.
    ///
    /// # Errors
    /// [`Error::Models`] if PostgreSQL refuses it.
    pub fn of_models(&self, scratch: &Database, declared: &Declared) -> Result<Catalog> {
        let mut client = connect(scratch.url())?;
        // What the server doesn't know, a privilege of a later version, is left out.
        let empty = Catalog { server_version: major_version(&mut client), ..Catalog::default() };
        let operations = plan(&diff(empty, &declared.catalog, &Renames::default()));
        apply_operations(&mut client, &operations, &self.config.schema).map_err(|error| {
            let subject = operations.get(error.operation).and_then(subject);
            Error::Models(Box::new(Refusal {
                database: self.config.name.clone(),
                place: subject.and_then(|name| place(declared, name)),
                server: scratch.server().name().to_owned(),
                error,
            }))
        })?;
        self.read(&mut client)
    }

    /// Inspects the database `scratch`.
    ///
    /// # Errors
    /// If it can't be reached or read.
    pub fn of(&self, scratch: &Database) -> Result<Catalog> {
        self.read(&mut connect(scratch.url())?)
    }

    fn read(&self, client: &mut postgres::Client) -> Result<Catalog> {
        let own_tables = own_table_names(&self.config.version_table);
        let options = inspect::Options { default_schema: &self.config.schema, own_tables: &own_tables };
        Ok(inspect(client, &options)?)
    }
}

/// The server's major version; a server that doesn't say refuses what follows as well.
fn major_version(client: &mut postgres::Client) -> Option<u32> {
    let row =
        client.query_typed_one("SELECT current_setting('server_version_num')::int4 / 10000", &[]).ok()?;
    row.try_get::<_, i32>(0).ok().and_then(|version| version.try_into().ok())
}

fn place(declared: &Declared, name: &ObjectName) -> Option<Place> {
    declared.places.get(name).cloned()
}

/// The table or type that an operation is about.
fn subject(operation: &Operation) -> Option<&ObjectName> {
    match operation {
        Operation::Enum(EnumOperation::Create(created)) => Some(&created.name),
        Operation::Table(TableOperation::Create(table)) => Some(&table.name),
        Operation::Column(ColumnOperation::Add(add)) => Some(&add.table),
        Operation::Constraint(ConstraintOperation::Add { table, .. }) => Some(table),
        Operation::Index(IndexOperation::Create(create)) => Some(&create.table),
        Operation::Comment(comment) => match &comment.target {
            Object::Type(name) | Object::Table(name) | Object::ForeignTable(name) => Some(name),
            Object::Column(table, _) | Object::Constraint(table, _) => Some(table),
            _ => None,
        },
        _ => None,
    }
}
