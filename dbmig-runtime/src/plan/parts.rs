//! What happens to the constraints and indexes of a table that stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Check, Exclusion, ForeignKey, Index, Named, PrimaryKey, Unique};
use crate::diff::{Definition, Pair, pairs};

/// What happens to the constraints or indexes of one kind.
pub(super) struct Parts<'a, T> {
    pub(super) dropped: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
    /// Those that stay, with what `ALTER` or `COMMENT` can change.
    pub(super) kept: Vec<(&'a T, &'a T)>,
    /// The names of the dropped ones, with how the parts on partitions call them.
    pub(super) gone: BTreeMap<String, String>,
    /// Those of the dropped ones that go with what they are attached to.
    pub(super) dragged: BTreeSet<String>,
}

impl<T> Default for Parts<'_, T> {
    fn default() -> Self {
        let (gone, dragged) = (BTreeMap::new(), BTreeSet::new());
        Self { dropped: Vec::new(), added: Vec::new(), kept: Vec::new(), gone, dragged }
    }
}

/// What the pairs come to; where `again` holds, what could have stayed is built again.
pub(super) fn parts<'a, T>(
    from: impl IntoIterator<Item = &'a T>,
    to: impl IntoIterator<Item = &'a T>,
    again: impl Fn(&T) -> bool,
) -> Parts<'a, T>
where
    T: Named<Key = String> + Definition + Invalidates,
{
    let mut parts = Parts::default();
    for pair in pairs(from, to) {
        match pair {
            Pair::Dropped(from) => {
                parts.gone.insert(from.key().clone(), from.key().clone());
                parts.dropped.push(from);
            }
            Pair::Added(to) => parts.added.push(to),
            Pair::Both(from, to) => {
                if !from.same_definition(to) || to.invalidates(from) || again(from) || again(to) {
                    let called = if from.same_definition(to) { to.key() } else { from.key() };
                    parts.gone.insert(from.key().clone(), called.clone());
                    parts.dropped.push(from);
                    parts.added.push(to);
                } else {
                    parts.kept.push((from, to));
                }
            }
        }
    }
    parts
}

impl<T: Named<Key = String> + Definition> Parts<'_, T> {
    /// Builds again what could have stayed, by its name after.
    pub(super) fn rebuild(&mut self, names: &BTreeSet<String>) {
        self.rebuild_where(|_, to| names.contains(to.key()));
    }

    /// Lets go what is attached to something that goes.
    pub(super) fn drag(&mut self, gone: &BTreeSet<String>) {
        let attached = |item: &T| item.attached_to().is_some_and(|parent| gone.contains(parent));
        self.rebuild_where(|from, _| attached(from));
        let dragged = self.dropped.iter().filter(|item| attached(item)).map(|item| item.key().clone());
        self.dragged = dragged.collect();
    }

    fn rebuild_where(&mut self, again: impl Fn(&T, &T) -> bool) {
        let kept = std::mem::take(&mut self.kept);
        let (again, kept): (Vec<_>, Vec<_>) = kept.into_iter().partition(|(from, to)| again(from, to));
        self.kept = kept;
        for (from, to) in again {
            self.gone.insert(from.key().clone(), to.key().clone());
            self.dropped.push(from);
            self.added.push(to);
        }
    }
}

/// A constraint that must be built again to become `NOT VALID`.
pub(super) trait Invalidates {
    fn invalidates(&self, _before: &Self) -> bool {
        false
    }
}

impl Invalidates for PrimaryKey {}
impl Invalidates for Unique {}
impl Invalidates for Index {}
impl Invalidates for Exclusion {}
impl Invalidates for Check {
    fn invalidates(&self, before: &Self) -> bool {
        self.not_valid && !before.not_valid
    }
}
impl Invalidates for ForeignKey {
    fn invalidates(&self, before: &Self) -> bool {
        self.not_valid && !before.not_valid
    }
}
