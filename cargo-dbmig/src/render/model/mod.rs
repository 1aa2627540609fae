//! A catalog as the source of models: structs and enums for what they can say, SQL for the rest.

mod column;
mod constraint;
mod context;
mod entry;
mod enum_type;
mod index;
mod names;
mod partition;
mod said;
mod table;
mod types;

use std::collections::BTreeSet;

use dbmig_runtime::catalog::{Catalog, ObjectName, Renames};
use dbmig_runtime::diff::{Options, diff_with};
use dbmig_runtime::plan::plan;
use dbmig_runtime::sql::portable_statements;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Result;
use super::format::{Rustfmt, items};
use context::{Context, Named, TYPES};
use names::ident;
pub use types::TypeCrates;

/// The models of one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Models {
    /// The modules, by name: one a table, and one for enum types.
    pub modules: Vec<(String, String)>,
    /// What structs can't say, a statement each.
    pub sql: Vec<String>,
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
    if !said.enums.is_empty() {
        let import = quote!(
            use dbmig_runtime::SqlType;
        );
        let enums = said.enums.values().map(|of| {
            let rust = context.enums.get(&of.name).map(String::as_str).unwrap_or_default();
            enum_type::enum_type(rust, of)
        });
        module(TYPES, std::iter::once(import).chain(enums).collect())?;
    }
    for named in context.tables.values() {
        let imports = imports(&context, named);
        module(&named.module, vec![imports, table::table(&context, named)])?;
    }
    modules.sort();
    Ok(Models { modules, sql: rest(&said, catalog) })
}

/// What a table's struct needs of other modules.
fn imports(context: &Context<'_>, named: &Named<'_>) -> TokenStream {
    let keys = named.table.foreign_keys.iter().filter(|key| key.references != named.table.name);
    let tables = keys.filter_map(|key| context.tables.get(&key.references)).map(|target| &target.rust);
    let is_used = |name: &ObjectName| named.table.columns.iter().any(|column| column.data_type.is_of(name));
    let enums = context.enums.iter().filter(|(name, _)| is_used(name)).map(|(_, rust)| rust);
    let others: BTreeSet<&String> = tables.chain(enums).collect();
    let others: Vec<Ident> = others.into_iter().map(|name| ident(name)).collect();
    let others = match others.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(use super::#one;),
        several => quote!(use super::{#(#several),*};),
    };
    quote!(use dbmig_runtime::Table; #others)
}

/// The statements that make the whole of what structs say.
fn rest(said: &Catalog, catalog: &Catalog) -> Vec<String> {
    let options = Options { owners: false, privileges: true };
    let changes = diff_with(said.clone(), catalog.clone(), &Renames::default(), options);
    let operations = plan(&changes);
    let statements = operations.iter().flat_map(portable_statements);
    // What sets a sequence behind rows that are there is no schema.
    statements.map(|statement| statement.sql).filter(|sql| !sql.starts_with("SELECT ")).collect()
}
