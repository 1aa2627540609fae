//! Privileges, default privileges, and owners where asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::summary::Report;
use super::{Altered, Changes, Options};
use crate::catalog::{Catalog, DefaultPrivileges, Grant, Grantee, Object, ObjectKind, Privileges};

/// What both catalogs say about who may do what, seen from the plan between them.
#[derive(Clone, Copy)]
pub(crate) struct Rights<'a> {
    /// The catalog before, with the renames made.
    pub(crate) before: &'a Catalog,
    /// The catalog after.
    pub(crate) after: &'a Catalog,
    pub(crate) options: Options,
}

impl<'a> Rights<'a> {
    /// Who is to own an object: PostgreSQL gives a new one to the role that creates it.
    pub(crate) fn owner(self, object: &Object) -> Option<&'a str> {
        let owner = |catalog: &'a Catalog| owner(catalog, object);
        let kept = || owner(self.before).or(self.before.role.as_deref());
        if self.options.owners { owner(self.after).or_else(kept) } else { kept() }
    }

    /// The privileges that an object has, once it belongs to its owner after.
    pub(crate) fn privileges_before(self, object: &Object) -> Privileges {
        self.seen(self.before.privileges.get(object), object)
    }

    /// The privileges that an object is to have; `None` if nobody asks.
    pub(crate) fn privileges_after(self, object: &Object) -> Option<Privileges> {
        if self.options.privileges {
            return Some(self.seen(self.after.privileges.get(object), object));
        }
        self.before.has(object).then(|| self.privileges_before(object))
    }

    /// The privileges that PostgreSQL gives to an object when it is created.
    pub(crate) fn privileges_at_creation(self, object: &Object) -> Privileges {
        let (Some(role), Some(kind)) = (&self.before.role, ObjectKind::of(object)) else {
            return Privileges::default();
        };
        let named = |schema| DefaultPrivileges { role: role.clone(), schema, kind };
        let mut privileges = self.defaults_meanwhile(&named(None));
        if let Some(name) = object.schema_name() {
            let schema = name.schema.clone().map_or(Object::DefaultNamespace, Object::Namespace);
            for (grantee, privilege, grant) in self.defaults_meanwhile(&named(Some(schema))).iter() {
                let now = privileges.get(grantee, privilege);
                let built_in = match grantee {
                    Grantee::Owner => true,
                    Grantee::Public => matches!(kind, ObjectKind::Functions | ObjectKind::Types),
                    Grantee::Role(_) => false,
                };
                let sum = if grant == Grant::Granted && built_in {
                    now.filter(|now| *now != Grant::Revoked)
                } else {
                    now.max(Some(grant))
                };
                privileges.set(grantee, privilege, sum);
            }
        }
        self.seen(Some(&privileges), object)
    }

    /// The default privileges while objects are created: what goes has gone, and what comes comes after.
    pub(crate) fn defaults_meanwhile(self, name: &DefaultPrivileges) -> Privileges {
        let (before, after) = (self.defaults_before(name), self.defaults_after(name));
        let mut meanwhile = Privileges::default();
        for (grantee, privilege, _) in before.iter().chain(after.iter()) {
            let least = |a: Option<Grant>, b: Option<Grant>| match (a, b) {
                (Some(Grant::Revoked), _) | (_, Some(Grant::Revoked)) => Some(Grant::Revoked),
                (a, b) => a.min(b),
            };
            let grant = least(before.get(grantee, privilege), after.get(grantee, privilege));
            meanwhile.set(grantee, privilege, grant);
        }
        meanwhile
    }

    pub(crate) fn defaults_before(self, name: &DefaultPrivileges) -> Privileges {
        self.known(self.before.default_privileges.get(name))
    }

    pub(crate) fn defaults_after(self, name: &DefaultPrivileges) -> Privileges {
        if self.options.privileges {
            self.known(self.after.default_privileges.get(name))
        } else {
            self.defaults_before(name)
        }
    }

    fn seen(self, privileges: Option<&Privileges>, object: &Object) -> Privileges {
        self.known(privileges).owned_by(self.owner(object))
    }

    /// What one of the servers doesn't know can't be compared.
    fn known(self, privileges: Option<&Privileges>) -> Privileges {
        let version = self.before.server_version.into_iter().chain(self.after.server_version).min();
        let privileges = privileges.cloned().unwrap_or_default();
        version.map_or_else(|| privileges.clone(), |version| privileges.known_to(version))
    }
}

fn owner<'c>(catalog: &'c Catalog, object: &Object) -> Option<&'c str> {
    let owner = |object: &Object| catalog.owners.get(object).map(String::as_str);
    match object {
        Object::Column(relation, _) => {
            let kinds = [Object::Table, Object::View, Object::MaterializedView, Object::ForeignTable];
            kinds.into_iter().find_map(|kind| owner(&kind(relation.clone())))
        }
        object => owner(object),
    }
}

