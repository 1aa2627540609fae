//! Operations on tables as a whole.

use dbmig_runtime::catalog::Table;
use dbmig_runtime::op::TableOperation;
use proc_macro2::TokenStream;
use quote::quote;

use super::column::new_column;
use super::constraint::{check, foreign_key, primary_key, unique};
use super::literal::{object_name, optional_text, text};

pub(super) fn table(operation: &TableOperation) -> Option<TokenStream> {
    Some(match operation {
        TableOperation::Create(table) => {
            let table = new_table(table);
            quote!(op.create_table(#table))
        }
        TableOperation::Drop { name } => {
            let name = object_name(name);
            quote!(op.drop_table(#name))
        }
        TableOperation::Rename { from, to } => {
            let (from, to) = (object_name(from), text(to));
            quote!(op.rename_table(#from, #to))
        }
        TableOperation::SetSchema { name, schema } => {
            let (name, schema) = (object_name(name), optional_text(schema.as_deref()));
            quote!(op.set_table_schema(#name, #schema))
        }
        _ => return None,
    })
}

fn new_table(table: &Table) -> TokenStream {
    let name = object_name(&table.name);
    let mut chain = quote!(table(#name));
    for column in &table.columns {
        let column = new_column(column);
        chain.extend(quote!(.column(#column)));
    }
    if let Some(key) = &table.primary_key {
        let key = primary_key(key);
        chain.extend(quote!(.primary_key(#key)));
    }
    for constraint in &table.uniques {
        let constraint = unique(constraint);
        chain.extend(quote!(.unique(#constraint)));
    }
    for key in &table.foreign_keys {
        let key = foreign_key(key);
        chain.extend(quote!(.foreign_key(#key)));
    }
    for constraint in &table.checks {
        let constraint = check(constraint);
        chain.extend(quote!(.check(#constraint)));
    }
    if let Some(comment) = &table.comment {
        let comment = text(comment);
        chain.extend(quote!(.comment(#comment)));
    }
    chain
}
