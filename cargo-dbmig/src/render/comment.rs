//! Comments on objects.

use dbmig_runtime::op::{CommentTarget, SetComment};
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

fn place(target: &CommentTarget) -> Option<TokenStream> {
    Some(match target {
        CommentTarget::Schema(name) => {
            let name = text(name);
            quote!(on_schema(#name))
        }
        CommentTarget::Type(name) => {
            let name = object_name(name);
            quote!(on_type(#name))
        }
        CommentTarget::Table(name) => {
            let name = object_name(name);
            quote!(on_table(#name))
        }
        CommentTarget::Column(table, column) => {
            let (table, column) = (object_name(table), text(column));
            quote!(on_column(#table, #column))
        }
        CommentTarget::Constraint(table, name) => {
            let (table, name) = (object_name(table), text(name));
            quote!(on_constraint(#table, #name))
        }
        CommentTarget::Index(name) => {
            let name = object_name(name);
            quote!(on_index(#name))
        }
        _ => return None,
    })
}
