//! Operations on enum types.

use dbmig_runtime::op::{EnumOperation, NewEnumValue, Position};
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{list, object_name, text};

pub(super) fn enum_type(operation: &EnumOperation) -> Option<Vec<TokenStream>> {
    let call = match operation {
        EnumOperation::Create(created) => {
            let (name, labels) = (object_name(&created.name), list(&created.labels));
            let mut calls = vec![quote!(op.create_enum(#name, #labels))];
            // `create_enum` takes no comment; setting it is a call of its own.
            if let Some(comment) = &created.comment {
                let comment = text(comment);
                calls.push(quote!(op.comment(on_type(#name), #comment)));
            }
            return Some(calls);
        }
        EnumOperation::Drop { name } => {
            let name = object_name(name);
            quote!(op.drop_enum(#name))
        }
        EnumOperation::Rename { from, to } => {
            let (from, to) = (object_name(from), text(to));
            quote!(op.rename_enum(#from, #to))
        }
        EnumOperation::AddValue { name, value } => {
            let (name, value) = (object_name(name), new_value(value));
            quote!(op.add_enum_value(#name, #value))
        }
        EnumOperation::RenameValue { name, from, to } => {
            let (name, from, to) = (object_name(name), text(from), text(to));
            quote!(op.rename_enum_value(#name, #from, #to))
        }
        _ => return None,
    };
    Some(vec![call])
}

fn new_value(value: &NewEnumValue) -> TokenStream {
    let label = text(&value.label);
    match &value.position {
        None => label,
        Some(Position::Before(other)) => {
            let other = text(other);
            quote!(enum_value(#label).before(#other))
        }
        Some(Position::After(other)) => {
            let other = text(other);
            quote!(enum_value(#label).after(#other))
        }
    }
}
