//! Recording revisions without running them.

use super::record::{self, Note};
use super::run::{Records, Run};
use super::{Action, Applied, Error, Event, Report, Script, rights, told};
use crate::revision::{Graph, RowChange, Target};

impl<'a> Run<'a> {
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
        self.setting.tables.make_ready(&mut self.work.client, records.is_lost)?;
        self.lock.check(&mut self.work)?;
        let what = "record the revisions";
        let after = super::execute::moved(&self.heads, &rows);
        let lines = self.stamp_lines(&graph, &records, &after, purge);
        let is_change = !lines.is_empty();
        // What is recorded from now on, even if all that was done is to forget.
        let noted = if rows.insert.is_empty() { after.clone() } else { rows.insert.clone() };
        self.work.client.batch_execute("BEGIN").map_err(|error| Error::own(what, error))?;
        let created = match records.is_lost {
            true => self.setting.tables.create_version(&mut self.work.client),
            false => Ok(()),
        };
        let result = created.and_then(|()| self.write_stamp(&rows, &lines, purge));
        if let Err(error) = result {
            self.work.roll_back();
            return Err(rights::explain(&mut self.work.client, &self.setting.tables, error));
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

    /// What the history is to say of it.
    fn stamp_lines(
        &self,
        graph: &Graph,
        records: &Records,
        after: &[String],
        purge: bool,
    ) -> Vec<(Action, String)> {
        // What lies below a row that the code lacks is told by nobody, nor what rows there were that are lost.
        let is_new_start = records.is_lost || self.heads.iter().any(|id| graph.node(id).is_none());
        let lines = match is_new_start {
            true => told::of_new_start(after),
            false => told::of_stamp(graph, &self.heads, after),
        };
        let forgotten = records.half_done.iter().filter(|_| purge);
        forgotten.map(|half| (Action::Forget, half.revision.clone())).chain(lines).collect()
    }

    fn write_stamp(
        &mut self,
        rows: &RowChange,
        lines: &[(Action, String)],
        purge: bool,
    ) -> Result<(), Error> {
        if purge {
            let sql = format!("DELETE FROM {}", self.setting.tables.ledger);
            let deleted = self.work.client.batch_execute(&sql);
            deleted.map_err(|error| Error::own("record the revisions", error))?;
        }
        let notes: Vec<Note<'_>> = lines.iter().map(|(action, id)| self.note_of(id, *action)).collect();
        self.write_rows(rows, &notes)
    }

    /// Moves the version rows, and writes `notes`, of which there is one at least where rows move.
    pub(super) fn write_rows(&mut self, rows: &RowChange, notes: &[Note<'_>]) -> Result<(), Error> {
        let what = "record the revisions";
        let Some((first, others)) = notes.split_first() else { return Ok(()) };
        let (session, tables) = (&mut self.work, &self.setting.tables);
        let moved =
            record::step(session, tables, rows, first, false).map_err(|error| Error::own(what, error))?;
        if !moved {
            return Err(Error::ChangedMeanwhile { revision: first.revision.to_owned() });
        }
        for note in others {
            record::note(session, tables, note).map_err(|error| Error::own(what, error))?;
        }
        Ok(())
    }

    /// What the history says of a revision, which the code may lack.
    pub(super) fn note_of<'n>(&self, id: &'n str, action: Action) -> Note<'n>
    where
        'a: 'n,
    {
        let client = self.setting.options.client.as_deref();
        match self.setting.script(id) {
            Some(script) => Note::of(script, action, client),
            None => Note { revision: id, action, client, ..BASE },
        }
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
const BASE: Note<'static> = Note {
    revision: BASE_ID,
    action: Action::Stamp,
    message: "",
    checksum: "",
    duration: std::time::Duration::ZERO,
    client: None,
    sql: None,
    error: None,
};
