//! Foreign keys.

use super::TableChanges;
use super::key::column_list;
use super::list::Definition;
use super::summary::Report;
use crate::catalog::ForeignKey;

impl Definition for ForeignKey {
    /// `NOT VALID` is left out: `VALIDATE CONSTRAINT` can lift it.
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            columns,
            references,
            referenced_columns,
            on_delete,
            on_update,
            match_type,
            deferrable,
            initially_deferred,
            not_valid: _,
            comment: _,
        } = self;
        *columns == other.columns
            && *references == other.references
            && *referenced_columns == other.referenced_columns
            && *on_delete == other.on_delete
            && *on_update == other.on_update
            && *match_type == other.match_type
            && *deferrable == other.deferrable
            && *initially_deferred == other.initially_deferred
    }
}

pub(super) fn summarize(table: &TableChanges, report: &mut Report) {
    report.definitions("foreign key", &table.to.name, &table.foreign_keys, |key| {
        let target = format!("{}{}", key.references, column_list(&key.referenced_columns));
        (&key.name, key.comment.as_deref(), format!("{} references {target}", column_list(&key.columns)))
    });
}
