//! What one table's source needs to know of the others.

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{Catalog, ObjectName, Table};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names::{ident, type_name, value_name};
use super::types::TypeCrates;

/// The names that everything has in Rust.
pub(super) struct Context<'a> {
    pub(super) database: &'a str,
    pub(super) crates: TypeCrates,
    pub(super) tables: BTreeMap<&'a ObjectName, Named<'a>>,
    pub(super) enums: BTreeMap<&'a ObjectName, String>,
}

/// A table with its struct's name, its module's, and its fields'.
pub(super) struct Named<'a> {
    pub(super) table: &'a Table,
    pub(super) rust: String,
    pub(super) module: String,
    fields: BTreeMap<&'a str, String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(said: &'a Catalog, database: &'a str, crates: TypeCrates) -> Self {
        // What the files import, and the names of the prelude that fields and derives use.
        let reserved = ["Table", "SqlType", "Option", "Some", "None", "String", "Vec"];
        let mut types: BTreeSet<String> = reserved.into_iter().map(str::to_owned).collect();
        // A module beside a table's would hide the crate of its name.
        let hidden =
            ["std", "core", "alloc", "dbmig_runtime", "chrono", "rust_decimal", "serde_json", "uuid"];
        let modules = hidden.into_iter().chain([TYPES, "mod"]);
        let mut modules: BTreeSet<String> = modules.map(str::to_owned).collect();
        let tables = said.tables.values().map(|table| {
            let rust = type_name(table.name.schema.as_deref(), &table.name.name, &mut types);
            let module = value_name(&table.name.name, &mut modules);
            let mut taken = BTreeSet::new();
            let field = |column: &'a str, taken: &mut _| (column, value_name(column, taken));
            let fields = table.columns.iter().map(|column| field(&column.name, &mut taken)).collect();
            (&table.name, Named { table, rust, module, fields })
        });
        let tables = tables.collect();
        let enums = said.enums.keys();
        let enums = enums.map(|name| (name, type_name(name.schema.as_deref(), &name.name, &mut types)));
        Self { database, crates, tables, enums: enums.collect() }
    }

    /// The enum of an SQL type.
    pub(super) fn enum_of(&self, sql: &str) -> Option<TokenStream> {
        let (_, rust) = self.enums.iter().find(|(name, _)| name.to_string() == sql)?;
        let rust = ident(rust);
        Some(quote!(#rust))
    }
}

/// The module of enum types.
pub(super) const TYPES: &str = "types";

impl Named<'_> {
    /// The field of a column.
    pub(super) fn field(&self, column: &str) -> Ident {
        ident(self.fields.get(column).map_or(column, String::as_str))
    }

    /// The fields of columns.
    pub(super) fn fields(&self, columns: &[String]) -> Vec<Ident> {
        columns.iter().map(|column| self.field(column)).collect()
    }
}
