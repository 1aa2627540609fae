//! What happens to the constraints and indexes of a table that stays.

use crate::catalog::{Check, Exclusion, ForeignKey, Index, Named, PrimaryKey, Unique};
use crate::diff::{Definition, Pair, pairs};

/// What happens to the constraints or indexes of one kind.
pub(super) struct Parts<'a, T> {
    pub(super) dropped: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
    /// Those that stay, with what `ALTER` or `COMMENT` can change.
    pub(super) kept: Vec<(&'a T, &'a T)>,
}

impl<T> Default for Parts<'_, T> {
    fn default() -> Self {
        Self { dropped: Vec::new(), added: Vec::new(), kept: Vec::new() }
    }
}

/// What the pairs come to; where `again` holds, what could have stayed is built again.
pub(super) fn parts<'a, T>(
    from: impl IntoIterator<Item = &'a T>,
    to: impl IntoIterator<Item = &'a T>,
    again: impl Fn(&T) -> bool,
) -> Parts<'a, T>
where
    T: Named + Definition + Invalidates,
{
    let mut parts = Parts::default();
    for pair in pairs(from, to) {
        match pair {
            Pair::Dropped(from) => parts.dropped.push(from),
            Pair::Added(to) => parts.added.push(to),
            Pair::Both(from, to) => {
                if !from.same_definition(to) || to.invalidates(from) || again(from) || again(to) {
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
