//! The runner's public face.

use std::thread;

use super::current::{self, Current, HistoryLine, RevisionInfo};
use super::run::{self, Run, Setting};
use super::{Canceller, Database, Error, Event, Failure, HistoryEntry, Options, Report};
use crate::revision::{self, Direction, Range, Target};

/// Applies the revisions of one database.
///
/// Everything runs, and every connection is dropped, on a thread of its own, so that a run can be started from
/// anywhere, from inside an async runtime too: the call blocks until the run is done.
///
/// ```no_run
/// # fn run(users: dbmig_runtime::runner::Database) -> Result<(), dbmig_runtime::runner::Failure> {
/// use dbmig_runtime::runner::{Event, Runner};
///
/// let report = Runner::new(users, "postgres://app:secret@localhost/users")
///     .on_event(|event| if let Event::RevisionFinished(applied) = event { println!("{}", applied.message) })
///     .upgrade("head")?;
/// println!("{} revisions applied", report.applied.len());
/// # Ok(())
/// # }
/// ```
pub struct Runner<'a> {
    database: Database,
    url: String,
    options: Options,
    canceller: Canceller,
    on_event: Box<dyn FnMut(&Event) + Send + 'a>,
}

impl<'a> Runner<'a> {
    /// A runner for `database` at `url` (`postgres://…` or `key=value …`), with the default options.
    pub fn new(database: Database, url: impl Into<String>) -> Self {
        Self {
            database,
            url: url.into(),
            options: Options::default(),
            canceller: Canceller::default(),
            on_event: Box::new(|_| {}),
        }
    }

    /// Sets the options.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Calls `listener` with what happens, on the run's thread.
    #[must_use]
    pub fn on_event(mut self, listener: impl FnMut(&Event) + Send + 'a) -> Self {
        self.on_event = Box::new(listener);
        self
    }

    /// A handle that stops a run from another thread.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// Applies what leads to `target`: `head`, `+1`, an id, a label, …
    ///
    /// # Errors
    /// [`Failure`], with what was applied before.
    pub fn upgrade(&mut self, target: &str) -> Result<Report, Failure> {
        self.run(target, |run, target, report| {
            run.walk(Direction::Upgrade, |graph, heads| Ok(graph.upgrade(heads, target)?), report)
        })
    }

    /// Takes back what is above `target`: `-1`, `base`, an id, …
    ///
    /// # Errors
    /// [`Failure`], with what was taken back before.
    pub fn downgrade(&mut self, target: &str) -> Result<Report, Failure> {
        self.run(target, |run, target, report| {
            run.walk(Direction::Downgrade, |graph, heads| Ok(graph.downgrade(heads, target)?), report)
        })
    }

    /// Records `target` without running anything. With `purge`, whatever is recorded and half done is forgotten first.
    ///
    /// # Errors
    /// [`Failure`]; nothing was changed.
    pub fn stamp(&mut self, target: &str, purge: bool) -> Result<Report, Failure> {
        self.run(target, |run, target, report| run.stamp(target, purge, report))
    }

    /// Whether the code knows what `target` names. Asks no database, so a target that counts from where the database is
    /// (`+1`) is always fine.
    ///
    /// # Errors
    /// If the target is misspelled, or names no revision of this database.
    pub fn check_target(&self, target: &str) -> Result<(), Error> {
        let target: Target = target.parse()?;
        match run::graph(&self.database)?.resolve::<&str>(&[], &target) {
            Err(error @ revision::Error::Unknown { .. }) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Reads where the database is. Creates nothing: without a version table it is at the base.
    ///
    /// # Errors
    /// If the database can't be reached or read.
    pub fn current(&mut self) -> Result<Current, Error> {
        self.read(current::current)
    }

    /// The revisions of the code in `range` (`a:b`, `a:`, `:b`; `None` is all), newest first, with what the database
    /// knows of each. Creates nothing.
    ///
    /// # Errors
    /// If the range names nothing, or the database can't be reached or read.
    pub fn history(&mut self, range: Option<&str>) -> Result<Vec<HistoryLine>, Error> {
        let range: Range = range.map_or(Ok(Range::default()), str::parse)?;
        self.read(|setting| current::history(setting, &range))
    }

    /// Every row of the history table, oldest first. Creates nothing.
    ///
    /// # Errors
    /// If the database can't be reached or read.
    pub fn log(&mut self) -> Result<Vec<HistoryEntry>, Error> {
        self.read(current::log)
    }

    /// The heads of the code. Asks no database.
    ///
    /// # Errors
    /// If the revisions make no history.
    pub fn heads(&self) -> Result<Vec<RevisionInfo>, Error> {
        current::heads(&self.database)
    }

    fn run(
        &mut self,
        target: &str,
        work: impl FnOnce(&mut Run<'_>, &Target, &mut Report) -> Result<(), Error> + Send,
    ) -> Result<Report, Failure> {
        let Self { database, url, options, canceller, on_event } = self;
        let mut report = Report::default();
        let result = on_own_thread(|| {
            let target: Target = target.parse()?;
            let setting = Setting::new(database, url, options, canceller)?;
            report.address = setting.address.clone();
            setting.graph()?;
            let emit = Box::new(|event: Event| on_event(&event));
            let result = Run::begin(setting, emit).and_then(|mut run| {
                let result = work(&mut run, &target, &mut report);
                run.end();
                result
            });
            canceller.watch(None);
            result
        });
        match result {
            Ok(()) => Ok(report),
            // Whatever the broken-off statement said, the reason is that we were told to stop; unless nobody knows now
            // what is in the database.
            Err(error) if canceller.is_cancelled() && !error.leaves_doubt() => {
                Err(Failure { error: Error::Interrupted, report: Box::new(report) })
            }
            Err(error) => Err(Failure { error, report: Box::new(report) }),
        }
    }

    fn read<T: Send>(
        &mut self,
        read: impl FnOnce(&Setting<'_>) -> Result<T, Error> + Send,
    ) -> Result<T, Error> {
        let Self { database, url, options, canceller, .. } = self;
        on_own_thread(|| read(&Setting::new(database, url, options, canceller)?))
    }
}

impl std::fmt::Debug for Runner<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner").field("database", &self.database.name).finish_non_exhaustive()
    }
}

/// The driver panics when it is used, or dropped, inside an async runtime; a new thread is outside of every one.
pub(crate) fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| match scope.spawn(work).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}
