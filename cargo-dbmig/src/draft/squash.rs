//! One revision in the place of those below another.

use std::collections::BTreeSet;

use super::{Entry, Error, History, Result};

/// A revision that takes the place of the one whose id it keeps, and of all below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Squash {
    /// The revision whose id it keeps.
    pub top: Entry,
    /// The checksum of that one.
    pub checksum: String,
    /// The revisions below it, oldest first.
    pub below: Vec<Entry>,
    /// What databases may have recorded of all that: the ids below, and those that one of them took the place of.
    pub squashes: Vec<String>,
    /// The labels of all of them.
    pub labels: Vec<String>,
}

impl Squash {
    /// True if a database that records `id` has only a part of what becomes one revision.
    pub fn is_below(&self, id: &str) -> bool {
        self.squashes.iter().any(|below| below == id)
    }
}

impl History {
    /// What puts one revision in the place of `id` and all below it.
    ///
    /// # Errors
    /// If there is nothing below it, or another revision goes on from something below it.
    pub fn squash(&self, id: &str) -> Result<Squash> {
        let needed = self.needed(id);
        let order = self.graph.order();
        let below: Vec<&str> =
            order.iter().copied().filter(|other| *other != id && needed.contains(other)).collect();
        let top = self.entry(id).filter(|_| !below.is_empty());
        let Some(top) = top else {
            return Err(Error::NothingBelow { database: self.database().to_owned(), id: id.to_owned() });
        };
        let beside = self.beside_squash(&needed, id);
        if !beside.is_empty() {
            return Err(Error::Beside { database: self.database().to_owned(), id: id.to_owned(), beside });
        }
        let members = || below.iter().copied().chain([id]).filter_map(|id| self.module(id));
        let names = |of: fn(&dbmig_runtime::build::Module) -> &Vec<String>| -> Vec<String> {
            members().flat_map(of).cloned().collect()
        };
        let mut squashes: Vec<String> = below.iter().map(|&id| id.to_owned()).collect();
        squashes.extend(names(|module| &module.node.squashes));
        Ok(Squash {
            top,
            checksum: self.module(id).map(|module| module.checksum.clone()).unwrap_or_default(),
            below: below.iter().filter_map(|id| self.entry(id)).collect(),
            squashes,
            labels: names(|module| &module.node.labels),
        })
    }

    /// The revisions that stay, and go on from one that goes.
    fn beside_squash(&self, needed: &BTreeSet<&str>, id: &str) -> Vec<Entry> {
        let goes = |name: &str| {
            let named = self.named(name);
            named.is_some_and(|named| named != id && needed.contains(named))
        };
        let stays = self.graph.nodes().filter(|node| !needed.contains(node.id.as_str()));
        let beside = stays.filter(|node| node.parents.iter().chain(&node.depends_on).any(|name| goes(name)));
        beside.filter_map(|node| self.entry(&node.id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::history::history;

    #[test]
    fn what_goes() {
        let line = history(&[("aaaa", ""), ("bbbb", "\"aaaa\""), ("cccc", "\"bbbb\""), ("dddd", "\"cccc\"")]);
        let squash = line.squash("cccc").unwrap();
        assert_eq!(squash.squashes, ["aaaa", "bbbb"]);
        assert_eq!(squash.top.id, "cccc");
        assert_eq!(squash.checksum.len(), 64);
        assert!(squash.is_below("aaaa") && !squash.is_below("cccc") && !squash.is_below("dddd"));
    }

    #[test]
    fn what_can_not_be_one() {
        let fork = history(&[("aaaa", ""), ("bbbb", "\"aaaa\""), ("cccc", "\"aaaa\"")]);
        let refused = |id: &str| fork.squash(id).unwrap_err().to_string();
        assert_eq!(refused("aaaa"), "nothing to squash: there is no revision of users below aaaa");
        let expected = "bbbb and all below it can't become one revision of users, since others go on from there:\n  cccc \"about cccc\"\n    cccc.rs";
        assert_eq!(refused("bbbb"), expected);
        let merged = history(&[
            ("aaaa", ""),
            ("bbbb", "\"aaaa\""),
            ("cccc", "\"aaaa\""),
            ("dddd", "\"bbbb\", \"cccc\""),
        ]);
        assert_eq!(merged.squash("dddd").unwrap().below.len(), 3);
    }
}
