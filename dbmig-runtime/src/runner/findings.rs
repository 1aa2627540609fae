//! What is wrong with the records of a database, all of it at once, and what repairs it.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::run::{Records, Setting};
use super::session::Session;
use super::{Action, EditedRevision, Error, HistoryEntry, LogFilter, SkippedRevision, UnknownRevision};
use super::{history, place};
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
    /// The version table is gone.
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
            Self::NoVersions { rows } => format!("makes it again, with {}", place(rows)),
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
            Self::NoVersions { .. } => f.write_str("the version table is gone"),
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
    if records.has_no_versions {
        let is_used = !records.latest.is_empty();
        return is_used.then(|| Finding::NoVersions { rows: told(graph, entries) }).into_iter().collect();
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
    records.heads.iter().all(is_told).then(|| told(graph, entries))
}

/// The version rows that the history leads to, without revisions that the code lacks; sorted.
pub(super) fn told(graph: &Graph, entries: &[HistoryEntry]) -> Vec<String> {
    let mut applied: BTreeSet<&str> = BTreeSet::new();
    for entry in entries.iter().filter(|entry| entry.result == super::Outcome::Done) {
        let id = entry.revision.as_str();
        match entry.action {
            Action::Upgrade | Action::Stamp if graph.node(id).is_some() => {
                if entry.action == Action::Stamp {
                    graph.descendants(id).into_iter().for_each(|above| _ = applied.remove(above));
                }
                applied.extend(graph.ancestors(id));
                applied.extend(graph.node(id).map(|node| node.id.as_str()));
            }
            Action::Stamp if id == super::stamp::BASE_ID => applied.clear(),
            Action::Downgrade => {
                graph.descendants(id).into_iter().for_each(|above| _ = applied.remove(above));
                applied.remove(id);
            }
            _ => {}
        }
    }
    let is_top = |id: &&&str| !graph.descendants(id).iter().any(|above| applied.contains(above));
    applied.iter().filter(is_top).map(|id| (*id).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::super::Outcome;
    use super::*;
    use crate::revision::Node;

    fn graph() -> Graph {
        let node = |id: &str, parents: &[&str]| Node {
            id: id.to_owned(),
            parents: parents.iter().map(|id| (*id).to_owned()).collect(),
            ..Node::default()
        };
        let nodes = [node("a", &[]), node("b", &["a"]), node("c", &["b"]), node("x", &["a"])];
        Graph::new(nodes).unwrap()
    }

    /// `action id; …`, `!` for what failed.
    fn entries(text: &str) -> Vec<HistoryEntry> {
        let entry = |(index, words): (usize, &str)| {
            let (action, id) = words.trim().split_once(' ').unwrap();
            HistoryEntry {
                id: i64::try_from(index).unwrap(),
                revision: id.trim_end_matches('!').to_owned(),
                action: Action::from_column(action),
                message: String::new(),
                checksum: String::new(),
                started_at: SystemTime::UNIX_EPOCH,
                duration: Duration::ZERO,
                applied_by: String::new(),
                client: None,
                dbmig_version: String::new(),
                result: if id.ends_with('!') { Outcome::Failed } else { Outcome::Done },
                error: None,
                sql: None,
            }
        };
        text.split(';').enumerate().map(entry).collect()
    }

    #[test]
    fn the_history_leads_to_rows() {
        for (history, rows) in [
            ("upgrade a; upgrade b", "b"),
            ("upgrade a; upgrade b; upgrade c!", "b"),
            ("upgrade a; upgrade x; upgrade b", "b x"),
            ("upgrade a; upgrade b; downgrade b", "a"),
            ("stamp c; downgrade c", "b"),
            ("stamp c; stamp a", "a"),
            ("stamp c; stamp base", ""),
            ("upgrade a; upgrade gone; downgrade gone", "a"),
            ("upgrade a; accept a; upgrade gone", "a"),
        ] {
            assert_eq!(told(&graph(), &entries(history)).join(" "), rows, "{history}");
        }
    }
}
