//! Primary keys and unique constraints.

use super::list::{Definition, can_attach};
use super::summary::Report;
use super::{ListChanges, TableChanges};
use crate::catalog::{PrimaryKey, Unique, quote_literal};

impl Definition for PrimaryKey {
    /// What `ALTER INDEX` can set is left out.
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            columns,
            without_overlaps,
            include,
            deferrable,
            initially_deferred,
            storage: _,
            tablespace: _,
            index_comment: _,
            attached_to,
            comment: _,
        } = self;
        *columns == other.columns
            && *without_overlaps == other.without_overlaps
            && *include == other.include
            && *deferrable == other.deferrable
            && *initially_deferred == other.initially_deferred
            && can_attach(attached_to, &other.attached_to)
    }

    fn attached_to(&self) -> Option<&String> {
        self.attached_to.as_ref()
    }
}

impl Definition for Unique {
    /// What `ALTER INDEX` can set is left out.
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            columns,
            without_overlaps,
            include,
            nulls_not_distinct,
            deferrable,
            initially_deferred,
            storage: _,
            tablespace: _,
            index_comment: _,
            attached_to,
            comment: _,
        } = self;
        *columns == other.columns
            && *without_overlaps == other.without_overlaps
            && *include == other.include
            && *nulls_not_distinct == other.nulls_not_distinct
            && *deferrable == other.deferrable
            && *initially_deferred == other.initially_deferred
            && can_attach(attached_to, &other.attached_to)
    }

    fn attached_to(&self) -> Option<&String> {
        self.attached_to.as_ref()
    }
}

pub(super) fn summarize(table: &TableChanges, report: &mut Report) {
    let TableChanges { to, primary_key, uniques, .. } = table;
    report.definitions("primary key", &to.name, primary_key, |key| {
        let columns = key_columns(&key.columns, key.without_overlaps) + &including(&key.include);
        let index = index_options(&key.storage, key.tablespace.as_deref(), key.index_comment.as_deref());
        let deferral = deferral(key.deferrable, key.initially_deferred);
        (&key.name, key.comment.as_deref(), format!("{columns}{index}{deferral}"))
    });
    report.definitions("unique constraint", &to.name, uniques as &ListChanges<Unique>, |key| {
        let nulls = if key.nulls_not_distinct { " nulls not distinct" } else { "" };
        let columns = key_columns(&key.columns, key.without_overlaps) + &including(&key.include);
        let index = index_options(&key.storage, key.tablespace.as_deref(), key.index_comment.as_deref());
        let deferral = deferral(key.deferrable, key.initially_deferred);
        (&key.name, key.comment.as_deref(), format!("{columns}{nulls}{index}{deferral}"))
    });
}

fn key_columns(columns: &[String], without_overlaps: bool) -> String {
    let over = if without_overlaps { " without overlaps" } else { "" };
    format!("({}{over})", columns.join(", "))
}

/// ` with (fillfactor=70) in tablespace fast`, or nothing.
pub(super) fn index_options(storage: &[String], tablespace: Option<&str>, comment: Option<&str>) -> String {
    let mut text = String::new();
    if !storage.is_empty() {
        text += &format!(" with ({})", storage.join(", "));
    }
    if let Some(tablespace) = tablespace {
        text += &format!(" in tablespace {tablespace}");
    }
    if let Some(comment) = comment {
        text += &format!(" with index comment {}", quote_literal(comment));
    }
    text
}

/// ` include (a)`, or nothing.
pub(super) fn including(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" include {}", column_list(columns)) }
}

/// ` deferrable`, or nothing.
pub(super) fn deferral(deferrable: bool, initially_deferred: bool) -> &'static str {
    match (deferrable, initially_deferred) {
        (_, true) => " deferrable initially deferred",
        (true, false) => " deferrable",
        (false, false) => "",
    }
}

pub(super) fn column_list(columns: &[String]) -> String {
    format!("({})", columns.join(", "))
}
