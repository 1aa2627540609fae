//! SQL that the author wrote.

use dbmig_runtime::op::Execute;
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::text;

pub(super) fn execute(Execute { sql, transactional }: &Execute) -> TokenStream {
    let sql = text(sql);
    if *transactional { quote!(op.execute(#sql)) } else { quote!(op.execute_outside_transaction(#sql)) }
}
