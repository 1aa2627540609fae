//! The revisions of the code, as verbs show them. No database is asked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::run::graph;
use super::{Database, Error, Script};
use crate::revision::{Graph, Node};

/// A revision of the code.
#[derive(Clone, Debug, Serialize)]
pub struct RevisionInfo {
    /// The id.
    pub revision: String,
    /// The revisions that it revises.
    pub parents: Vec<String>,
    /// What else must be applied before it: ids or labels.
    pub depends_on: Vec<String>,
    /// Its names for a branch.
    pub labels: Vec<String>,
    /// The revisions that it took the place of.
    pub squashes: Vec<String>,
    /// The message.
    pub message: String,
    /// The file.
    pub file: String,
    /// When it was written, as its module says.
    pub created: String,
    /// True if no other revises it.
    pub is_head: bool,
}

/// Where a history parts.
#[derive(Clone, Debug, Serialize)]
pub struct BranchPoint {
    /// The revision at which it parts; none where there are several bases.
    pub revision: Option<RevisionInfo>,
    /// The revisions that follow it.
    pub branches: Vec<RevisionInfo>,
}

/// A history with its scripts.
pub(super) struct Code<'a> {
    pub(super) graph: Graph,
    scripts: BTreeMap<&'a str, &'a Script>,
    heads: BTreeSet<String>,
}

impl<'a> Code<'a> {
    pub(super) fn of(database: &'a Database) -> Result<Self, Error> {
        let graph = graph(database)?;
        let scripts = database.scripts.iter().map(|script| (script.revision.id, script)).collect();
        let heads = graph.heads().into_iter().map(str::to_owned).collect();
        Ok(Self { graph, scripts, heads })
    }

    pub(super) fn script(&self, id: &str) -> Option<&'a Script> {
        self.scripts.get(id).copied()
    }

    pub(super) fn info(&self, node: &Node) -> RevisionInfo {
        let script = self.script(&node.id);
        let text = |text: fn(&Script) -> &'static str| script.map(text).unwrap_or_default().to_owned();
        RevisionInfo {
            revision: node.id.clone(),
            parents: node.parents.clone(),
            depends_on: node.depends_on.clone(),
            labels: node.labels.clone(),
            squashes: node.squashes.clone(),
            message: text(|script| script.message),
            file: text(|script| script.file),
            created: text(|script| script.created),
            is_head: self.heads.contains(&node.id),
        }
    }

    fn infos(&self, ids: &[&str]) -> Vec<RevisionInfo> {
        ids.iter().filter_map(|id| self.graph.node(id)).map(|node| self.info(node)).collect()
    }
}

/// The heads of the code; with `resolved`, without those that a dependency of another implies.
pub(super) fn heads(database: &Database, resolved: bool) -> Result<Vec<RevisionInfo>, Error> {
    let code = Code::of(database)?;
    let heads = if resolved { code.graph.final_rows() } else { code.graph.heads() };
    Ok(code.infos(&heads))
}

/// Where the history parts, in file order, the base first.
pub(super) fn branches(database: &Database) -> Result<Vec<BranchPoint>, Error> {
    let code = Code::of(database)?;
    let bases = code.graph.bases();
    let mut points = Vec::new();
    if bases.len() > 1 {
        points.push(BranchPoint { revision: None, branches: code.infos(&bases) });
    }
    for node in code.graph.nodes() {
        let children = code.graph.children(&node.id);
        if children.len() > 1 {
            let branches = code.infos(&children);
            points.push(BranchPoint { revision: Some(code.info(node)), branches });
        }
    }
    Ok(points)
}
