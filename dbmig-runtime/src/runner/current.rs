//! What a database records, read without changing anything.

use std::time::SystemTime;

use serde::Serialize;

use super::run::{Setting, graph};
use super::{Action, Address, Database, Error, HistoryEntry, Script, history, time};
use crate::revision::{Graph, Node, Range};

/// Where a database is.
#[derive(Clone, Debug, Serialize)]
pub struct Current {
    /// The server.
    pub address: Address,
    /// The recorded revisions, sorted; none at the base.
    pub recorded: Vec<Recorded>,
    /// How many revisions of the code are not applied.
    pub pending: usize,
    /// A revision that is half done.
    pub half_done: Option<HalfDoneRevision>,
}

/// A recorded revision.
#[derive(Clone, Debug, Serialize)]
pub struct Recorded {
    /// The id.
    pub revision: String,
    /// The message; of the code, or else of the history table.
    pub message: Option<String>,
    /// The file, if the code has the revision.
    pub file: Option<String>,
    /// True if the code has nothing above it.
    pub is_head: bool,
}

/// A revision that an earlier run began and did not finish.
#[derive(Clone, Debug, Serialize)]
pub struct HalfDoneRevision {
    /// The id.
    pub revision: String,
    /// What is half done with it.
    pub action: super::Action,
    /// How many of its statements are done.
    pub done: usize,
}

/// A revision of the code.
#[derive(Clone, Debug, Serialize)]
pub struct RevisionInfo {
    /// The id.
    pub revision: String,
    /// The revisions that it revises.
    pub parents: Vec<String>,
    /// Its names for a branch.
    pub labels: Vec<String>,
    /// The message.
    pub message: String,
    /// The file.
    pub file: String,
    /// When it was written, as its module says.
    pub created: String,
    /// True if no other revises it.
    pub is_head: bool,
}

/// A revision of the code, and what the database knows of it.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryLine {
    /// The revision.
    #[serde(flatten)]
    pub revision: RevisionInfo,
    /// True if the database has it.
    pub is_applied: bool,
    /// True if the version table names it.
    pub is_current: bool,
    /// When it was applied, where the history table tells.
    #[serde(serialize_with = "time::as_optional_utc")]
    pub applied_at: Option<SystemTime>,
    /// The role that applied it.
    pub applied_by: Option<String>,
}

/// Reads where the database is.
pub(super) fn current(setting: &Setting<'_>) -> Result<Current, Error> {
    let mut session = setting.open_to_read()?;
    let records = setting.records(&mut session)?;
    let graph = setting.graph()?;
    let heads = graph.heads();
    let recorded = records.heads.iter().map(|id| {
        let script = setting.script(id);
        let noted = records.latest.get(id).map(|entry| entry.message.clone());
        Recorded {
            revision: id.clone(),
            message: script.map(|script| script.message.to_owned()).or(noted),
            file: script.map(|script| script.file.to_owned()),
            is_head: heads.contains(&id.as_str()),
        }
    });
    let applied = graph.applied(&known(&graph, &records.heads))?.len();
    Ok(Current {
        address: setting.address.clone(),
        recorded: recorded.collect(),
        pending: graph.nodes().len().saturating_sub(applied),
        half_done: records.half_done.first().map(|half| HalfDoneRevision {
            revision: half.revision.clone(),
            action: half.action,
            done: half.done(),
        }),
    })
}

/// The revisions of the code in `range`, newest first, with what the database knows of them.
pub(super) fn history(setting: &Setting<'_>, range: &Range) -> Result<Vec<HistoryLine>, Error> {
    let mut session = setting.open_to_read()?;
    let records = setting.records(&mut session)?;
    let graph = setting.graph()?;
    let known = known(&graph, &records.heads);
    let (applied, heads) = (graph.applied(&known)?, graph.heads());
    // Nobody but the log knows what lies below a head that the code doesn't have.
    let is_ahead = known.len() < records.heads.len();
    let is_logged = |id: &str| {
        records.latest.get(id).is_some_and(|entry| matches!(entry.action, Action::Upgrade | Action::Accept))
    };
    let line = |node: &Node| {
        let is_applied = applied.contains(&node.id.as_str()) || (is_ahead && is_logged(&node.id));
        let entry = records.latest.get(&node.id).filter(|_| is_applied);
        HistoryLine {
            revision: info(setting.script(&node.id), node, &heads),
            is_applied,
            is_current: records.heads.contains(&node.id),
            applied_at: entry.map(|entry| entry.started_at),
            applied_by: entry.map(|entry| entry.applied_by.clone()),
        }
    };
    Ok(graph.history(&known, range)?.into_iter().map(line).collect())
}

/// The rows that the code has: a database that is ahead of it has a history all the same.
fn known<'a>(graph: &Graph, rows: &'a [String]) -> Vec<&'a String> {
    rows.iter().filter(|id| graph.node(id).is_some()).collect()
}

/// Every row of the history table, oldest first.
pub(super) fn log(setting: &Setting<'_>) -> Result<Vec<HistoryEntry>, Error> {
    let mut session = setting.open_to_read()?;
    match setting.tables.existing(&mut session.client)?.history {
        true => history::entries(&mut session.client, &setting.tables),
        false => Ok(Vec::new()),
    }
}

/// The heads of the code; asks no database.
pub(super) fn heads(database: &Database) -> Result<Vec<RevisionInfo>, Error> {
    let graph = graph(database)?;
    let heads = graph.heads();
    let script = |id: &str| database.scripts.iter().find(|script| script.revision.id == id);
    let nodes = heads.iter().filter_map(|id| graph.node(id));
    Ok(nodes.map(|node| info(script(&node.id), node, &heads)).collect())
}

fn info(script: Option<&Script>, node: &Node, heads: &[&str]) -> RevisionInfo {
    let text = |text: fn(&Script) -> &'static str| script.map(text).unwrap_or_default().to_owned();
    RevisionInfo {
        revision: node.id.clone(),
        parents: node.parents.clone(),
        labels: node.labels.clone(),
        message: text(|script| script.message),
        file: text(|script| script.file),
        created: text(|script| script.created),
        is_head: heads.contains(&node.id.as_str()),
    }
}
