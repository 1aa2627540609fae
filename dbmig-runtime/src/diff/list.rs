//! The one matcher for lists of objects.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Named;

/// What differs between two lists of objects that have names: columns of a table, tables of a catalog.
///
/// `dropped` is in the order of the first list, `added` and `altered` in that of the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListChanges<T, A = Altered<T>> {
    /// In the first list only.
    pub dropped: Vec<T>,
    /// In the second list only.
    pub added: Vec<T>,
    /// In both, and different.
    pub altered: Vec<A>,
}

/// An object before and after. Where the names differ, it is renamed too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Altered<T> {
    /// Before.
    pub from: T,
    /// After.
    pub to: T,
}

impl<T, A> Default for ListChanges<T, A> {
    fn default() -> Self {
        Self { dropped: Vec::new(), added: Vec::new(), altered: Vec::new() }
    }
}

impl<T, A> ListChanges<T, A> {
    /// True if the lists say the same.
    pub fn is_empty(&self) -> bool {
        self.dropped.is_empty() && self.added.is_empty() && self.altered.is_empty()
    }
}

/// An object that can be recognised without its name: a constraint, an index.
pub(crate) trait Definition {
    /// True if one could be renamed to be the other: all is equal but the name and what `ALTER` or `COMMENT` can
    /// set without building the object again.
    fn same_definition(&self, other: &Self) -> bool;

    /// The parent's index that an index or a key is a part of.
    fn attached_to(&self) -> Option<&String> {
        None
    }
}

/// `ALTER INDEX … ATTACH PARTITION` has no way back.
pub(super) fn can_attach(from: &Option<String>, to: &Option<String>) -> bool {
    from.is_none() || from == to
}

/// Matches two lists by name. `alter` says what differs between two objects of one name, `None` if nothing does.
pub(super) fn compare<'a, T, A>(
    from: impl IntoIterator<Item = &'a T>,
    to: impl IntoIterator<Item = &'a T>,
    alter: impl Fn(&T, &T) -> Option<A>,
) -> ListChanges<T, A>
where
    T: Named + Clone + 'a,
{
    let from: Vec<&T> = from.into_iter().collect();
    let before: BTreeMap<&T::Key, &T> = from.iter().map(|object| (object.key(), *object)).collect();
    let mut after = BTreeSet::new();
    let mut changes = ListChanges::default();
    for object in to {
        after.insert(object.key().clone());
        match before.get(object.key()) {
            Some(old) => changes.altered.extend(alter(old, object)),
            None => changes.added.push(object.clone()),
        }
    }
    changes.dropped = from.into_iter().filter(|object| !after.contains(object.key())).cloned().collect();
    changes
}

/// Matches two maps of objects; two objects of one name differ unless they are equal.
pub(super) fn compare_maps<T>(from: &BTreeMap<T::Key, T>, to: &BTreeMap<T::Key, T>) -> ListChanges<T>
where
    T: Named + Clone + PartialEq,
{
    compare(from.values(), to.values(), altered)
}

/// An object of two lists.
pub(crate) enum Pair<'a, T> {
    /// In the first list only.
    Dropped(&'a T),
    /// In the second list only.
    Added(&'a T),
    /// In both, the names perhaps different.
    Both(&'a T, &'a T),
}

/// Matches two lists by name, and what is left by definition: an equal one under another name is a rename.
pub(crate) fn pairs<'a, T>(
    from: impl IntoIterator<Item = &'a T>,
    to: impl IntoIterator<Item = &'a T>,
) -> Vec<Pair<'a, T>>
where
    T: Named + Definition,
{
    let (mut dropped, to): (Vec<&T>, Vec<&T>) = (from.into_iter().collect(), to.into_iter().collect());
    let before: BTreeMap<&T::Key, &T> = dropped.iter().map(|object| (object.key(), *object)).collect();
    let after: BTreeSet<&T::Key> = to.iter().map(|object| object.key()).collect();
    dropped.retain(|object| !after.contains(object.key()));
    let mut pairs = Vec::with_capacity(to.len());
    for to in to {
        let renamed = || dropped.iter().position(|from| from.same_definition(to));
        pairs.push(match before.get(to.key()) {
            Some(&from) => Pair::Both(from, to),
            None => match renamed() {
                Some(at) => Pair::Both(dropped.remove(at), to),
                None => Pair::Added(to),
            },
        });
    }
    pairs.extend(dropped.into_iter().map(Pair::Dropped));
    pairs
}

/// The differences between two lists of constraints or indexes.
pub(super) fn compare_definitions<'a, T>(
    from: impl IntoIterator<Item = &'a T>,
    to: impl IntoIterator<Item = &'a T>,
) -> ListChanges<T>
where
    T: Named + Definition + Clone + PartialEq + 'a,
{
    let mut changes = ListChanges::default();
    for pair in pairs(from, to) {
        match pair {
            Pair::Dropped(from) => changes.dropped.push(from.clone()),
            Pair::Added(to) => changes.added.push(to.clone()),
            Pair::Both(from, to) => changes.altered.extend(altered(from, to)),
        }
    }
    changes
}

/// Both sides, if they differ.
pub(super) fn altered<T: Clone + PartialEq>(from: &T, to: &T) -> Option<Altered<T>> {
    (from != to).then(|| Altered { from: from.clone(), to: to.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Check;

    fn check(name: &str, expression: &str) -> Check {
        Check::new(name, expression)
    }

    #[test]
    fn names_match_first_and_definitions_after() {
        let from = [check("a", "1"), check("b", "2"), check("c", "3")];
        let to = [check("a", "4"), check("d", "2"), check("e", "5")];
        let changes = compare_definitions(&from, &to);
        assert_eq!(changes.dropped, [check("c", "3")]);
        assert_eq!(changes.added, [check("e", "5")]);
        let pairs: Vec<_> =
            changes.altered.iter().map(|change| (&*change.from.name, &*change.to.name)).collect();
        assert_eq!(pairs, [("a", "a"), ("b", "d")]);
    }

    #[test]
    fn equal_lists_have_no_changes() {
        let list = [check("a", "1"), check("b", "1")];
        assert!(compare_definitions(&list, &list).is_empty());
    }
}
