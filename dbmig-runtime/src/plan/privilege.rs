//! Owners, privileges and default privileges.
//!
//! Default privileges that go have gone before anything is created, and those that come come last, so that new objects get
//! neither. An object changes its owner once everything else about it is done; its privileges follow, since PostgreSQL
//! rewrites them for the new owner.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, Rank, Resource, Step, StepId};
use super::noun::alter;
use super::scope::Scope;
use super::{comment, identity};
use crate::catalog::{DefaultPrivileges, Grant, Grantee, Object, ObjectName, Privilege, Privileges};
use crate::diff::Rights;
use crate::op::{Alteration, ChangePrivileges, Operation, PrivilegeVerb, PrivilegesOn};

pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    let changes = scope.changes;
    for (object, change) in &changes.schema_comments {
        graph.push(comment(object.clone(), change.to.as_ref()));
    }
    let rights = changes.rights();
    for name in changes.default_privileges.keys() {
        plan_defaults(name, rights, graph);
    }
    let owned = rights.after.owners.keys();
    let named = rights.before.privileges.keys().chain(rights.after.privileges.keys());
    let objects: BTreeSet<&Object> = owned.chain(named).filter(|object| rights.after.has(object)).collect();
    let (columns, whole): (Vec<&Object>, Vec<&Object>) =
        objects.into_iter().partition(|object| matches!(object, Object::Column(..)));
    let sequences = rights.after.column_sequences();
    let mut planner = Planner { scope, rights, graph, sequences, relations: BTreeMap::new() };
    let (along, apart): (Vec<&Object>, Vec<&Object>) =
        whole.into_iter().partition(|object| planner.column_of(object).is_some());
    apart.into_iter().chain(along).for_each(|object| planner.object(object));
    columns.into_iter().for_each(|column| planner.column(column));
}

fn plan_defaults(name: &DefaultPrivileges, rights: Rights<'_>, graph: &mut Graph) {
    let (from, to) = (rights.defaults_before(name), rights.defaults_after(name));
    let meanwhile = rights.defaults_meanwhile(name);
    let built_in = name.schema.is_none();
    let (on, owner) = (PrivilegesOn::Defaults(name.clone()), Some(name.role.as_str()));
    for change in statements(&on, owner, &from, &meanwhile, built_in) {
        graph.push(Step::new(Rank::RevokeDefaults, Operation::Privileges(Box::new(change))));
    }
    for change in statements(&on, owner, &meanwhile, &to, built_in) {
        let step = Step::new(Rank::GrantDefaults, Operation::Privileges(Box::new(change)));
        let schema = name.schema.as_ref().and_then(|schema| match schema {
            Object::Namespace(name) => Some(Resource::Schema(name.clone())),
            _ => None,
        });
        graph.push(step.needs(schema));
    }
}

struct Planner<'p, 'a> {
    scope: &'p Scope<'a>,
    rights: Rights<'a>,
    graph: &'p mut Graph,
    sequences: BTreeMap<ObjectName, (&'a ObjectName, &'a str)>,
    /// What happened to tables and the like, for their columns.
    relations: BTreeMap<ObjectName, Relation>,
}

#[derive(Default)]
struct Relation {
    /// True if it has been created.
    fresh: bool,
    /// What was revoked on the whole.
    revoked: Vec<ChangePrivileges>,
    last: Option<StepId>,
}

