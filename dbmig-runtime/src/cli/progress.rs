//! A run's events as lines, as a progress bar, or as JSON.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::statement::{self, spent};
use super::{Format, GlobalArgs, print};
use crate::runner::{Action, Applied, Event, place};

/// Shows the events of one database's run.
pub(super) struct Progress {
    database: &'static str,
    format: Format,
    quiet: bool,
    verbose: bool,
    /// Hidden where stderr is no terminal.
    bar: ProgressBar,
    current: Mutex<Current>,
}

/// What runs now.
#[derive(Default)]
struct Current {
    /// The text beside the bar.
    message: String,
    /// When it was last told how far it is, where there is no bar.
    told: Option<Instant>,
}

impl Progress {
    pub(super) fn new(database: &'static str, global: &GlobalArgs) -> Self {
        let bar = match global.quiet || global.format == Format::Json {
            true => ProgressBar::hidden(),
            false => ProgressBar::no_length(),
        };
        let current = Mutex::default();
        Self { database, format: global.format, quiet: global.quiet, verbose: global.verbose, bar, current }
    }

    /// Shows one event.
    pub(super) fn show(&self, event: &Event) {
        match self.format {
            Format::Json => self.line(&self.to_json(event).to_string()),
            Format::Text => self.show_text(event),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Prints a line for people or programs, unless it was asked for silence.
    pub(super) fn line(&self, line: &str) {
        self.bar.suspend(|| print::line(line));
    }

    fn show_text(&self, event: &Event) {
        let database = self.database;
        match event {
            Event::Connected { address } => {
                self.note(self.verbose, &format!("{database}: connected to {address}"))
            }
            Event::LockWaiting { holder, .. } => {
                let holder = holder.as_ref().map(|holder| format!(" held by {holder}")).unwrap_or_default();
                self.note(true, &format!("{database}: waiting for the lock{holder}"));
            }
            Event::OrphanWaiting { pid, .. } => self.note(
                true,
                &format!("{database}: waiting for a statement of an earlier run (process {pid})"),
            ),
            Event::Planned { revisions, .. } => self.start(revisions.len()),
            Event::RevisionStarted { revision, message, done, statements, .. } => {
                self.set_message(format!("{database}: {revision} {message}"));
                if *done > 0 {
                    self.note(
                        true,
                        &format!("{database}: {revision} goes on after {done} of {statements} statements"),
                    );
                }
            }
            Event::StatementStarted { number, sql, .. } => {
                self.note(self.verbose, &format!("{database}: {number}. {}", sql.trim()));
            }
            Event::Blocked { revision, blockers, .. } => {
                self.note(true, &format!("{database}: {revision} {}", statement::blocked(blockers)));
            }
            Event::StatementProgress { number, elapsed, is_waiting, progress, .. } => {
                let words = statement::progress(*is_waiting, progress.as_deref());
                self.tell(*number, *elapsed, &words);
            }
            Event::BatchFinished { number, elapsed, .. } => {
                self.tell(*number, *elapsed, &statement::batches(event));
            }
            Event::BatchesWaiting { number, .. } => {
                self.note(true, &format!("{database}: statement {number}: {}", statement::waiting(event)));
            }
            Event::Retrying { sqlstate, pause, attempts, .. } => {
                let why = match sqlstate.as_str() {
                    "40P01" => "a deadlock",
                    "40001" => "a serialization failure",
                    _ => "it did not get its locks",
                };
                let line = format!(
                    "{database}: attempt {attempts} was rolled back ({why}); again in {}",
                    spent(*pause)
                );
                self.note(true, &line);
            }
            Event::StatementFound { number, .. } => {
                self.note(true, &format!("{database}: statement {number} was done by an earlier run"));
            }
            Event::DroppingUnfinishedIndex { index } => {
                self.note(
                    true,
                    &format!("{database}: dropping {index}, which a broken-off build left invalid"),
                );
            }
            Event::LeftUnfinished { revision, number } => self.note(
                true,
                &format!(
                    "{database}: statement {number} of {revision} left something unfinished (an invalid index, for one), \
                     which the next run takes away"
                ),
            ),
            Event::FinishingDetach { partition } => {
                self.note(true, &format!("{database}: {partition} is half detached; going on with that"));
            }
            Event::AskingAfterCommit { revision } => self.note(
                true,
                &format!(
                    "{database}: the connection broke during the COMMIT of {revision}; asking the server"
                ),
            ),
            Event::RevisionFinished(applied) => {
                self.bar.inc(1);
                if !self.quiet {
                    self.line(&finished(database, applied));
                }
            }
            Event::EditAccepted { revision } => {
                self.note(true, &format!("{database}: accepted the edited revision {revision}"));
            }
            _ => self.restore_message(),
        }
    }

    /// How far a statement is: beside the bar, or on a line of its own every now and then.
    fn tell(&self, number: usize, elapsed: Duration, words: &str) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.bar.is_hidden() {
            return self.bar.set_message(format!("{}: {words}", current.message));
        }
        if elapsed >= TELL_EVERY && current.told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            current.told = Some(Instant::now());
            let line = format!("{}: statement {number}: {words} ({})", current.message, spent(elapsed));
            self.note(true, &line);
        }
    }

    fn set_message(&self, message: String) {
        self.bar.set_message(message.clone());
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Current { message, told: None };
    }

    fn restore_message(&self) {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        self.bar.set_message(current.message.clone());
    }

    fn start(&self, revisions: usize) {
        if revisions == 0 {
            return;
        }
        if let Ok(style) = ProgressStyle::with_template("{spinner} [{pos}/{len}] {msg} ({elapsed})") {
            self.bar.set_style(style);
        }
        self.bar.set_length(u64::try_from(revisions).unwrap_or_default());
        if !self.bar.is_hidden() {
            self.bar.enable_steady_tick(Duration::from_millis(100));
        }
    }

    /// A line about the way, not the result: to stderr.
    fn note(&self, wanted: bool, line: &str) {
        if wanted && !self.quiet {
            self.bar.suspend(|| print::note(line));
        }
    }

    fn to_json(&self, event: &Event) -> Value {
        print::with_name(self.database, print::with_version(json!(event)))
    }
}

/// Between two lines on the same statement.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// `users: 3f2a9c1e4b7d -> 8c1f0e2a9b7d add priority to task (12 ms)`.
fn finished(database: &str, applied: &Applied) -> String {
    let Applied { action, message, from, to, duration, .. } = applied;
    let (from, to) = (place(from), place(to));
    match action {
        Action::Stamp => format!("{database}: {from} -> {to} stamped"),
        _ => format!("{database}: {from} -> {to} {message} ({})", spent(*duration)),
    }
}
