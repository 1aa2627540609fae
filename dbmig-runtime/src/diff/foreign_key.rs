//! Foreign keys.

use super::TableChanges;
use super::key::{column_list, deferral};
use super::list::Definition;
use super::summary::Report;
use crate::catalog::{Action, ForeignKey, Match};

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
        (&key.name, key.comment.as_deref(), definition(key))
    });
}

/// Everything that two foreign keys of one name can differ in.
fn definition(key: &ForeignKey) -> String {
    let (columns, target) = (column_list(&key.columns), column_list(&key.referenced_columns));
    let mut text = format!("{columns} references {}{target}", key.references);
    if key.match_type == Match::Full {
        text += " match full";
    }
    for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        let action = match action {
            Action::NoAction => continue,
            Action::Restrict => "restrict",
            Action::Cascade => "cascade",
            Action::SetNull => "set null",
            Action::SetDefault => "set default",
        };
        text += &format!(" on {event} {action}");
    }
    text + deferral(key.deferrable, key.initially_deferred)
}
