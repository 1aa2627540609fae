//! A catalog as the source of models: structs and enums for what they can say, SQL for the rest.

mod column;
mod comment;
mod constraint;
mod context;
mod default;
mod entry;
mod enum_type;
mod index;
mod names;
mod own_type;
mod partition;
mod said;
mod security;
mod table;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{Catalog, DataType, Renames};
use dbmig_runtime::diff::{Options, diff_with};
use dbmig_runtime::plan::plan;
use dbmig_runtime::sql::portable_statements;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Result;
use super::format::{Rustfmt, items};
use context::{Context, Named, TYPES};
use names::ident;
pub use types::{Lacking, TypeCrates};

/// The models of one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Models {
    /// The modules, by name: one a table, and one for the other types.
    pub modules: Vec<(String, String)>,
    /// What structs can't say, a statement each.
    pub sql: Vec<String>,
    /// Crates that have types for columns which are a `String` without them, with the SQL types.
    pub lacking: BTreeMap<Lacking, BTreeSet<String>>,
}

/// The models that declare `catalog` as the database `database`.
///
/// # Errors
/// If what is rendered is no Rust.
pub fn models(
    catalog: &Catalog,
    database: &str,
    crates: TypeCrates,
    rustfmt: Option<&Rustfmt>,
) -> Result<Models> {
    let said = said::said(catalog);
    let context = Context::new(&said, database, crates);
    let mut modules = Vec::new();
    let mut module = |name: &str, tokens: Vec<TokenStream>| -> Result {
        let source = items(tokens)?.trim_start().to_owned();
        let source = match rustfmt {
            Some(rustfmt) => rustfmt.format(source),
            None => source,
        };
        modules.push((name.to_owned(), source));
        Ok(())
    };
    let own: Vec<TokenStream> = own_types(&context, &said);
    if !own.is_empty() {
        module(TYPES, own)?;
    }
    for named in context.tables.values() {
        let imports = imports(&context, named);
        module(&named.module, vec![imports, table::table(&context, named)])?;
    }
    modules.sort();
    let lacking = context.lacking();
    Ok(Models { modules, sql: rest(&said, catalog), lacking })
}

/// Enum types, domains and composite types, below what they import.
fn own_types<'a>(context: &Context<'a>, said: &'a Catalog) -> Vec<TokenStream> {
    let enums = said.enums.values().map(|of| enum_type::enum_type(context, of));
    let domains = said.domains.values().map(|of| own_type::domain(context, of));
    let composites = said.composites.values().map(|of| own_type::composite(context, of));
    let mut own: Vec<TokenStream> = enums.chain(domains).chain(composites).collect();
    if !own.is_empty() {
        let attributes = said.composites.values().flat_map(|of| &of.attributes);
        let inner = attributes.map(|attribute| &attribute.data_type);
        let inner = said.domains.values().map(|domain| &domain.data_type).chain(inner);
        own.insert(0, runtime(context, "SqlType", inner));
    }
    own
}

/// What of `dbmig_runtime` is imported beside a derive.
fn runtime<'t>(
    context: &Context<'_>,
    derive: &str,
    data_types: impl IntoIterator<Item = &'t DataType>,
) -> TokenStream {
    let derive = ident(derive);
    let uses_room = data_types.into_iter().any(|data_type| context.field_type(data_type).is_of_room);
    if uses_room { quote!(use dbmig_runtime::{#derive, types};) } else { quote!(use dbmig_runtime::#derive;) }
}

/// What a table's struct needs of other modules.
fn imports(context: &Context<'_>, named: &Named<'_>) -> TokenStream {
    let table = named.table;
    let keys = table.foreign_keys.iter().map(|key| &key.references);
    let tables = keys.chain(&table.inherits).filter(|name| **name != table.name);
    let tables = tables.filter_map(|name| context.tables.get(name)).map(|target| &target.rust);
    let columns = table.columns.iter().filter(|column| !column.inherited);
    let data_types = columns.map(|column| &column.data_type);
    let own = data_types.clone().filter_map(|data_type| context.own_type(data_type));
    let others: BTreeSet<&String> = tables.chain(own).collect();
    let others: Vec<Ident> = others.into_iter().map(|name| ident(name)).collect();
    let others = match others.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(use super::#one;),
        several => quote!(use super::{#(#several),*};),
    };
    let runtime = runtime(context, "Table", data_types);
    quote!(#runtime #others)
}

/// The statements that make the whole of what structs say.
fn rest(said: &Catalog, catalog: &Catalog) -> Vec<String> {
    let options = Options { owners: false, privileges: true };
    let changes = diff_with(said.clone(), catalog.clone(), &Renames::default(), options);
    let operations = plan(&changes);
    let statements = operations.iter().flat_map(portable_statements);
    statements.filter(|statement| !statement.follows_rows).map(|statement| statement.sql).collect()
}
