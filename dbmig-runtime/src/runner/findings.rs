//! What is wrong with the records of a database, all of it at once, and what repairs it.

use std::fmt;

use serde::Serialize;

use super::run::{Records, Setting};
use super::session::Session;
use super::{Action, EditedRevision, Error, HistoryEntry, LogFilter, SkippedRevision, UnknownRevision};
use super::{history, place, told};
use crate::revision::Graph;

/// Something that is wrong with the records of a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// A revision was edited after it was applied.
    Edited(EditedRevision),
    /// A revision was put below one that was applied already.
    Skipped(SkippedRevision),
    /// The version table names a revision that the code doesn't have.
    Unknown {
        /// That revision.
        #[serde(flatten)]
        unknown: UnknownRevision,
        /// The version rows without it, as the history tells; `None` where it doesn't.
        below: Option<Vec<String>>,
    },
    /// The version table has rows without a revision.
    NullRows,
    /// The version table is gone, or empty while the history says that revisions are applied.
    NoVersions {
        /// Its rows, as the history tells.
        rows: Vec<String>,
    },
    /// A revision is half done, and the code can't finish it: it lacks it, or has other statements for it.
    Stuck {
        /// The revision.
        revision: String,
        /// What is half done with it.
        action: Action,
        /// How many of its statements are done.
        done: usize,
    },
}

impl Finding {
    /// The option of `repair` that settles it; `None` where the history doesn't tell how.
    pub fn option(&self) -> Option<String> {
        Some(match self {
            Self::Edited(_) => "--accept-edited".to_owned(),
            Self::Skipped(skipped) => format!("--mark-applied {}", skipped.id),
            Self::Unknown { below: None, .. } => return None,
            Self::Unknown { .. } => "--forget-unknown".to_owned(),
            Self::NullRows | Self::NoVersions { .. } => "--restore-versions".to_owned(),
            Self::Stuck { .. } => "--forget-half-done".to_owned(),
        })
    }

    /// What that option records, and what has to be true for it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Edited(_) => "records the new checksum, if the database matches the edited file".to_owned(),
            Self::Skipped(_) => {
                "records it without running it, if what it does is in the database; otherwise put it on top of the \
                 history, or downgrade below it with the code that it is not in yet"
                    .to_owned()
            }
            Self::Unknown { below: None, .. } => {
                "the history doesn't tell what lies below it: stamp TARGET --purge records where the database really is"
                    .to_owned()
            }
            Self::Unknown { below: Some(rows), .. } => format!(
                "records the database at {}, if what the revision did is undone, or may stay; otherwise run code that has it",
                place(rows)
            ),
            Self::NullRows => "deletes those rows".to_owned(),
            Self::NoVersions { rows } => format!("makes it what the history tells: {}", place(rows)),
            Self::Stuck { .. } => {
                "forgets what is done of it, once that is undone by hand; otherwise run the code that began it".to_owned()
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited(edited) => write!(f, "edited after being applied: {edited}"),
            Self::Skipped(skipped) => skipped.fmt(f),
            Self::Unknown { unknown, .. } => write!(f, "recorded, and not in the code: {unknown}"),
            Self::NullRows => f.write_str("the version table has rows without a revision"),
            Self::NoVersions { .. } => f.write_str(
                "the version table is gone or empty, and the history says that revisions were applied",
            ),
            Self::Stuck { revision, action, done } => write!(
                f,
                "the {action} of revision {revision} is half done ({done} of its statements), and this code can't finish it"
            ),
        }
    }
}

/// Everything that is wrong.
pub(super) fn find(setting: &Setting<'_>, session: &mut Session) -> Result<Vec<Finding>, Error> {
    let graph = setting.graph()?;
    let client = &mut session.client;
    let has_nulls = setting.tables.existing(client)?.version.is_some() && setting.tables.has_nulls(client)?;
    if has_nulls {
        return Ok(vec![Finding::NullRows]);
    }
    let records = setting.records(session)?;
    let entries = match setting.tables.existing(&mut session.client)?.history {
        Some(found) => {
            let filter = LogFilter::default();
            history::entries(&mut session.client, &setting.tables, &found, &filter)?
        }
        None => Vec::new(),
    };
    let mut found = of_rows(setting, &graph, &records, &entries);
    let known: Vec<&String> = super::current::known(&graph, &records.heads);
    found.extend(setting.skipped(&graph, &known, &records)?.into_iter().map(Finding::Skipped));
    found.extend(
        setting.edited(&graph, &known, &records)?.into_iter().map(|(_, edited)| Finding::Edited(edited)),
    );
    for half in &records.half_done {
        if !setting.can_finish(half) {
            let (revision, action, done) = (half.revision.clone(), half.action, half.done());
            found.push(Finding::Stuck { revision, action, done });
        }
    }
    Ok(found)
}

fn of_rows(
    setting: &Setting<'_>,
    graph: &Graph,
    records: &Records,
    entries: &[HistoryEntry],
) -> Vec<Finding> {
    if records.is_lost {
        return vec![Finding::NoVersions { rows: told::rows(graph, entries) }];
    }
    let below = without_unknown(graph, records, entries);
    let finding = |unknown| Finding::Unknown { unknown, below: below.clone() };
    setting.unknown(graph, records).into_iter().map(finding).collect()
}

/// The version rows without those that the code lacks, as the history tells; `None` where it tells nothing of one of those.
pub(super) fn without_unknown(
    graph: &Graph,
    records: &Records,
    entries: &[HistoryEntry],
) -> Option<Vec<String>> {
    let is_told = |id: &String| graph.node(id).is_some() || records.latest.contains_key(id);
    records.heads.iter().all(is_told).then(|| told::rows(graph, entries))
}
