//! The place of a new revision in a database's history.

use std::collections::BTreeSet;
use std::path::Path;

use dbmig_runtime::build::{self, Module};
use dbmig_runtime::revision::{self, Graph, Target};

use super::{Branch, Entry, Error, Result};

/// A database's revisions, as their files say.
#[derive(Clone, Debug)]
pub struct History {
    database: String,
    pub(super) graph: Graph,
    modules: Vec<Module>,
}

impl History {
    /// Reads the revision files in `folder`.
    ///
    /// # Errors
    /// If they make no history.
    pub fn read(database: &str, folder: &Path) -> Result<Self> {
        let name = || database.to_owned();
        let modules = build::scan(folder).map_err(|errors| Error::Files { database: name(), errors })?;
        let graph = Graph::new(modules.iter().map(|module| module.node.clone()))
            .map_err(|errors| Error::Graph { database: name(), errors })?;
        Ok(Self { database: name(), graph, modules })
    }

    /// With the files as somebody in the folder `dir` would name them.
    #[must_use]
    pub fn seen_from(mut self, dir: &Path) -> Self {
        for module in &mut self.modules {
            if let Ok(shown) = module.file.strip_prefix(dir) {
                module.file = shown.to_owned();
            }
        }
        self
    }

    /// The database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The revisions that no other revises.
    pub fn heads(&self) -> Vec<&str> {
        self.graph.heads()
    }

    /// What the file of a revision says.
    pub fn entry(&self, id: &str) -> Option<Entry> {
        let module = self.module(id)?;
        let Module { file, message, created, .. } = module;
        let (file, message, created) = (file.clone(), message.clone(), created.clone());
        Some(Entry { id: id.to_owned(), file, message, created })
    }

    pub(super) fn module(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.node.id == id)
    }

    /// Each of `heads`, with the revisions that none of the others needs.
    pub fn branches(&self, heads: &[&str]) -> Vec<Branch> {
        let order = self.graph.order();
        let branch = |head: &&str| {
            let others = heads.iter().filter(|other| *other != head);
            let others: BTreeSet<&str> = others.flat_map(|other| self.needed(other)).collect();
            let needed = self.needed(head);
            let own = order.iter().filter(|id| needed.contains(*id) && !others.contains(*id));
            Some(Branch { head: self.entry(head)?, own: own.filter_map(|id| self.entry(id)).collect() })
        };
        heads.iter().filter_map(branch).collect()
    }

    /// The rows of a database that has what all of `heads` need, and nothing else.
    pub fn common_rows(&self, heads: &[&str]) -> Vec<&str> {
        let needed = heads.iter().map(|head| self.needed(head));
        let common = needed.reduce(|one, other| &one & &other).unwrap_or_default();
        let below: BTreeSet<&str> = common.iter().flat_map(|id| self.graph.ancestors(id)).collect();
        common.difference(&below).copied().collect()
    }

    /// True if the one needs the other.
    pub fn is_above(&self, id: &str, other: &str) -> bool {
        self.graph.ancestors(id).contains(&other)
    }

    pub(super) fn needed(&self, id: &str) -> BTreeSet<&str> {
        let own = self.graph.node(id).map(|node| node.id.as_str());
        self.graph.ancestors(id).into_iter().chain(own).collect()
    }

    /// True if there is no revision.
    pub fn is_empty(&self) -> bool {
        self.graph.heads().is_empty()
    }

    /// The rows of the version table where all is applied, sorted.
    pub fn final_rows(&self) -> Vec<&str> {
        let mut rows = self.graph.final_rows();
        rows.sort_unstable();
        rows
    }

    /// The one of `recorded` that an earlier one leads to: it is half done, or its row would stand alone.
    pub fn half_done<'r>(&self, recorded: &[&'r str]) -> Option<&'r str> {
        let has_ancestor = |id: &str| self.graph.ancestors(id).iter().any(|before| recorded.contains(before));
        recorded.iter().copied().find(|id| has_ancestor(id))
    }

    /// The revisions that a database which records `rows` has not, in the order in which they would run.
    pub fn pending(&self, rows: &[&str]) -> Vec<&str> {
        let applied: BTreeSet<&str> =
            rows.iter().flat_map(|row| self.graph.ancestors(row).into_iter().chain([*row])).collect();
        self.graph.order().into_iter().filter(|id| !applied.contains(id)).collect()
    }

    /// The ids of all revisions.
    pub fn ids(&self) -> Vec<&str> {
        self.graph.nodes().map(|node| node.id.as_str()).collect()
    }

    /// The revisions that `target` means in an empty database; none for the base.
    ///
    /// # Errors
    /// If it means none, or no single place.
    pub fn resolve(&self, target: &str) -> Result<Vec<String>, revision::Error> {
        let target = target.parse::<Target>()?;
        Ok(self.graph.resolve::<&str>(&[], &target)?.into_iter().map(str::to_owned).collect())
    }
}

/// A history of revisions, each with the literals of its parents.
#[cfg(test)]
pub(super) fn history(files: &[(&str, &str)]) -> History {
    let folder = tempfile::tempdir().unwrap();
    for (id, parents) in files {
        let source = format!(
            "//! about {id}\n//!\n//! revision {id}, created 2026-01-17 10:00 UTC\npub const REVISION: Revision = Revision::new({id:?}).revises(&[{parents}]);\n\
             pub fn upgrade(op: &mut Op) -> Result<()> {{ Ok(()) }}\n\
             pub fn downgrade(op: &mut Op) -> Result<()> {{ Ok(()) }}\n"
        );
        std::fs::write(folder.path().join(format!("{id}.rs")), source).unwrap();
    }
    History::read("users", folder.path()).unwrap().seen_from(folder.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches() {
        let fork = history(&[
            ("aaaa", ""),
            ("bbbb", "\"aaaa\""),
            ("cccc", "\"aaaa\""),
            ("dddd", "\"cccc\""),
            ("eeee", "\"cccc\""),
        ]);
        let own = |heads: &[&str]| -> Vec<String> {
            let branches = fork.branches(heads).into_iter();
            branches
                .map(|branch| branch.own.into_iter().map(|entry| entry.id).collect::<Vec<_>>().join(" "))
                .collect()
        };
        assert_eq!(own(&["bbbb", "dddd", "eeee"]), ["bbbb", "dddd", "eeee"]);
        assert_eq!(own(&["bbbb", "dddd"]), ["bbbb", "cccc dddd"]);
        assert_eq!(fork.common_rows(&["bbbb", "dddd"]), ["aaaa"]);
        assert_eq!(fork.common_rows(&["eeee", "dddd"]), ["cccc"]);
        assert!(fork.is_above("dddd", "aaaa") && !fork.is_above("dddd", "bbbb"));
        let shown = fork.branches(&["bbbb", "dddd"]).pop().unwrap().to_string();
        assert_eq!(
            shown,
            "  dddd \"about dddd\", created 2026-01-17 10:00 UTC\n    dddd.rs\n    \
             after cccc \"about cccc\", which only it has"
        );
    }

    #[test]
    fn what_a_database_has() {
        let fork = history(&[("aaaa", ""), ("bbbb", "\"aaaa\""), ("cccc", "\"aaaa\"")]);
        assert_eq!(fork.final_rows(), ["bbbb", "cccc"]);
        assert_eq!(fork.pending(&["bbbb"]), ["cccc"]);
        assert_eq!(fork.pending(&[]).len(), 3);
        assert_eq!(fork.half_done(&["aaaa", "cccc"]), Some("cccc"));
        assert_eq!(fork.half_done(&["bbbb", "cccc"]), None);
    }
}
