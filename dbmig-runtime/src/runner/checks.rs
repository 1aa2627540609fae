//! What must be true of a database before anything is run on it.

use super::execute::Progress;
use super::ledger::HalfDone;
use super::run::{Records, Setting};
use super::{Action, EditedRevision, Error, Script, SkippedRevision, UnknownRevision, time};
use crate::revision::{Direction, Graph, RowChange, Step};

impl<'a> Setting<'a> {
    /// Fails if nobody can tell where the database is, or it holds what the code doesn't. The revisions that were edited
    /// after they were applied, and are to be accepted.
    pub(super) fn check(
        &self,
        graph: &Graph,
        records: &Records,
        direction: Direction,
    ) -> Result<Vec<&'a Script>, Error> {
        self.check_versions(records)?;
        self.check_known(graph, records)?;
        if direction == Direction::Downgrade {
            return Ok(Vec::new());
        }
        let skipped = self.skipped(graph, &records.heads, records)?;
        if !skipped.is_empty() {
            return Err(Error::Skipped { revisions: skipped });
        }
        let (scripts, revisions): (Vec<_>, Vec<_>) =
            self.edited(graph, &records.heads, records)?.into_iter().unzip();
        match scripts.is_empty() || self.options.accept_edited {
            true => Ok(scripts),
            false => Err(Error::Edited { revisions }),
        }
    }

    /// Fails if the version table is gone or empty, and the history says that revisions are applied.
    pub(super) fn check_versions(&self, records: &Records) -> Result<(), Error> {
        match records.is_lost {
            true => Err(Error::NoVersions { table: self.tables.version.clone() }),
            false => Ok(()),
        }
    }

    /// Fails if `steps` would undo a revision that never ran, or end at one: the version rows would have it for applied.
    pub(super) fn check_undone(&self, graph: &Graph, records: &Records, steps: &[Step]) -> Result<(), Error> {
        let mut skipped = self.skipped(graph, &records.heads, records)?;
        let is_undone = |id: &str| steps.iter().any(|step| step.revision == id);
        skipped.retain(|skipped| is_undone(&skipped.id) || is_undone(&skipped.above));
        if skipped.is_empty() { Ok(()) } else { Err(Error::Skipped { revisions: skipped }) }
    }

    /// Fails if the database records revisions that the code doesn't have.
    pub(super) fn check_known(&self, graph: &Graph, records: &Records) -> Result<(), Error> {
        let unknown = self.unknown(graph, records);
        if unknown.is_empty() { Ok(()) } else { Err(Error::Ahead { unknown }) }
    }

    /// Recorded revisions that the code doesn't have.
    pub(super) fn unknown(&self, graph: &Graph, records: &Records) -> Vec<UnknownRevision> {
        let unknown = records.heads.iter().filter(|id| graph.node(id).is_none());
        let unknown = unknown.map(|id| {
            let entry = records.latest.get(id);
            UnknownRevision {
                id: id.clone(),
                message: entry.map(|entry| entry.message.clone()),
                applied_at: entry.map(|entry| time::format_utc(entry.started_at)),
                squashed_into: graph.squashed_into(id).map(str::to_owned),
            }
        });
        unknown.collect()
    }

    /// Applied revisions whose checksum is not the recorded one.
    pub(super) fn edited<S: AsRef<str>>(
        &self,
        graph: &Graph,
        heads: &[S],
        records: &Records,
    ) -> Result<Vec<(&'a Script, EditedRevision)>, Error> {
        let applied = graph.applied(heads)?;
        let edited = applied.iter().filter_map(|id| self.script(id)).filter_map(|script| {
            let entry = records.latest.get(script.revision.id).filter(|entry| {
                entry.action.leaves_applied()
                    && entry.checksum != script.checksum
                    && Some(entry.checksum.as_str()) != script.revision.squashed_checksum
            })?;
            let edited = EditedRevision {
                id: script.revision.id.to_owned(),
                file: script.file.to_owned(),
                recorded: entry.checksum.clone(),
                found: script.checksum.to_owned(),
                applied_at: time::format_utc(entry.started_at),
            };
            Some((script, edited))
        });
        Ok(edited.collect())
    }

    /// Revisions below an edited one that were never applied here: somebody put them there afterwards, and the version
    /// rows have them for applied.
    ///
    /// What lies below a revision that was ever recorded without being run has no line in the history either.
    pub(super) fn skipped<S: AsRef<str>>(
        &self,
        graph: &Graph,
        heads: &[S],
        records: &Records,
    ) -> Result<Vec<SkippedRevision>, Error> {
        let mut skipped: Vec<SkippedRevision> = Vec::new();
        for (above, _) in self.edited(graph, heads, records)? {
            for id in graph.ancestors(above.revision.id) {
                let is_told = records.latest.contains_key(id)
                    || skipped.iter().any(|other| other.id == id)
                    || graph.descendants(id).iter().any(|above| records.stamped.contains(*above));
                if let Some(script) = self.script(id).filter(|_| !is_told) {
                    skipped.push(SkippedRevision {
                        id: id.to_owned(),
                        file: script.file.to_owned(),
                        above: above.revision.id.to_owned(),
                    });
                }
            }
        }
        Ok(skipped)
    }

    /// True if this code can go on with what is half done.
    pub(super) fn can_finish(&self, half: &HalfDone) -> bool {
        let direction = match half.action {
            Action::Downgrade => Direction::Downgrade,
            _ => Direction::Upgrade,
        };
        match self.prepare(&Step { revision: half.revision.clone(), direction, rows: RowChange::default() }) {
            Ok(Some(prepared)) => Progress::new(&prepared, Some(half), &prepared.segments()).is_ok(),
            Ok(None) => false,
            // What its directives say is for the run that goes on with it.
            Err(_) => true,
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
