//! A live database as a [`Catalog`].
//!
//! A fixed number of set-based queries in one REPEATABLE READ, READ ONLY snapshot: one `.sql` file and its decoder
//! for each noun. All text is printed with the default schema first in the search path and fixed session settings,
//! so that it is the same whatever the server, the database or the role sets.
//!
//! Not read yet: partitioned tables with their partitions, children of inheritance, views, functions, triggers,
//! policies. What an
//! extension owns and what is temporary is never read.
//!
//! Left out on purpose: who granted a privilege, and privileges on databases, tablespaces, languages, parameters and large
//! objects.

mod check;
mod class;
mod collation;
mod column;
mod composite_type;
mod dependency;
mod domain;
mod enum_type;
mod error;
mod exclusion;
mod expression;
mod extension;
mod firing;
mod foreign_key;
mod index;
mod key;
mod namespace;
mod not_null;
mod owner;
mod policy;
mod privilege;
mod range_type;
mod routine;
mod rule;
mod sequence;
mod session;
mod statistics;
mod table;
mod trigger;
mod view;

pub use error::Error;

use crate::catalog::Catalog;
use session::Session;

/// What to inspect.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The default schema: its objects get names without schema.
    pub default_schema: &'a str,
    /// dbmig's own tables, in the default schema, which are never part of a catalog.
    pub own_tables: &'a [String],
}

/// Reads every object that dbmig knows, in one REPEATABLE READ snapshot.
///
/// The transaction has ended when this returns, whatever the result.
///
/// # Errors
/// If a query fails or the catalog holds something that can't be decoded.
pub fn inspect(client: &mut postgres::Client, options: &Options<'_>) -> Result<Catalog, Error> {
    let mut session = Session::start(client, options.default_schema)?;
    let mut catalog = Catalog {
        server_version: session.major_version(),
        role: Some(session.role()),
        extensions: extension::read(&mut session)?,
        collations: collation::read(&mut session)?,
        enums: enum_type::read(&mut session)?,
        domains: domain::read(&mut session)?,
        composites: composite_type::read(&mut session)?,
        ranges: range_type::read(&mut session)?,
        sequences: sequence::read(&mut session, options.own_tables)?,
        tables: table::read(&mut session, options.own_tables)?,
        ..Catalog::default()
    };
    namespace::read(&mut session, &mut catalog)?;
    view::read(&mut session, &mut catalog)?;
    routine::read(&mut session, &mut catalog)?;
    trigger::read(&mut session, &mut catalog)?;
    rule::read(&mut session, &mut catalog)?;
    policy::read(&mut session, &mut catalog)?;
    statistics::read(&mut session, &mut catalog)?;
    catalog.owners = owner::read(&mut session)?;
    privilege::read(&mut session, &mut catalog)?;
    catalog.dependencies = dependency::read(&mut session)?;
    session.finish()?;
    Ok(catalog)
}
