//! What came of proving a new revision, in words and as JSON.

use serde_json::{Map, Value, json};

use crate::console::Console;
use crate::proof::Rows;
use crate::scratch::Replayed;

/// What came of proving a new revision.
pub(super) enum Outcome {
    /// `--no-proof`.
    Skipped,
    /// It is not proven; why has been printed.
    Failed,
    /// It is.
    Proven(Box<Proven>),
}

/// A proof that came out well.
pub(super) struct Proven {
    pub(super) seconds: f32,
    /// What of it went to the run on empty tables.
    pub(super) empty_seconds: f32,
    /// What became of rows.
    pub(super) rows: Rows,
    /// What the revisions come to with the new one.
    pub(super) replayed: Replayed,
}

impl Outcome {
    pub(super) fn is_failed(&self) -> bool {
        matches!(self, Self::Failed)
    }

    /// `proven`: true, false, or null where nothing was tried.
    pub(super) fn proven(&self) -> Option<bool> {
        match self {
            Self::Skipped => None,
            Self::Failed => Some(false),
            Self::Proven(_) => Some(true),
        }
    }

    /// `proof`: with which rows.
    pub(super) fn describe(&self) -> Value {
        match self {
            Self::Skipped | Self::Failed => Value::Null,
            Self::Proven(proven) => proven.describe(),
        }
    }
}

impl Proven {
    /// One line, and one for each thing that a person should know.
    pub(super) fn tell(&self, console: Console, id: &str, name: &str) {
        let Self { seconds, empty_seconds, rows, .. } = self;
        let with_rows =
            if rows.tables.is_empty() { String::new() } else { format!(", with rows in {}", rows.names()) };
        console.note(format!(
            "proven on scratch in {seconds:.1} s{with_rows}: {id} upgrades {name} to the models and downgrades it to where it was"
        ));
        for note in &rows.notes {
            console.note(format!("  note: {note}"));
        }
        for (table, reason) in &rows.unfilled {
            console.note(format!("  note: {table} was proven without rows, none could be made: {reason}"));
        }
        let with_rows = seconds - empty_seconds;
        console.detail(format!(
            "{name}: of the proof, {empty_seconds:.2} s on empty tables and {with_rows:.2} s with rows, {:.2} s of it to make them",
            rows.filling.as_secs_f32()
        ));
    }

    fn describe(&self) -> Value {
        let rows: Map<String, Value> =
            self.rows.tables.iter().map(|(table, count)| (table.to_string(), (*count).into())).collect();
        let unfilled: Map<String, Value> = self
            .rows
            .unfilled
            .iter()
            .map(|(table, reason)| (table.to_string(), reason.as_str().into()))
            .collect();
        json!({ "seconds": self.seconds, "rows": rows, "unfilled": unfilled, "notes": self.rows.notes })
    }
}
