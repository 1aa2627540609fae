//! Values for the rows that are there.

use dbmig_runtime::op::Backfill;
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{object_name, text};

/// `op.backfill("task", set("size", "1").then_lock())`
pub(super) fn backfill(Backfill { table, column, value, then_lock }: &Backfill) -> TokenStream {
    let (table, column, value) = (object_name(table), text(column), text(value));
    let then_lock = then_lock.then(|| quote!(.then_lock()));
    quote!(op.backfill(#table, set(#column, #value) #then_lock))
}
