//! The properties of a table as a whole.

use super::graph::{Graph, Rank, Resource, Step};
use super::kept_table::KeptTable;
use super::parts::Parts;
use super::scope::Scope;
use crate::catalog::{Named, Object, ObjectName, ReplicaIdentity, Table};
use crate::op::{Operation, OptionChanges, TableAction, TableOperation};

pub(super) fn plan(scope: &Scope<'_>, table: &KeptTable<'_>, graph: &mut Graph) {
    let KeptTable { from, to, .. } = table;
    if from.unlogged != to.unlogged {
        persistence(table, graph);
    }
    if from.access_method != to.access_method {
        let method = to.access_method.clone().unwrap_or_else(|| "heap".to_owned());
        graph.push(alter(&to.name, TableAction::SetAccessMethod(method)));
    }
    if from.tablespace != to.tablespace {
        graph.push(alter(&to.name, TableAction::SetTablespace(tablespace(to.tablespace.as_ref()))));
    }
    let (mut set, reset) = parameters(&from.storage, &to.storage);
    if !table.retyped.is_empty() {
        // A table that is written again while no column needs a TOAST table loses its own.
        let toast = to.storage.iter().filter(|parameter| parameter.starts_with("toast."));
        let toast: Vec<String> = toast.filter(|parameter| !set.contains(parameter)).cloned().collect();
        set.extend(toast);
    }
    if !reset.is_empty() {
        graph.push(alter(&to.name, TableAction::ResetStorage(reset)));
    }
    if !set.is_empty() {
        // Parameters of a TOAST table are silently forgotten before there is a column that needs one.
        let toast = set.iter().any(|parameter| parameter.starts_with("toast."));
        let columns = toast.then(|| Resource::Columns(to.name.clone()));
        graph.push(alter(&to.name, TableAction::SetStorage(set)).needs(columns));
    }
    row_security(from, to, graph);
    if let (Some(before), Some(after)) = (&from.foreign, &to.foreign)
        && let Some(changes) = OptionChanges::between(&before.options, &after.options)
    {
        graph.push(alter(&to.name, TableAction::ForeignOptions(changes)));
    }
    of_type(scope, table, graph);
    replica_identity(table, graph);
    let clustered = to.clustered_on.as_deref();
    let before = from.clustered_on.as_deref().map(|name| table.index_after(name));
    let again = clustered.is_some_and(|name| table.builds_index(name));
    match clustered {
        Some(name) if before != clustered || again => cluster(&to.name, name, graph),
        None if before.is_some() => {
            let without = alter(&to.name, TableAction::WithoutCluster);
            graph.push(without.releases([Resource::Columns(to.name.clone())]));
        }
        _ => {}
    }
}

fn row_security(from: &Table, to: &Table, graph: &mut Graph) {
    let (before, after) = (from.row_security, to.row_security);
    if before.enabled != after.enabled {
        // The policies that let rows through come first.
        graph.push(if after.enabled {
            alter(&to.name, TableAction::EnableRowSecurity).ranked(Rank::EnableRowSecurity)
        } else {
            alter(&to.name, TableAction::DisableRowSecurity)
        });
    }
    if before.forced != after.forced {
        let force = TableAction::ForceRowSecurity;
        graph.push(alter(&to.name, if after.forced { force } else { TableAction::NoForceRowSecurity }));
    }
}

/// What a new table uses indexes for that aren't there yet when it is created.
pub(super) fn plan_new(table: &Table, graph: &mut Graph) {
    if let ReplicaIdentity::Index(name) = &table.replica_identity {
        identify(&table.name, table.replica_identity.clone(), Some(name), graph);
    }
    if let Some(name) = &table.clustered_on {
        cluster(&table.name, name, graph);
    }
}

/// The parameters that are set, and the names of those that are reset.
pub(super) fn parameters(from: &[String], to: &[String]) -> (Vec<String>, Vec<String>) {
    let name = |parameter: &str| parameter.split('=').next().unwrap_or(parameter).to_owned();
    let set = to.iter().filter(|parameter| !from.contains(parameter)).cloned().collect();
    let kept: Vec<String> = to.iter().map(|parameter| name(parameter)).collect();
    let reset = from.iter().map(|parameter| name(parameter)).filter(|name| !kept.contains(name)).collect();
    (set, reset)
}

/// A tablespace's name; objects that name none are in the database's own, which no statement names otherwise.
pub(super) fn tablespace(name: Option<&String>) -> String {
    name.cloned().unwrap_or_else(|| "pg_default".to_owned())
}

fn alter(table: &ObjectName, action: TableAction) -> Step {
    let operation = TableOperation::Alter { name: table.clone(), action };
    Step::new(Rank::AlterTable, Operation::Table(operation)).needs([Resource::Table(table.clone())])
}

