//! A line a case, for people, and a bar where a terminal is.

use std::time::Duration;

use anstyle::AnsiColor;
use dbmig_runtime::testing::{Case, Event, Outcome};
use indicatif::{ProgressBar, ProgressStyle};

use super::{TestFormat, Tested};
use crate::console::Console;

/// Shows the cases of one database.
pub(super) struct Show<'a> {
    database: &'a str,
    /// False if the result is a document.
    is_text: bool,
    console: Console,
    /// Hidden where standard error is no terminal.
    bar: ProgressBar,
}

impl<'a> Show<'a> {
    pub(super) fn new(database: &'a str, format: TestFormat, console: Console) -> Self {
        let bar = if console.is_quiet() { ProgressBar::hidden() } else { ProgressBar::no_length() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} [{pos}/{len}] {msg} ({elapsed})") {
            bar.set_style(style);
        }
        Self { database, is_text: format == TestFormat::Text, console, bar }
    }

    pub(super) fn event(&self, event: &Event) {
        match event {
            Event::Planned { total } => {
                self.bar.set_length(u64::try_from(*total).unwrap_or_default());
                if !self.bar.is_hidden() {
                    self.bar.enable_steady_tick(Duration::from_millis(100));
                }
            }
            Event::Started { name, title } => {
                self.bar.set_message(format!("{}: {name} {title}", self.database));
            }
            Event::Finished(case) => {
                self.bar.inc(1);
                self.case(case);
            }
            _ => {}
        }
    }

    /// The line of one case, with what it failed for below.
    pub(super) fn case(&self, case: &Case) {
        if self.is_text && (!self.console.is_quiet() || !case.is_fine()) {
            self.bar
                .suspend(|| lines(self.database, case).iter().for_each(|line| anstream::println!("{line}")));
        }
    }

    /// The last line of a database.
    pub(super) fn finish(&self, tested: &Tested) {
        self.bar.finish_and_clear();
        let line = format!("{}: {} in {}", self.database, tested.counts(), spent(tested.duration()));
        match self.is_text {
            true => anstream::println!("{line}"),
            false => self.console.note(line),
        }
    }
}

/// `users: proven   3f2a9c1e4b7d create user (120 ms)`.
fn lines(database: &str, case: &Case) -> Vec<String> {
    let (color, word, rest) = match &case.outcome {
        Outcome::Passed => {
            (AnsiColor::Green, "proven ", format!("{} ({})", with_rows(case), spent(case.duration)))
        }
        Outcome::Skipped { reason } => (AnsiColor::Yellow, "skipped", format!(": {reason}")),
        Outcome::Failed(failure) => {
            let file = case.file.as_ref().map(|file| format!(" ({file})")).unwrap_or_default();
            (AnsiColor::Red, "FAILED ", format!("{file}: {}", failure.message))
        }
    };
    let style = color.on_default().bold();
    let mut lines = vec![format!("{database}: {style}{word}{style:#} {} {}{rest}", case.name, case.title)];
    let below = case.failure().into_iter().flat_map(|failure| failure.lines()).map(str::to_owned);
    lines.extend(below.chain(case.notes.iter().cloned()).map(|line| format!("    {line}")));
    lines
}

/// `, with rows in a, b and 3 more`.
fn with_rows(case: &Case) -> String {
    let names: Vec<&str> = case.rows.keys().map(String::as_str).take(NAMED).collect();
    match case.rows.len() - names.len() {
        0 if names.is_empty() => String::new(),
        0 => format!(", with rows in {}", names.join(", ")),
        more => format!(", with rows in {} and {more} more", names.join(", ")),
    }
}

/// How many tables are named.
const NAMED: usize = 3;

/// A duration for people.
fn spent(duration: Duration) -> String {
    match duration.as_millis() {
        ms @ 0..10_000 => format!("{ms} ms"),
        ms => format!("{} s", ms / 1000),
    }
}
