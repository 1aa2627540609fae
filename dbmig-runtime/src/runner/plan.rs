//! What an upgrade would do now.

use std::collections::BTreeSet;

use serde::Serialize;

use super::prepared::{Prepared, Segment};
use super::run::{Records, Setting};
use super::{Address, Error, Fingerprint, checks, destructive, execute::moved, fingerprint, together};
use crate::catalog::masked;
use crate::op::Operation;
use crate::revision::{Direction, Target};

/// What an upgrade would do now. Nothing was changed, and nothing is held: another run may do it meanwhile.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// The server.
    pub address: Address,
    /// The recorded revisions, sorted.
    pub from: Vec<String>,
    /// What would be recorded at the end, sorted.
    pub to: Vec<String>,
    /// `each`, `all` or `none`: with `all`, the transactions of all revisions are one.
    pub transaction: &'static str,
    /// What would be run, in order.
    pub revisions: Vec<PlannedRevision>,
    /// By what the plan is known again: `upgrade --plan` runs it only as long as it is the same.
    pub fingerprint: Fingerprint,
    /// Why `upgrade` would refuse to run it, and what to do about that.
    pub refusal: Option<String>,
}

/// A revision that would be run.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedRevision {
    /// The id.
    pub revision: String,
    /// Its message.
    pub message: String,
    /// Its file.
    pub file: String,
    /// How many of its statements an earlier run has done; they are not among those below.
    pub done: usize,
    /// Its statements, by transactions.
    pub transactions: Vec<PlannedTransaction>,
    /// The tables and views that it names, sorted.
    pub tables: Vec<String>,
    /// True if its author wrote SQL: nobody knows what else that touches.
    pub has_own_sql: bool,
    /// What may lose data, block a running service or break its code.
    pub hazards: Vec<PlannedHazard>,
}

/// Statements that run together.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedTransaction {
    /// False for a statement that runs alone, outside a transaction.
    pub transactional: bool,
    /// The statements.
    pub statements: Vec<String>,
}

/// A hazard of a revision.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedHazard {
    /// The rule's code.
    pub code: &'static str,
    /// What may happen.
    pub message: String,
    /// What to do about it.
    pub advice: &'static str,
    /// True if data is gone afterwards.
    pub destructive: bool,
}

/// Reads where the database is, and plans the way from there.
pub(super) fn plan(setting: &Setting<'_>, target: &Target) -> Result<Plan, Error> {
    let graph = setting.graph()?;
    let mut session = setting.open_to_read()?;
    let records = setting.records(&mut session)?;
    setting.check(&graph, &records, Direction::Upgrade)?;
    let steps = graph.upgrade(&records.heads, target)?;
    checks::half_done(&records.half_done, &steps)?;
    let prepared = setting.prepare_all(&steps)?;
    let refusal =
        destructive::check(&prepared, setting.options).and_then(|()| together::check(&prepared)).err();
    let to = prepared.iter().fold(records.heads.clone(), |heads, prepared| moved(&heads, &prepared.rows));
    let fingerprint = fingerprint::of(setting, &mut session, &records.heads, &prepared)?;
    let mode = setting.options.transaction.unwrap_or(setting.database.transaction);
    Ok(Plan {
        address: setting.address.clone(),
        to,
        transaction: mode.as_str(),
        revisions: revisions(&prepared, &records),
        fingerprint,
        refusal: refusal.map(|error| error.to_string()),
        from: records.heads,
    })
}

fn revisions(prepared: &[Prepared], records: &Records) -> Vec<PlannedRevision> {
    let mut hazards: Vec<Vec<PlannedHazard>> = prepared.iter().map(|_| Vec::new()).collect();
    for (owner, hazard) in destructive::hazards_by_revision(prepared) {
        let planned = PlannedHazard {
            code: hazard.code,
            message: hazard.message,
            advice: hazard.advice,
            destructive: hazard.destructive,
        };
        hazards.get_mut(owner).into_iter().for_each(|list| list.push(planned.clone()));
    }
    let half = |id: &str| records.half_done.iter().find(|half| half.revision == id);
    let planned = prepared.iter().zip(hazards).map(|(prepared, hazards)| {
        let done = half(prepared.id()).map_or(0, |half| half.done());
        PlannedRevision::new(prepared, done, hazards)
    });
    planned.collect()
}

impl PlannedRevision {
    fn new(prepared: &Prepared, done: usize, hazards: Vec<PlannedHazard>) -> Self {
        let tables: BTreeSet<String> =
            prepared.operations.iter().flat_map(Operation::tables).map(ToString::to_string).collect();
        Self {
            revision: prepared.id().to_owned(),
            message: prepared.script.message.to_owned(),
            file: prepared.script.file.to_owned(),
            done,
            transactions: transactions(prepared, done),
            tables: tables.into_iter().collect(),
            has_own_sql: prepared.statements.iter().any(|statement| statement.free),
            hazards,
        }
    }
}

fn transactions(prepared: &Prepared, done: usize) -> Vec<PlannedTransaction> {
    let ranges = prepared.segments().into_iter().map(|segment| match segment {
        Segment::Transaction(range) => (true, range),
        Segment::Alone(index) => (false, index..index + 1),
    });
    let left = ranges.map(|(transactional, range)| (transactional, range.start.max(done)..range.end));
    left.filter(|(_, range)| !range.is_empty())
        .map(|(transactional, range)| {
            let statements = prepared.statements.get(range).unwrap_or_default();
            let statements = statements.iter().map(|statement| masked(&statement.sql)).collect();
            PlannedTransaction { transactional, statements }
        })
        .collect()
}
