//! Putting the records of a database right. Nothing but records is changed.

use super::findings::{self, Finding};
use super::ledger;
use super::record::{self, Note};
use super::run::{Records, Run};
use super::{Action, Error, LogFilter, Report, history, rights, told};
use crate::revision::{Graph, RowChange};

/// What is to be recorded. Each is said by a person: only they know what is true of the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Edited revisions: the database matches them as they are now.
    pub accept_edited: bool,
    /// Revisions that were put below applied ones: the database has what they do.
    pub mark_applied: Vec<String>,
    /// Recorded revisions that the code doesn't have: the database is where the history tells without them.
    pub forget_unknown: bool,
    /// Half done revisions that the code can't finish: what was done is undone.
    pub forget_half_done: bool,
    /// Version rows without a revision go, and a version table that is gone, or empty while the history says that revisions
    /// are applied, becomes what the history tells.
    pub restore_versions: bool,
}

impl Repairs {
    fn settle(&self, finding: &Finding) -> bool {
        match finding {
            Finding::Edited(_) => self.accept_edited,
            Finding::Skipped(skipped) => self.mark_applied.contains(&skipped.id),
            Finding::Unknown { .. } => self.forget_unknown,
            Finding::NullRows | Finding::NoVersions { .. } => self.restore_versions,
            Finding::Stuck { .. } => self.forget_half_done,
        }
    }
}

impl Run<'_> {
    /// Records what `repairs` says of what is found, in one transaction.
    pub(super) fn repair(&mut self, repairs: &Repairs, report: &mut Report) -> Result<Vec<Finding>, Error> {
        let what = "record the repair";
        let found = findings::find(&self.setting, &mut self.work)?;
        let is_lost = found.iter().any(|finding| matches!(finding, Finding::NoVersions { .. }));
        let (mut settled, left): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| repairs.settle(one));
        let skipped = left.into_iter().filter_map(|finding| match finding {
            Finding::Skipped(skipped) => Some(skipped),
            _ => None,
        });
        let skipped: Vec<_> = skipped.collect();
        // With the new checksum of the revision above it, nobody would see any more that it never ran.
        if !skipped.is_empty() && settled.iter().any(|finding| matches!(finding, Finding::Edited(_))) {
            return Err(Error::Skipped { revisions: skipped });
        }
        if settled.is_empty() {
            return Ok(settled);
        }
        self.setting.tables.make_ready(&mut self.work.client, is_lost)?;
        self.lock.check(&mut self.work)?;
        self.work.client.batch_execute("BEGIN").map_err(|error| Error::own(what, error))?;
        let result = self.write_repairs(&settled, report);
        if let Err(error) = result {
            self.work.roll_back();
            return Err(rights::explain(&mut self.work.client, &self.setting.tables, error));
        }
        self.work.client.batch_execute("COMMIT").map_err(|error| Error::own(what, error))?;
        if settled == [Finding::NullRows] {
            // What else is wrong could not be read before.
            settled.extend(self.repair_rest(repairs, report)?);
        }
        Ok(settled)
    }

    fn repair_rest(&mut self, repairs: &Repairs, report: &mut Report) -> Result<Vec<Finding>, Error> {
        match findings::find(&self.setting, &mut self.work)?.contains(&Finding::NullRows) {
            true => Ok(Vec::new()),
            false => self.repair(repairs, report),
        }
    }

    fn write_repairs(&mut self, settled: &[Finding], report: &mut Report) -> Result<(), Error> {
        let graph = self.setting.graph()?;
        if settled.contains(&Finding::NullRows) {
            let sql = format!("DELETE FROM {} WHERE revision IS NULL", self.setting.tables.version);
            let deleted = self.work.client.batch_execute(&sql);
            deleted.map_err(|error| Error::own("delete rows without a revision", error))?;
        }
        let records = self.read(report)?;
        self.forget_unknown(&graph, &records, settled, report)?;
        for finding in settled {
            match finding {
                Finding::Edited(edited) => self.note(&edited.id, Action::Accept)?,
                Finding::Skipped(skipped) => self.note(&skipped.id, Action::Mark)?,
                Finding::NoVersions { rows } => {
                    self.setting.tables.create_version(&mut self.work.client)?;
                    self.move_rows(&graph, &records, rows, report)?;
                }
                Finding::Stuck { revision, action, .. } => {
                    let key = (revision.as_str(), *action);
                    ledger::forget_all(&mut self.work.client, &self.setting.tables, key)
                        .map_err(|error| Error::own("forget what is half done", error))?;
                    self.note(revision, Action::Forget)?;
                }
                Finding::Unknown { .. } | Finding::NullRows => {}
            }
        }
        Ok(())
    }

    /// All rows that the code lacks go together, and what the history has below them comes.
    fn forget_unknown(
        &mut self,
        graph: &Graph,
        records: &Records,
        settled: &[Finding],
        report: &mut Report,
    ) -> Result<(), Error> {
        if !settled.iter().any(|finding| matches!(finding, Finding::Unknown { .. })) {
            return Ok(());
        }
        let rows = match self.setting.tables.existing(&mut self.work.client)?.history {
            Some(found) => {
                let (client, tables) = (&mut self.work.client, &self.setting.tables);
                let entries = history::entries(client, tables, &found, &LogFilter::default())?;
                findings::without_unknown(graph, records, &entries)
            }
            None => None,
        };
        let Some(rows) = rows else {
            return self.setting.check_known(graph, records);
        };
        self.move_rows(graph, records, &rows, report)
    }

    /// Makes the version rows `rows`.
    fn move_rows(
        &mut self,
        graph: &Graph,
        records: &Records,
        rows: &[String],
        report: &mut Report,
    ) -> Result<(), Error> {
        let change = RowChange {
            delete: self.heads.iter().filter(|id| !rows.contains(id)).cloned().collect(),
            insert: rows.iter().filter(|id| !self.heads.contains(id)).cloned().collect(),
        };
        let latest = records.latest.values().map(|entry| (entry.action, entry.revision.as_str()));
        let lines = told::of_repair(graph, latest, rows);
        let note = |(action, id)| {
            let note = self.note_of(id, action);
            // An edit that nobody accepted stays one.
            let recorded = records.latest.get(id).filter(|entry| entry.action.leaves_applied());
            Note { checksum: recorded.map_or(note.checksum, |entry| &entry.checksum), ..note }
        };
        let notes: Vec<Note<'_>> = lines.iter().map(|(action, id)| note((*action, id.as_str()))).collect();
        self.write_rows(&change, &notes)?;
        self.heads = rows.to_vec();
        report.to = rows.to_vec();
        Ok(())
    }

    fn note(&mut self, id: &str, action: Action) -> Result<(), Error> {
        let note = self.note_of(id, action);
        record::note(&mut self.work, &self.setting.tables, &note)
            .map_err(|error| Error::own("record the repair", error))
    }
}
