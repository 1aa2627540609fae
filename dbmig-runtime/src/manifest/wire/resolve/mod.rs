//! Declarations to one declared catalog a database.

mod column;
mod constraint;
mod data_type;
mod foreign_key;
mod index;
mod inheritance;
mod names;
mod partition;
mod security;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Item, Name, Table, View};
use super::{Declarant, Declaration, Declared, DeclaredSql, Place, ResolveError};
use crate::catalog::{Namespace, ObjectName};

/// Puts declarations together, one [`Declared`] a database, where the default schema of every database is `public`.
///
/// # Errors
/// Every [`ResolveError`] there is.
pub fn resolve(
    declarations: impl IntoIterator<Item = Declaration>,
) -> Result<BTreeMap<String, Declared>, Vec<ResolveError>> {
    resolve_in(declarations, &BTreeMap::new())
}

/// Like [`resolve`], with the default schema of each database that has another than `public`. An object that names the
/// default schema is the same as one that names none.
///
/// # Errors
/// Every [`ResolveError`] there is.
pub fn resolve_in(
    declarations: impl IntoIterator<Item = Declaration>,
    default_schemas: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Declared>, Vec<ResolveError>> {
    let mut databases: BTreeMap<String, Items> = BTreeMap::new();
    for declaration in declarations {
        let items = databases.entry(declaration.database().to_owned()).or_default();
        match declaration.item {
            Item::Table(table) => items.tables.push(*table),
            Item::View(view) => items.views.push(*view),
            // A package that is built as several artifacts declares it in each.
            Item::Sql(sql) => drop(items.texts.insert(DeclaredSql { place: sql.place(), sql: sql.sql })),
        }
    }
    let (mut resolved, mut errors) = (BTreeMap::new(), Vec::new());
    for (database, Items { mut tables, mut views, texts }) in databases {
        tables.sort_by_key(Table::place);
        views.sort_by_key(|view| view.table.place());
        let default_schema = default_schemas.get(&database).map_or("public", String::as_str);
        let mut resolver = Resolver::new(&database, default_schema, &tables, &views);
        resolver.run();
        resolver.declared.sql = texts.into_iter().collect();
        errors.append(&mut resolver.errors);
        resolved.insert(database.clone(), resolver.declared);
    }
    if errors.is_empty() { Ok(resolved) } else { Err(errors) }
}

/// What is declared for one database.
#[derive(Default)]
struct Items {
    tables: Vec<Table>,
    views: Vec<View>,
    texts: BTreeSet<DeclaredSql>,
}

/// One database on its way.
struct Resolver<'a> {
    database: &'a str,
    default_schema: &'a str,
    tables: &'a [Table],
    views: &'a [View],
    declared: Declared,
    /// Types of the models' own: what PostgreSQL calls each, and where it is.
    types: BTreeMap<ObjectName, (&'static str, Place)>,
    /// Who has the name of extended statistics: they share a list of their own.
    statistics: BTreeMap<ObjectName, Declarant>,
    errors: Vec<ResolveError>,
}

impl<'a> Resolver<'a> {
    fn new(database: &'a str, default_schema: &'a str, tables: &'a [Table], views: &'a [View]) -> Self {
        let (declared, types, statistics) = (Declared::default(), BTreeMap::new(), BTreeMap::new());
        Self { database, default_schema, tables, views, declared, types, statistics, errors: Vec::new() }
    }

    fn run(&mut self) {
        let (tables, views) = (self.add_tables(), self.add_views());
        self.check_names(&tables, &views);
        let types = std::mem::take(&mut self.types);
        self.declared.places.extend(types.into_iter().map(|(name, (_, place))| (name, place)));
        let catalog = &mut self.declared.catalog;
        catalog.tables.values_mut().for_each(crate::catalog::Table::sort);
        let types = catalog.enums.keys().chain(catalog.domains.keys()).chain(catalog.composites.keys());
        let views = catalog.views.keys().chain(catalog.materialized_views.keys());
        let names = catalog.tables.keys().chain(views).chain(types);
        // `public` is in every database from its creation: where it isn't the default one, it isn't created either.
        for schema in names.filter_map(|name| name.schema.clone()).filter(|schema| schema != "public") {
            catalog.namespaces.insert(schema.clone(), Namespace { name: schema, comment: None });
        }
    }

    /// The catalog's name of what the models call `name`.
    fn object_name(&self, name: &Name) -> ObjectName {
        let schema = name.schema.clone().filter(|schema| schema != self.default_schema);
        ObjectName { schema, name: name.name.clone() }
    }

    fn conflict(&mut self, first: Declarant, second: Declarant) {
        let conflict = ResolveError::Conflict { database: self.database.to_owned(), first, second };
        if !self.errors.contains(&conflict) {
            self.errors.push(conflict);
        }
    }
}

/// Texts in the order in which catalogs hold them.
fn sorted(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    texts.sort();
    texts
}
