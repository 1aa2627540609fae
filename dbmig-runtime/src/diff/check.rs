//! Check constraints.

use super::TableChanges;
use super::list::Definition;
use super::summary::Report;
use crate::catalog::Check;

impl Definition for Check {
    /// `NOT VALID` is left out: `VALIDATE CONSTRAINT` can lift it.
    fn same_definition(&self, other: &Self) -> bool {
        let Self { name: _, expression, no_inherit, not_valid: _, not_enforced, comment: _ } = self;
        *expression == other.expression
            && *no_inherit == other.no_inherit
            && *not_enforced == other.not_enforced
    }
}

pub(super) fn summarize(table: &TableChanges, report: &mut Report) {
    report.definitions("check constraint", &table.to.name, &table.checks, |check| {
        let no_inherit = if check.no_inherit { " no inherit" } else { "" };
        let not_enforced = if check.not_enforced { " not enforced" } else { "" };
        (&check.name, check.comment.as_deref(), format!("({}){no_inherit}{not_enforced}", check.expression))
    });
}
