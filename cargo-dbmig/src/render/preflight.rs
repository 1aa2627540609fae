//! A look at the rows before anything is touched.

use dbmig_runtime::op::{Obstacle, Preflight};
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{list, object_name, text};

/// `op.preflight("task", no_rows_where("size IS NULL").because("size becomes NOT NULL").show(["id"]))`
pub(super) fn preflight(Preflight { table, obstacle, reason, show }: &Preflight) -> TokenStream {
    let table = object_name(table);
    let mut rows = match obstacle {
        Obstacle::All => quote!(no_rows()),
        Obstacle::Matching(condition) => {
            let condition = text(condition);
            quote!(no_rows_where(#condition))
        }
        Obstacle::Failing(expression) => {
            let expression = text(expression);
            quote!(all_rows_give(#expression))
        }
    };
    if !reason.is_empty() {
        let reason = text(reason);
        rows.extend(quote!(.because(#reason)));
    }
    if !show.is_empty() {
        let show = list(show);
        rows.extend(quote!(.show(#show)));
    }
    quote!(op.preflight(#table, #rows))
}