/// A logged table can't refer to an unlogged one, at no time.
fn persistence(table: &KeptTable<'_>, graph: &mut Graph) {
    let name = &table.to.name;
    let action = if table.to.unlogged { TableAction::SetUnlogged } else { TableAction::SetLogged };
    let kept = table.foreign_keys.kept.iter().map(|(_, key)| &key.references);
    let others: Vec<Resource> =
        kept.filter(|other| *other != name).map(|other| Resource::Persistence(other.clone())).collect();
    let step = alter(name, action).changes([Resource::Persistence(name.clone())]);
    graph.push(if table.to.unlogged { step.releases(others) } else { step.needs(others) });
}

/// The columns of a typed table can't change while it follows its type.
fn of_type(scope: &Scope<'_>, table: &KeptTable<'_>, graph: &mut Graph) {
    let KeptTable { from, to, retyped, replaced, .. } = table;
    let names = |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    let mut renamed =
        scope.changes.renames.columns.iter().filter(|((name, _), _)| *name == to.name).peekable();
    let columns =
        names(from) != names(to) || !retyped.is_empty() || !replaced.is_empty() || renamed.peek().is_some();
    let rebuilt = from.of_type.iter().any(|name| scope.rebuilt.contains_key(&Object::Type(name.clone())));
    if from.of_type == to.of_type && !columns && !rebuilt {
        return;
    }
    let name = &to.name;
    if let Some(old) = &from.of_type {
        let old_names = renamed.map(|(_, old)| Resource::Column(name.clone(), old.clone()));
        let step = alter(name, TableAction::DropType).releases([Resource::Columns(name.clone())]);
        graph.push(step.releases([Resource::Type(old.clone())]).releases(old_names));
    }
    if let Some(new) = &to.of_type {
        let step = alter(name, TableAction::SetType(new.clone())).needs([Resource::Columns(name.clone())]);
        graph.push(step.needs([Resource::Type(new.clone())]));
    }
}

fn replica_identity(table: &KeptTable<'_>, graph: &mut Graph) {
    let KeptTable { from, to, .. } = table;
    let before = match &from.replica_identity {
        ReplicaIdentity::Index(name) => ReplicaIdentity::Index(table.index_after(name).to_owned()),
        other => other.clone(),
    };
    let after = &to.replica_identity;
    let ReplicaIdentity::Index(index) = after else {
        if before != *after {
            identify(&to.name, after.clone(), None, graph);
        }
        return;
    };
    if before == *after && !table.builds_index(index) {
        return;
    }
    // The columns of the old index may become nullable, which they can't while it is the identity.
    if matches!(before, ReplicaIdentity::Index(_)) {
        identify(&to.name, ReplicaIdentity::Nothing, None, graph);
    }
    identify(&to.name, after.clone(), Some(index), graph);
}

fn identify(table: &ObjectName, identity: ReplicaIdentity, index: Option<&str>, graph: &mut Graph) {
    let step = alter(table, TableAction::ReplicaIdentity(identity));
    let columns = [Resource::Columns(table.clone())];
    graph.push(match index {
        Some(index) => step.needs(columns).needs([Resource::Relation(table.sibling(index))]),
        None => step.releases(columns),
    });
}

fn cluster(table: &ObjectName, index: &str, graph: &mut Graph) {
    let step = alter(table, TableAction::ClusterOn(index.to_owned()));
    let index = Resource::Relation(table.sibling(index));
    graph.push(step.needs([Resource::Columns(table.clone()), index]));
}

impl KeptTable<'_> {
    /// The name after of the index that is called `name` before.
    fn index_after<'n>(&'n self, name: &'n str) -> &'n str {
        fn after<'n, T: Named<Key = String>>(parts: &'n Parts<'_, T>, name: &str) -> Option<&'n str> {
            let (_, to) = parts.kept.iter().find(|(from, _)| from.key() == name)?;
            Some(to.key())
        }
        after(&self.indexes, name)
            .or_else(|| after(&self.primary_key, name))
            .or_else(|| after(&self.uniques, name))
            .or_else(|| after(&self.exclusions, name))
            .unwrap_or(name)
    }

    /// True if the index `name` is built, whether or not there was one of that name.
    fn builds_index(&self, name: &str) -> bool {
        fn builds<T: Named<Key = String>>(parts: &Parts<'_, T>, name: &str) -> bool {
            parts.added.iter().any(|added| added.key() == name)
        }
        builds(&self.indexes, name)
            || builds(&self.primary_key, name)
            || builds(&self.uniques, name)
            || builds(&self.exclusions, name)
    }
}