impl<'a> Planner<'_, 'a> {
    fn object(&mut self, object: &Object) {
        let known = self.rights.before.has(object);
        let fresh = !known || self.scope.disturbed.again(object) || self.is_new_sequence(object);
        let mut steps = Vec::new();
        let mut owner = known.then(|| self.rights.owner(object)).flatten();
        if let Some(new) = self.new_owner(object, fresh) {
            owner = Some(new);
            steps.push(alter(object.clone(), Alteration::Owner(new.to_owned())));
        }
        let from = if fresh {
            self.rights.privileges_at_creation(object)
        } else {
            self.rights.privileges_before(object)
        };
        self.follow_table(object, fresh);
        let mut revoked = Vec::new();
        if let Some(to) = self.rights.privileges_after(object) {
            let on = PrivilegesOn::Object(object.clone());
            let changes = statements(&on, owner, &from, &to, true);
            revoked.extend(changes.iter().filter(|change| change.verb < PrivilegeVerb::Grant).cloned());
            steps.extend(changes.into_iter().map(|change| Operation::Privileges(Box::new(change))));
        }
        let table = self.column_of(object).and_then(|column| column.schema_name().cloned());
        let after = table.and_then(|table| self.relations.get(&table)).and_then(|table| table.last);
        let last = self.push(object, steps, after);
        if let Object::Table(name)
        | Object::ForeignTable(name)
        | Object::View(name)
        | Object::MaterializedView(name) = object
        {
            self.relations.insert(name.clone(), Relation { fresh, revoked, last });
        }
    }

    /// The column that a sequence belongs to.
    fn column_of(&self, object: &Object) -> Option<Object> {
        let Object::Sequence(name) = object else { return None };
        let (table, column) = self.sequences.get(name)?;
        Some(Object::Column((*table).clone(), (*column).to_owned()))
    }

    /// True if a sequence comes with its column, or with what makes the column one that has a sequence.
    fn is_new_sequence(&self, object: &Object) -> bool {
        let Object::Sequence(name) = object else { return false };
        if self.rights.after.sequences.contains_key(name) {
            return !self.rights.before.sequences.contains_key(name);
        }
        let Some(column) = self.column_of(object) else { return false };
        let Object::Column(table, name) = &column else { return false };
        let Some(kept) = self.scope.kept.get(table) else { return true };
        let (before, after) = (kept.from.column(name), kept.to.column(name));
        let identities = before.zip(after).and_then(|(before, after)| {
            Some(((before, before.identity.as_ref()?), (after, after.identity.as_ref()?)))
        });
        let stays = identities.is_some_and(|(before, after)| {
            !matches!(identity::change(before, after), identity::Change::Replace)
        });
        !stays || self.scope.disturbed.again(&column)
    }

    /// A sequence that a column of a table gets must belong to the table's owner by then.
    fn follow_table(&mut self, object: &Object, fresh: bool) {
        let Object::Sequence(name) = object else { return };
        let before = self.rights.before;
        let linked = before.sequences.get(name).is_some_and(|sequence| sequence.owned_by.is_some());
        let sequence = self.rights.after.sequences.get(name).filter(|_| fresh || !linked);
        let Some((table, _)) = sequence.and_then(|sequence| sequence.owned_by.as_ref()) else { return };
        let has = before.owners.get(object).filter(|_| !fresh).or(before.role.as_ref());
        let Some(owner) = before.owners.get(&Object::Table(table.clone())) else { return };
        if Some(owner) != has {
            let operation = alter(object.clone(), Alteration::Owner(owner.clone()));
            self.graph
                .push(Step::new(Rank::CreateSequence, operation).changes([self.scope.resource(object)]));
        }
    }

    fn new_owner(&self, object: &Object, fresh: bool) -> Option<&'a str> {
        if self.column_of(object).is_some() {
            return None;
        }
        let (before, after) = (self.rights.before, self.rights.after);
        let has = before.owners.get(object).filter(|_| !fresh).or(before.role.as_ref());
        let wanted =
            if self.rights.options.owners { after.owners.get(object) } else { before.owners.get(object) };
        wanted.filter(|wanted| Some(*wanted) != has).map(String::as_str)
    }

    fn column(&mut self, object: &Object) {
        let Object::Column(table, _) = object else { return };
        let none = Relation::default();
        let relation = self.relations.get(table).unwrap_or(&none);
        let fresh = relation.fresh || self.scope.disturbed.again(object) || !self.rights.before.has(object);
        let mut from = if fresh { Privileges::default() } else { self.rights.privileges_before(object) };
        relation.revoked.iter().for_each(|change| revoke_along(change, &mut from));
        let Some(to) = self.rights.privileges_after(object) else { return };
        let owner = self.rights.owner(object).filter(|_| self.rights.before.has(object));
        let changes = statements(&PrivilegesOn::Object(object.clone()), owner, &from, &to, false);
        let after = relation.last;
        let steps = changes.into_iter().map(|change| Operation::Privileges(Box::new(change)));
        self.push(object, steps.collect(), after);
    }

    /// Adds the steps in their order, and returns the last.
    fn push(&mut self, object: &Object, steps: Vec<Operation>, after: Option<StepId>) -> Option<StepId> {
        let column = self.column_of(object);
        let table = match column.as_ref().unwrap_or(object) {
            Object::Column(name, _) => Some(Resource::Table(name.clone())),
            _ => None,
        };
        let column = column.map(|column| self.scope.resource(&column));
        let relation = match object {
            Object::Sequence(name) => Some(Resource::Relation(name.clone())),
            _ => None,
        };
        let mut last = after;
        for operation in steps {
            let step = Step::new(Rank::Rights, operation).needs([self.scope.resource(object)]);
            let id = self.graph.push(step.needs(table.clone()).needs(column.clone()).needs(relation.clone()));
            if let Some(last) = last {
                self.graph.must_run_before(last, id);
            }
            last = Some(id);
        }
        last
    }
}

