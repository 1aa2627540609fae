//! What is told to the user while a verb runs. Results go to standard output, everything else to standard error.

use std::time::Instant;

use dbmig_runtime::cli::{Format, GlobalArgs};

/// How much is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    quiet: bool,
    verbose: bool,
    /// How results are printed.
    pub(crate) format: Format,
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

    /// A result as one JSON document.
    pub(crate) fn json(self, value: &serde_json::Value) {
        if self.format == Format::Json {
            anstream::println!("{value}");
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
