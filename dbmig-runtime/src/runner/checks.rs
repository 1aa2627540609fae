//! What must be true of a database before anything is run on it.

use super::ledger::HalfDone;
use super::run::{Records, Setting};
use super::{Action, EditedRevision, Error, Script, UnknownRevision, time};
use crate::revision::{Direction, Graph, Step};

impl<'a> Setting<'a> {
    /// Fails if nobody can tell where the database is, or it holds what the code doesn't. The revisions that were edited
    /// after they were applied, and are to be accepted.
    pub(super) fn check(
        &self,
        graph: &Graph,
        records: &Records,
        direction: Direction,
    ) -> Result<Vec<&'a Script>, Error> {
        if records.has_no_versions && !records.latest.is_empty() {
            return Err(Error::NoVersions { table: self.tables.version.clone() });
        }
        self.check_known(graph, records)?;
        match direction {
            Direction::Upgrade => self.edited(graph, records),
            Direction::Downgrade => Ok(Vec::new()),
        }
    }

    /// Fails if the database records revisions that the code doesn't have.
    pub(super) fn check_known(&self, graph: &Graph, records: &Records) -> Result<(), Error> {
        let unknown: Vec<UnknownRevision> = records
            .heads
            .iter()
            .filter(|id| graph.node(id).is_none())
            .map(|id| {
                let entry = records.latest.get(id);
                UnknownRevision {
                    id: id.clone(),
                    message: entry.map(|entry| entry.message.clone()),
                    applied_at: entry.map(|entry| time::format_utc(entry.started_at)),
                    squashed_into: graph.squashed_into(id).map(str::to_owned),
                }
            })
            .collect();
        if unknown.is_empty() { Ok(()) } else { Err(Error::Ahead { unknown }) }
    }

    /// Applied revisions whose checksum is not the recorded one: an error, unless they are to be accepted.
    fn edited(&self, graph: &Graph, records: &Records) -> Result<Vec<&'a Script>, Error> {
        let applied = graph.applied(&records.heads)?;
        let mut edited = Vec::new();
        let mut revisions = Vec::new();
        for script in applied.iter().filter_map(|id| self.script(id)) {
            let recorded = records.latest.get(script.revision.id).filter(|entry| {
                matches!(entry.action, Action::Upgrade | Action::Stamp | Action::Accept)
                    && entry.checksum != script.checksum
                    && Some(entry.checksum.as_str()) != script.revision.squashed_checksum
            });
            if let Some(entry) = recorded {
                edited.push(script);
                revisions.push(EditedRevision {
                    id: script.revision.id.to_owned(),
                    file: script.file.to_owned(),
                    recorded: entry.checksum.clone(),
                    found: script.checksum.to_owned(),
                    applied_at: time::format_utc(entry.started_at),
                });
            }
        }
        match edited.is_empty() || self.options.accept_edited {
            true => Ok(edited),
            false => Err(Error::Edited { revisions }),
        }
    }
}

/// Fails if a revision is half done and the walk would not finish it.
pub(super) fn half_done(half_done: &[HalfDone], steps: &[Step]) -> Result<(), Error> {
    let finishes = |half: &HalfDone| {
        steps.iter().any(|step| step.revision == half.revision && Action::from(step.direction) == half.action)
    };
    match half_done.iter().find(|half| !finishes(half)) {
        Some(half) => Err(Error::HalfApplied {
            revision: half.revision.clone(),
            action: half.action,
            done: half.done(),
        }),
        None => Ok(()),
    }
}
