//! Comments on objects.

use dbmig_runtime::catalog::Object;
use dbmig_runtime::op::SetComment;
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{object_name, text};

pub(super) fn comment(SetComment { target, comment }: &SetComment) -> Option<TokenStream> {
    let target = place(target)?;
    Some(match comment {
        Some(comment) => {
            let comment = text(comment);
            quote!(op.comment(#target, #comment))
        }
        None => quote!(op.remove_comment(#target)),
    })
}

fn place(target: &Object) -> Option<TokenStream> {
    Some(match target {
        Object::Namespace(name) => {
            let name = text(name);
            quote!(on_schema(#name))
        }
        Object::Type(name) => {
            let name = object_name(name);
            quote!(on_type(#name))
        }
        Object::Table(name) => {
            let name = object_name(name);
            quote!(on_table(#name))
        }
        Object::Column(table, column) => {
            let (table, column) = (object_name(table), text(column));
            quote!(on_column(#table, #column))
        }
        Object::Constraint(table, name) => {
            let (table, name) = (object_name(table), text(name));
            quote!(on_constraint(#table, #name))
        }
        Object::Index(name) => {
            let name = object_name(name);
            quote!(on_index(#name))
        }
        _ => return None,
    })
}