/// `REVOKE` on a table takes the same away on each of its columns.
fn revoke_along(change: &ChangePrivileges, column: &mut Privileges) {
    for privilege in &change.privileges {
        match (change.verb, column.get(&change.grantee, *privilege)) {
            (PrivilegeVerb::Revoke, Some(_)) => column.set(&change.grantee, *privilege, None),
            (PrivilegeVerb::RevokeGrantOption, Some(Grant::Grantable)) => {
                column.set(&change.grantee, *privilege, Some(Grant::Granted));
            }
            _ => {}
        }
    }
}

/// The statements that make `to` of `from`, one for each grantee and verb. `built_in` says whether the owner has all
/// privileges without a grant.
fn statements(
    on: &PrivilegesOn,
    owner: Option<&str>,
    from: &Privileges,
    to: &Privileges,
    built_in: bool,
) -> Vec<ChangePrivileges> {
    let mut all: BTreeMap<(&Grantee, PrivilegeVerb), BTreeSet<Privilege>> = BTreeMap::new();
    for (grantee, privilege, _) in from.iter().chain(to.iter()) {
        let keeps = built_in && *grantee == Grantee::Owner;
        if let Some(verb) = verb(from.get(grantee, privilege), to.get(grantee, privilege), keeps) {
            all.entry((grantee, verb)).or_default().insert(privilege);
        }
    }
    let statement = |((grantee, verb), privileges): ((&Grantee, _), BTreeSet<_>)| ChangePrivileges {
        on: on.clone(),
        grantee: grantee.clone(),
        owner: owner.filter(|_| *grantee == Grantee::Owner).map(str::to_owned),
        verb,
        privileges: privileges.into_iter().collect(),
    };
    all.into_iter().map(statement).collect()
}

fn verb(from: Option<Grant>, to: Option<Grant>, keeps: bool) -> Option<PrivilegeVerb> {
    match (from, to) {
        (from, to) if from == to => None,
        (_, Some(Grant::Grantable)) => Some(PrivilegeVerb::GrantWithGrantOption),
        (Some(Grant::Grantable), Some(Grant::Granted)) => Some(PrivilegeVerb::RevokeGrantOption),
        (Some(Grant::Grantable), None) if keeps => Some(PrivilegeVerb::RevokeGrantOption),
        (_, Some(Grant::Granted)) | (Some(Grant::Revoked), None) => Some(PrivilegeVerb::Grant),
        _ => Some(PrivilegeVerb::Revoke),
    }
}
