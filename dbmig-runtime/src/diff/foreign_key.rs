//! Foreign keys.

use super::TableChanges;
use super::key::{column_list, deferral};
use super::list::Definition;
use super::summary::Report;
use crate::catalog::{Action, ForeignKey, Match};

impl Definition for ForeignKey {
    /// `NOT VALID` is left out: `VALIDATE CONSTRAINT` can lift it; and what `ALTER CONSTRAINT` can change.
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            columns,
            references,
            referenced_columns,
            period,
            on_delete,
            on_delete_columns,
            on_update,
            match_type,
            deferrable: _,
            initially_deferred: _,
            not_valid: _,
            not_enforced: _,
            comment: _,
        } = self;
        *columns == other.columns
            && *references == other.references
            && *referenced_columns == other.referenced_columns
            && *period == other.period
            && *on_delete == other.on_delete
            && *on_delete_columns == other.on_delete_columns
            && *on_update == other.on_update
            && *match_type == other.match_type
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
    if !key.on_delete_columns.is_empty() {
        text += &format!(" of {}", column_list(&key.on_delete_columns));
    }
    if key.period {
        text += " period";
    }
    text += deferral(key.deferrable, key.initially_deferred);
    if key.not_enforced { text + " not enforced" } else { text }
}
