//! Recording revisions without running them.

use super::record::{self, Note};
use super::run::{Records, Run};
use super::{Action, Applied, Error, Event, Report, Script};
use crate::revision::{Graph, RowChange, Target};

impl Run<'_> {
    /// Makes the version rows what they are at `targets`; with `purge`, whatever they are and whatever is half done.
    pub(super) fn stamp(
        &mut self,
        targets: &[Target],
        purge: bool,
        report: &mut Report,
    ) -> Result<(), Error> {
        let graph = self.setting.graph()?;
        let records = self.read(report)?;
        let rows = self.stamp_rows(&graph, &records, targets, purge)?;
        self.setting.tables.create_missing(&mut self.work.client)?;
        self.lock.check(&mut self.work)?;
        let what = "record the revisions";
        let after = super::execute::moved(&self.heads, &rows);
        let is_change = !rows.is_empty() || (purge && !records.half_done.is_empty());
        // What is recorded from now on, even if all that was done is to forget.
        let noted = if rows.insert.is_empty() { after.clone() } else { rows.insert.clone() };
        self.work.client.batch_execute("BEGIN").map_err(|error| Error::own(what, error))?;
        let result = self.write_stamp(&rows, if is_change { Some(&noted) } else { None }, purge);
        if let Err(error) = result {
            self.work.roll_back();
            return Err(error);
        }
        self.work.client.batch_execute("COMMIT").map_err(|error| Error::own(what, error))?;
        if is_change {
            let applied = self.stamped(&noted, after.clone());
            report.applied.push(applied.clone());
            (self.emit)(Event::RevisionFinished(applied));
        }
        report.to.clone_from(&after);
        self.heads = after;
        Ok(())
    }

    fn stamp_rows(
        &self,
        graph: &Graph,
        records: &Records,
        targets: &[Target],
        purge: bool,
    ) -> Result<RowChange, Error> {
        if purge {
            let mut rows = graph.stamp_all::<String>(&[], targets)?;
            rows.delete = self.heads.iter().filter(|id| !rows.insert.contains(id)).cloned().collect();
            rows.insert.retain(|id| !self.heads.contains(id));
            return Ok(rows);
        }
        self.setting.check_known(graph, records)?;
        match records.half_done.first() {
            Some(half) => Err(Error::HalfApplied {
                revision: half.revision.clone(),
                action: half.action,
                done: half.done(),
            }),
            None => Ok(graph.stamp_all(&self.heads, targets)?),
        }
    }

    fn write_stamp(&mut self, rows: &RowChange, noted: Option<&[String]>, purge: bool) -> Result<(), Error> {
        let what = "record the revisions";
        let (session, tables) = (&mut self.work, &self.setting.tables);
        if purge {
            let sql = format!("DELETE FROM {}", tables.ledger);
            session.client.batch_execute(&sql).map_err(|error| Error::own(what, error))?;
        }
        let Some(noted) = noted else { return Ok(()) };
        let who = self.setting.options.client.as_deref();
        let scripts: Vec<&Script> = noted.iter().filter_map(|id| self.setting.script(id)).collect();
        let (first, others) = match scripts.split_first() {
            Some((first, others)) => (Note::of(first, Action::Stamp, who), others),
            None => (Note { client: who, ..BASE }, Default::default()),
        };
        let moved =
            record::step(session, tables, rows, &first, false).map_err(|error| Error::own(what, error))?;
        if !moved {
            return Err(Error::ChangedMeanwhile { revision: first.revision.to_owned() });
        }
        for script in others {
            record::note(session, tables, &Note::of(script, Action::Stamp, who))
                .map_err(|error| Error::own(what, error))?;
        }
        Ok(())
    }

    fn stamped(&self, noted: &[String], to: Vec<String>) -> Applied {
        let script = noted.first().and_then(|id| self.setting.script(id));
        Applied {
            revision: super::place(noted),
            action: Action::Stamp,
            message: script.map(|script| script.message.to_owned()).unwrap_or_default(),
            file: script.map(|script| script.file.to_owned()).unwrap_or_default(),
            from: self.heads.clone(),
            to,
            duration: std::time::Duration::ZERO,
        }
    }

    /// Records the new checksums of edited revisions.
    pub(super) fn accept(&mut self, edited: &[&Script]) -> Result<(), Error> {
        let who = self.setting.options.client.as_deref();
        for script in edited {
            let note = Note::of(script, Action::Accept, who);
            record::note(&mut self.work, &self.setting.tables, &note)
                .map_err(|error| Error::own("record a checksum", error))?;
            (self.emit)(Event::EditAccepted { revision: script.revision.id.to_owned() });
        }
        Ok(())
    }
}

/// What the history has for the revision of a stamp that leaves nothing recorded.
pub(super) const BASE_ID: &str = "base";

/// The note of such a stamp.
pub(super) const BASE: Note<'static> = Note {
    revision: BASE_ID,
    action: Action::Stamp,
    message: "",
    checksum: "",
    duration: std::time::Duration::ZERO,
    client: None,
    sql: None,
    error: None,
};
