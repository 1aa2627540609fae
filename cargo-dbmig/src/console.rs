//! What is told to the user while a verb runs. Results go to standard output, everything else to standard error.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use dbmig_runtime::cli::{Format, GlobalArgs};
use indicatif::ProgressBar;

/// How much is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    quiet: bool,
    verbose: bool,
    /// How results are printed.
    pub(crate) format: Format,
}

/// The version of what verbs print with `--format json`; the crate's documentation has the shapes.
const JSON_VERSION: u32 = 1;

/// The document with the version of its shape.
pub(crate) fn versioned(mut document: serde_json::Value) -> serde_json::Value {
    if let Some(fields) = document.as_object_mut() {
        fields.insert("version".to_owned(), JSON_VERSION.into());
    }
    document
}

impl Console {
    pub(crate) fn new(global: &GlobalArgs) -> Self {
        Self { quiet: global.quiet, verbose: global.verbose, format: global.format }
    }

    /// True if nothing but results and errors is told.
    pub(crate) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// A line of a result, for people.
    pub(crate) fn result(self, line: impl AsRef<str>) {
        if self.format == Format::Text {
            anstream::println!("{}", line.as_ref());
        }
    }

    /// A result as one JSON document: the fields of `value`, and the version of its shape.
    pub(crate) fn json(self, value: serde_json::Value) {
        if self.format == Format::Json {
            anstream::println!("{}", versioned(value));
        }
    }

    /// What is going on.
    pub(crate) fn note(self, line: impl AsRef<str>) {
        if !self.quiet {
            anstream::eprintln!("{}", line.as_ref());
        }
    }

    /// What is likely to be done next.
    pub(crate) fn next(self, step: impl AsRef<str>) {
        if self.format == Format::Text {
            self.note(format!("next: {}", step.as_ref()));
        }
    }

    /// A spinner with what is going on, until it is dropped; nothing where standard error is no terminal. For work that prints
    /// nothing itself.
    pub(crate) fn busy(self, what: impl Into<Cow<'static, str>>) -> Busy {
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(120));
        Busy { bar }
    }

    /// Does `work`; `-v` tells how long it took.
    pub(crate) fn timed<T>(self, what: impl AsRef<str>, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.detail(format!("{} in {:.2} s", what.as_ref(), began.elapsed().as_secs_f32()));
        done
    }

    /// What only `-v` asks for.
    pub(crate) fn detail(self, line: impl AsRef<str>) {
        if self.verbose {
            anstream::eprintln!("{}", line.as_ref());
        }
    }
}

/// Work that goes on; dropping it takes the spinner away.
pub(crate) struct Busy {
    bar: ProgressBar,
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