pub(super) fn compare_owners(rights: Rights<'_>) -> BTreeMap<Object, Altered<String>> {
    if !rights.options.owners {
        return BTreeMap::new();
    }
    let along = rights.after.column_sequences();
    let apart = rights.after.owners.iter().filter(|(object, _)| match object {
        Object::Sequence(name) => !along.contains_key(name),
        _ => true,
    });
    let pairs = apart.filter_map(|(object, to)| {
        let from = rights.before.owners.get(object).filter(|from| *from != to)?;
        Some((object.clone(), Altered { from: from.clone(), to: to.clone() }))
    });
    pairs.collect()
}

/// The privileges that differ on objects on both sides, and those on new objects that are not as built in.
pub(super) fn compare(rights: Rights<'_>) -> BTreeMap<Object, Altered<Privileges>> {
    let objects: BTreeSet<&Object> =
        rights.before.privileges.keys().chain(rights.after.privileges.keys()).collect();
    let there = objects.into_iter().filter(|object| rights.options.privileges && rights.after.has(object));
    there
        .filter_map(|object| {
            let known = rights.before.has(object);
            let from = if known { rights.privileges_before(object) } else { Privileges::default() };
            let to = rights.privileges_after(object)?;
            (from != to).then(|| (object.clone(), Altered { from, to }))
        })
        .collect()
}

/// Default privileges in a schema go with it.
pub(super) fn compare_defaults(rights: Rights<'_>) -> BTreeMap<DefaultPrivileges, Altered<Privileges>> {
    let (before, after) = (&rights.before.default_privileges, &rights.after.default_privileges);
    let names: BTreeSet<&DefaultPrivileges> = before.keys().chain(after.keys()).collect();
    let there =
        names.into_iter().filter(|name| name.schema.as_ref().is_none_or(|schema| rights.after.has(schema)));
    there
        .filter_map(|name| {
            let (from, to) = (rights.defaults_before(name), rights.defaults_after(name));
            (from != to).then(|| (name.clone(), Altered { from, to }))
        })
        .collect()
}

pub(super) fn compare_comments(from: &Catalog, to: &Catalog) -> BTreeMap<Object, Altered<Option<String>>> {
    let objects: BTreeSet<&Object> = from.schema_comments.keys().chain(to.schema_comments.keys()).collect();
    let pairs = objects.into_iter().map(|object| {
        let comment = |catalog: &Catalog| catalog.schema_comments.get(object).cloned();
        (object.clone(), Altered { from: comment(from), to: comment(to) })
    });
    pairs.filter(|(_, change)| change.from != change.to).collect()
}

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for (object, change) in &changes.schema_comments {
        let (from, to) = (change.from.as_deref(), change.to.as_deref());
        report.comment(object.kind(), &object.to_string(), from, to);
    }
    for (object, change) in &changes.owners {
        report.about(object.relation());
        report.change(format!(
            "change owner of {} {object} from {} to {}",
            object.kind(),
            change.from,
            change.to
        ));
    }
    for (object, change) in &changes.privileges {
        report.about(object.relation());
        summarize_privileges(&format!("{} {object}", object.kind()), change, report);
    }
    report.about(None);
    for (name, change) in &changes.default_privileges {
        summarize_privileges(&format!("new {name}"), change, report);
    }
}

/// A line for each grantee, and for whether something is given or taken.
fn summarize_privileges(on: &str, change: &Altered<Privileges>, report: &mut Report) {
    let (from, to) = (&change.from, &change.to);
    let grantees: BTreeSet<&Grantee> = from.grants.keys().chain(to.grants.keys()).collect();
    for grantee in grantees {
        let all = [from, to].into_iter().filter_map(|side| side.grants.get(grantee));
        let privileges: BTreeSet<_> = all.flat_map(BTreeMap::keys).copied().collect();
        let (mut given, mut taken) = (Vec::new(), Vec::new());
        for privilege in privileges {
            let (before, after) = (from.get(grantee, privilege), to.get(grantee, privilege));
            let word = |grant| match grant {
                Some(Grant::Grantable) => format!("{} with grant option", privilege.keyword()),
                _ => privilege.keyword().to_owned(),
            };
            match (rank(before), rank(after)) {
                (before, after) if before < after => given.push(word(to.get(grantee, privilege))),
                (before, after) if before > after => {
                    taken.push(if after == rank(Some(Grant::Granted)) {
                        format!("grant option for {}", privilege.keyword())
                    } else {
                        word(None)
                    });
                }
                _ => {}
            }
        }
        if !taken.is_empty() {
            report.drop(format!("revoke {} on {on} from {grantee}", taken.join(", ")));
        }
        if !given.is_empty() {
            report.add(format!("grant {} on {on} to {grantee}", given.join(", ")));
        }
    }
}

fn rank(grant: Option<Grant>) -> u8 {
    match grant {
        Some(Grant::Revoked) => 0,
        None => 1,
        Some(Grant::Granted) => 2,
        Some(Grant::Grantable) => 3,
    }
}
