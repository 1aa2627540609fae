//! The properties of a table as a whole.

use super::summary::Report;
use crate::catalog::{ReplicaIdentity, Table};

pub(super) fn same(from: &Table, to: &Table) -> bool {
    from.unlogged == to.unlogged
        && from.of_type == to.of_type
        && from.access_method == to.access_method
        && from.storage == to.storage
        && from.tablespace == to.tablespace
        && from.replica_identity == to.replica_identity
        && from.clustered_on == to.clustered_on
        && from.row_security == to.row_security
}

pub(super) fn summarize(from: &Table, to: &Table, report: &mut Report) {
    let name = &to.name;
    if from.unlogged != to.unlogged {
        report.change(format!("make table {name} {}", if to.unlogged { "unlogged" } else { "logged" }));
    }
    if from.of_type != to.of_type {
        let of_type = to.of_type.as_ref().map_or("none".to_owned(), ToString::to_string);
        report.change(format!("change the type that table {name} follows to {of_type}"));
    }
    let mut property = |what: &str, from: &Option<String>, to: &Option<String>, default: &str| {
        if from != to {
            let value = to.as_deref().unwrap_or(default);
            report.change(format!("change {what} of table {name} to {value}"));
        }
    };
    property("access method", &from.access_method, &to.access_method, "heap");
    property("tablespace", &from.tablespace, &to.tablespace, "the default");
    property("clustered index", &from.clustered_on, &to.clustered_on, "none");
    if from.row_security.enabled != to.row_security.enabled {
        let verb = if to.row_security.enabled { "enable" } else { "disable" };
        report.change(format!("{verb} row security of table {name}"));
    }
    if from.row_security.forced != to.row_security.forced {
        let verb = if to.row_security.forced { "force" } else { "do not force" };
        report.change(format!("{verb} row security of table {name} on its owner"));
    }
    if from.storage != to.storage {
        report.change(format!("change storage parameters of table {name} to {}", list(&to.storage)));
    }
    if from.replica_identity != to.replica_identity {
        let identity = match &to.replica_identity {
            ReplicaIdentity::Default => "the primary key",
            ReplicaIdentity::Full => "full",
            ReplicaIdentity::Nothing => "nothing",
            ReplicaIdentity::Index(index) => index,
        };
        report.change(format!("change replica identity of table {name} to {identity}"));
    }
}

/// `(a=1, b=2)`.
pub(super) fn list(parameters: &[String]) -> String {
    format!("({})", parameters.join(", "))
}
