//! What a database records, read without changing anything.

use std::collections::BTreeSet;
use std::time::SystemTime;

use serde::Serialize;

use super::batches::Cursor;
use super::code::Code;
use super::ledger::HalfDone;
use super::run::{Records, Setting};
use super::{
    Action, Address, Database, Error, HistoryEntry, LogFilter, RevisionInfo, UnknownRevision, history, time,
};
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
    /// How far the batches of the next statement came, where it has some.
    pub batches: Option<HalfDoneBatches>,
}

/// Batches that an earlier run began and did not finish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HalfDoneBatches {
    /// The table, quoted and qualified: one of the partitions, where there are some.
    pub table: String,
    /// The rows that were changed so far.
    pub changed: u64,
    /// The rows that were looked at so far.
    pub visited: u64,
}

impl HalfDoneRevision {
    fn of(half: &HalfDone) -> Self {
        let batches = half.cursor().and_then(|cursor| {
            let Cursor { table, changed, visited, .. } = Cursor::of(Some(cursor));
            // One that can't be read has no table.
            (!table.is_empty()).then_some(HalfDoneBatches { table, changed, visited })
        });
        Self { revision: half.revision.clone(), action: half.action, done: half.done(), batches }
    }
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

impl Current {
    /// True if everything that the code has is applied, whatever the version rows are: a head may be implied by what
    /// depends on it, and then has no row. (Alembic compares rows with heads, and such a database never passes.)
    pub fn is_at_heads(&self) -> bool {
        let is_known = self.recorded.iter().all(|recorded| recorded.file.is_some());
        self.pending == 0 && self.half_done.is_none() && is_known
    }
}

/// Reads where the database is.
pub(super) fn current(setting: &Setting<'_>) -> Result<Current, Error> {
    standing(setting).map(|(current, ..)| current)
}

/// Where the database is, what it is at that the code doesn't have, and what the code has that is not applied.
pub(super) fn standing(setting: &Setting<'_>) -> Result<(Current, Vec<UnknownRevision>, Vec<String>), Error> {
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
    let applied: BTreeSet<&str> = graph.applied(&known(&graph, &records.heads))?.into_iter().collect();
    let pending: Vec<String> =
        graph.order().into_iter().filter(|id| !applied.contains(id)).map(str::to_owned).collect();
    let current = Current {
        address: setting.address.clone(),
        recorded: recorded.collect(),
        pending: pending.len(),
        half_done: records.half_done.first().map(HalfDoneRevision::of),
    };
    Ok((current, setting.unknown(&graph, &records), pending))
}

/// The revisions of the code in `range`, newest first, with what the database knows of them.
pub(super) fn history(setting: &Setting<'_>, range: &Range) -> Result<Vec<HistoryLine>, Error> {
    let mut session = setting.open_to_read()?;
    let records = setting.records(&mut session)?;
    listed(&Code::of(setting.database)?, &records, range)
}

/// The same without a database.
pub(super) fn offline_history(database: &Database, range: &Range) -> Result<Vec<HistoryLine>, Error> {
    listed(&Code::of(database)?, &Records::default(), range)
}

fn listed(code: &Code<'_>, records: &Records, range: &Range) -> Result<Vec<HistoryLine>, Error> {
    let known = known(&code.graph, &records.heads);
    let applied: BTreeSet<&str> = code.graph.applied(&known)?.into_iter().collect();
    // Nobody but the log knows what lies below a head that the code doesn't have.
    let is_ahead = known.len() < records.heads.len();
    let is_logged = |id: &str| {
        let is_logged = |action| matches!(action, Action::Upgrade | Action::Accept | Action::Mark);
        records.latest.get(id).is_some_and(|entry| is_logged(entry.action))
    };
    let line = |node: &Node| {
        let is_applied = applied.contains(node.id.as_str()) || (is_ahead && is_logged(&node.id));
        let entry = records.latest.get(&node.id).filter(|_| is_applied);
        HistoryLine {
            revision: code.info(node),
            is_applied,
            is_current: records.heads.contains(&node.id),
            applied_at: entry.map(|entry| entry.started_at),
            applied_by: entry.map(|entry| entry.applied_by.clone()),
        }
    };
    Ok(code.graph.history(&known, range)?.into_iter().map(line).collect())
}

/// The rows that the code has: a database that is ahead of it has a history all the same.
pub(super) fn known<'a>(graph: &Graph, rows: &'a [String]) -> Vec<&'a String> {
    rows.iter().filter(|id| graph.node(id).is_some()).collect()
}

/// Rows of the history table, oldest first.
pub(super) fn log(setting: &Setting<'_>, filter: &LogFilter) -> Result<Vec<HistoryEntry>, Error> {
    let mut session = setting.open_to_read()?;
    match setting.tables.existing(&mut session.client)?.history {
        Some(found) => history::entries(&mut session.client, &setting.tables, &found, filter),
        None => Ok(Vec::new()),
    }
}
