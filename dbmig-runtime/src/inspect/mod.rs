//! A live database as a [`Catalog`].
//!
//! A fixed number of set-based queries in one REPEATABLE READ, READ ONLY snapshot: one `.sql` file and its decoder
//! for each noun. All text is printed with the default schema first in the search path and fixed session settings,
//! so that it is the same whatever the server, the database or the role sets.
//!
//! What an extension owns and what is temporary is never read. Left out on purpose: who granted a privilege, and privileges
//! on databases, tablespaces, languages, parameters and large objects.
//!
//! Left out, and listed in [`Catalog::left_out`] where a database has them: what needs code written in C and a
//! superuser, and so comes with an extension (base types, access methods, languages, transforms, conversions, parsers and
//! templates of text search); operator classes and families, which belong to base types; subscriptions and user mappings,
//! which hold passwords and differ from one server to the next; security labels, which a policy outside the database
//! assigns. Large objects are data.

mod aggregate;
mod check;
mod class;
mod collation;
mod column;
mod composite_type;
mod dependency;
mod domain;
mod enum_type;
mod error;
mod event_trigger;
mod exclusion;
mod expression;
mod extension;
mod firing;
mod foreign_data;
mod foreign_key;
mod index;
mod inspector;
mod key;
mod left_out;
mod namespace;
mod not_null;
mod operator;
mod owner;
mod policy;
mod privilege;
mod publication;
mod range_type;
mod routine;
mod rule;
mod sequence;
mod session;
mod statistics;
mod table;
mod text_search;
mod trigger;
mod type_cast;
mod view;

pub use error::Error;
pub use inspector::Inspector;

use crate::catalog::Catalog;
use session::Session;

/// What to inspect.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The default schema: its objects get names without schema.
    pub default_schema: &'a str,
    /// dbmig's own tables, which are never part of a catalog: their names in the default schema, or `"schema"."name"`, both quoted,
    /// in another; that one is left out too if it holds nothing else.
    pub own_tables: &'a [String],
}

/// Reads every object that dbmig knows, in one REPEATABLE READ snapshot.
///
/// The transaction has ended when this returns, whatever the result.
///
/// # Errors
/// If a query fails or the catalog holds something that can't be decoded.
pub fn inspect(client: &mut postgres::Client, options: &Options<'_>) -> Result<Catalog, Error> {
    read(Session::start(client, None, options.default_schema)?, options)
}

fn read(mut session: Session<'_>, options: &Options<'_>) -> Result<Catalog, Error> {
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
    namespace::read(&mut session, options.own_tables, &mut catalog)?;
    view::read(&mut session, &mut catalog)?;
    routine::read(&mut session, &mut catalog)?;
    aggregate::read(&mut session, &mut catalog)?;
    operator::read(&mut session, &mut catalog)?;
    type_cast::read(&mut session, &mut catalog)?;
    text_search::read(&mut session, &mut catalog)?;
    foreign_data::read(&mut session, &mut catalog)?;
    publication::read(&mut session, &mut catalog)?;
    event_trigger::read(&mut session, &mut catalog)?;
    trigger::read(&mut session, &mut catalog)?;
    rule::read(&mut session, &mut catalog)?;
    policy::read(&mut session, &mut catalog)?;
    statistics::read(&mut session, &mut catalog)?;
    catalog.owners = owner::read(&mut session)?;
    privilege::read(&mut session, &mut catalog)?;
    catalog.left_out = left_out::read(&mut session)?;
    catalog.dependencies = dependency::read(&mut session)?;
    range_type::part_from_functions(&mut catalog);
    session.finish()?;
    Ok(catalog)
}
