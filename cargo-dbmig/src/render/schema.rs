//! Operations on schemas.

use dbmig_runtime::op::SchemaOperation;
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::text;

pub(super) fn schema(operation: &SchemaOperation) -> Option<TokenStream> {
    Some(match operation {
        SchemaOperation::Create { name } => {
            let name = text(name);
            quote!(op.create_schema(#name))
        }
        SchemaOperation::Drop { name } => {
            let name = text(name);
            quote!(op.drop_schema(#name))
        }
        SchemaOperation::Rename { from, to } => {
            let (from, to) = (text(from), text(to));
            quote!(op.rename_schema(#from, #to))
        }
        _ => return None,
    })
}
