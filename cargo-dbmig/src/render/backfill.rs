//! Values for the rows that are there.

use dbmig_runtime::op::{Backfill, BatchChange, BatchRows, BatchSource, Pace, SetColumn};
use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{object_name, text};

/// `op.backfill("task", set("size", "1").then_lock())`
pub(super) fn backfill(backfill: &Backfill) -> TokenStream {
    let Backfill { table, change, rows, from, pace, then_lock } = backfill;
    let table = object_name(table);
    let set = |SetColumn { column, value }: &SetColumn| {
        let (column, value) = (text(column), text(value));
        quote!(set(#column, #value))
    };
    let change = match (change, rows) {
        (BatchChange::Delete, BatchRows::Matching(condition)) => {
            let condition = text(condition);
            quote!(delete_where(#condition))
        }
        (BatchChange::Delete, _) => quote!(delete_where("true")),
        (BatchChange::Set(columns), rows) => {
            let sets = columns.iter().map(set);
            let rows = match rows {
                BatchRows::Nulls => TokenStream::new(),
                BatchRows::All => quote!(.all_rows()),
                BatchRows::Matching(condition) => {
                    let condition = text(condition);
                    quote!(.filter(#condition))
                }
            };
            quote!(#(#sets).* #rows)
        }
    };
    let from = from.as_ref().map(|BatchSource { sql, on }| {
        let (sql, on) = (text(sql), text(on));
        quote!(.from(#sql, #on))
    });
    let pace = self::pace(pace);
    let then_lock = then_lock.then(|| quote!(.then_lock()));
    quote!(op.backfill(#table, #change #from #pace #then_lock))
}

fn pace(Pace { batch, pause, max_replica_lag }: &Pace) -> TokenStream {
    let batch = batch.map(proc_macro2::Literal::u32_unsuffixed).map(|batch| quote!(.batch(#batch)));
    let pause = pause.map(|pause| text(&pause.to_string())).map(|pause| quote!(.pause(#pause)));
    let lag = max_replica_lag.map(|lag| text(&lag.to_string())).map(|lag| quote!(.max_replica_lag(#lag)));
    quote!(#batch #pause #lag)
}
