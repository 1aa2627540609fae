//! Revisions that delete data, which nobody has confirmed.

use std::collections::BTreeMap;
use std::fmt;

use super::prepared::Prepared;
use super::{Action, Error, Options};
use crate::hazard::{Hazard, hazards};

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
    let mut found: BTreeMap<usize, DestructiveRevision> = BTreeMap::new();
    for (at, hazard) in hazards_by_revision(pending).into_iter().filter(|(_, hazard)| hazard.destructive) {
        let Some(owner) = pending.get(at) else { continue };
        let revision = owner.script.revision;
        if revision.destructive {
            continue;
        }
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

/// The hazards of all upgrades together, each with the place of its revision: what one makes is empty for the next.
pub(super) fn hazards_by_revision(pending: &[Prepared]) -> Vec<(usize, Hazard)> {
    let upgrades = || pending.iter().enumerate().filter(|(_, prepared)| prepared.action == Action::Upgrade);
    let owners: Vec<usize> =
        upgrades().flat_map(|(at, prepared)| prepared.operations.iter().map(move |_| at)).collect();
    let operations: Vec<_> =
        upgrades().flat_map(|(_, prepared)| prepared.operations.iter().cloned()).collect();
    let owned = |hazard: Hazard| Some((*owners.get(hazard.operation)?, hazard));
    hazards(&operations).into_iter().filter_map(owned).collect()
}
