//! Revisions that delete data, which nobody has confirmed.

use std::collections::BTreeMap;
use std::fmt;

use super::prepared::Prepared;
use super::{Action, Error, Options};
use crate::hazard::hazards;

/// A revision that deletes data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestructiveRevision {
    /// The id.
    pub id: String,
    /// The file.
    pub file: String,
    /// What it deletes, in words.
    pub losses: Vec<String>,
}

impl fmt::Display for DestructiveRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "revision {} ({}): {}", self.id, self.file, self.losses.join(", "))
    }
}

/// Fails if one of `pending` deletes data that was there before them, and neither it nor the caller allows that.
///
/// What they make themselves is empty. SQL that a person wrote isn't read.
pub(super) fn check(pending: &[Prepared], options: &Options) -> Result<(), Error> {
    if options.allow_destructive {
        return Ok(());
    }
    let upgrades = || pending.iter().filter(|prepared| prepared.action == Action::Upgrade);
    let owners: Vec<&Prepared> =
        upgrades().flat_map(|prepared| prepared.operations.iter().map(move |_| prepared)).collect();
    let operations: Vec<_> = upgrades().flat_map(|prepared| prepared.operations.iter().cloned()).collect();
    let mut found: BTreeMap<usize, DestructiveRevision> = BTreeMap::new();
    for hazard in hazards(&operations).into_iter().filter(|hazard| hazard.destructive) {
        let Some(owner) = owners.get(hazard.operation) else { continue };
        let revision = owner.script.revision;
        if revision.destructive {
            continue;
        }
        let at = pending.iter().position(|prepared| prepared.id() == owner.id()).unwrap_or_default();
        let new = || DestructiveRevision {
            id: revision.id.to_owned(),
            file: owner.script.file.to_owned(),
            losses: Vec::new(),
        };
        found.entry(at).or_insert_with(new).losses.push(hazard.message);
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Destructive { revisions: found.into_values().collect() })
}
