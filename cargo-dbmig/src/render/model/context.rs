//! What one table's source needs to know of the others.

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{Catalog, DataType, ObjectName, Table};
use proc_macro2::Ident;
use quote::quote;

use super::comment::Comments;
use super::names::{ident, is_value_name, module_name, type_name, value_name};
use super::said::has_field;
use super::types::{FieldType, Lacking, TypeCrates};

/// The names that everything has in Rust.
pub(super) struct Context<'a> {
    pub(super) database: &'a str,
    pub(super) said: &'a Catalog,
    crates: TypeCrates,
    pub(super) tables: BTreeMap<&'a ObjectName, Named<'a>>,
    /// The Rust names of enum types, domains and composite types, by SQL.
    types: BTreeMap<String, String>,
}

/// A table with its struct's name, its module's, and its fields'.
pub(super) struct Named<'a> {
    pub(super) table: &'a Table,
    pub(super) rust: String,
    pub(super) module: String,
    /// How its comments are written.
    pub(super) comments: Comments,
    fields: BTreeMap<&'a str, String>,
}

/// The module of enum types, domains and composite types.
pub(super) const TYPES: &str = "types";

impl<'a> Context<'a> {
    pub(super) fn new(said: &'a Catalog, database: &'a str, crates: TypeCrates) -> Self {
        // What the files import, and the names of the prelude that fields and derives use.
        let reserved = ["Table", "SqlType", "Option", "Some", "None", "String", "Vec"];
        let mut types: BTreeSet<String> = reserved.into_iter().map(str::to_owned).collect();
        // A `use` of a module couldn't tell it from a crate of its name.
        let hidden = ["std", "core", "alloc", "dbmig_runtime", TYPES];
        let mut modules: BTreeSet<String> =
            hidden.into_iter().chain(crates.names()).map(str::to_owned).collect();
        let structs = said.tables.values().filter(|table| table.partition_of.is_none());
        let mut structs: Vec<&Table> = structs.collect();
        structs.sort_by_key(|table| (table.name.schema.is_some(), !is_value_name(&table.name.name)));
        let tables = structs.into_iter().map(|table| {
            let rust = type_name(table.name.schema.as_deref(), &table.name.name, &mut types);
            let module = module_name(&rust, &mut modules);
            (
                &table.name,
                Named { table, rust, module, fields: fields(table), comments: Comments::new(table) },
            )
        });
        let tables = tables.collect();
        let own = said.enums.keys().chain(said.domains.keys()).chain(said.composites.keys());
        let own =
            own.map(|name| (name.to_string(), type_name(name.schema.as_deref(), &name.name, &mut types)));
        let types = own.collect();
        Self { database, said, crates, tables, types }
    }

    /// The Rust name of an enum type, domain or composite type.
    pub(super) fn type_name(&self, name: &ObjectName) -> &str {
        self.types.get(&name.to_string()).map(String::as_str).unwrap_or_default()
    }

    /// The type of a field.
    pub(super) fn field_type(&self, data_type: &DataType) -> FieldType {
        self.crates.field(data_type.as_sql(), |sql| {
            let rust = ident(self.types.get(sql)?);
            Some(quote!(#rust))
        })
    }

    /// The crates that have types for columns which are a `String` without them.
    pub(super) fn lacking(&self) -> BTreeMap<Lacking, BTreeSet<String>> {
        let mut lacking: BTreeMap<Lacking, BTreeSet<String>> = BTreeMap::new();
        let columns = self.tables.values().flat_map(|table| &table.table.columns);
        let columns = columns.map(|column| &column.data_type);
        let domains = self.said.domains.values().map(|domain| &domain.data_type);
        let attributes = self.said.composites.values().flat_map(|of| &of.attributes);
        for data_type in columns.chain(domains).chain(attributes.map(|attribute| &attribute.data_type)) {
            if let Some(found) = self.crates.lacking(data_type.as_sql()) {
                let base = super::types::parts(data_type.as_sql().trim_end_matches("[]")).0;
                lacking.entry(found).or_default().insert(base);
            }
        }
        lacking
    }

    /// The type that a domain is over in the end.
    pub(super) fn base_type(&self, data_type: &'a DataType) -> &'a DataType {
        let domain = self.said.domains.values().find(|domain| domain.name.to_string() == data_type.as_sql());
        domain.map_or(data_type, |domain| self.base_type(&domain.data_type))
    }

    /// The Rust name of the type that a column has an enum type, domain or composite type of.
    pub(super) fn own_type(&self, data_type: &DataType) -> Option<&String> {
        self.types.get(data_type.as_sql().trim_end_matches("[]"))
    }
}

/// The fields. Who has another's name only as Rust has to write it makes way for that.
fn fields(table: &Table) -> BTreeMap<&str, String> {
    let mut taken = BTreeSet::new();
    let own = table.columns.iter().map(|column| column.name.as_str()).filter(|name| has_field(table, name));
    let (same, others): (Vec<&str>, Vec<&str>) = own.partition(|name| is_value_name(name));
    same.into_iter().chain(others).map(|name| (name, value_name(name, &mut taken))).collect()
}

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
