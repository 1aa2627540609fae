//! The runner's public face.

use std::sync::{Mutex, PoisonError};
use std::thread;

use super::current::{self, Current, HistoryLine};
use super::run::{self, Run, Setting};
use super::{
    BranchPoint, Canceller, Database, Error, Event, Failure, Finding, HistoryEntry, LogFilter, Offline,
    Options, Plan, Repairs, Report, RevisionInfo, Shown, code, findings, offline, plan, show, start_up,
};
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
    ///
    /// No environment is read: [`Surroundings::complete`](crate::connect::Surroundings::complete) writes what `PG*` variables and
    /// `~/.pgpass` say into a URL.
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

    /// Calls `listener` with what happens, one event at a time, on threads of the run.
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
        self.run(parsed(target), |run, target, report| {
            run.walk(Direction::Upgrade, |graph, heads| Ok(graph.upgrade(heads, &target)?), report)
        })
    }

    /// Takes back what is above `target`: `-1`, `base`, an id, …
    ///
    /// # Errors
    /// [`Failure`], with what was taken back before.
    pub fn downgrade(&mut self, target: &str) -> Result<Report, Failure> {
        self.run(parsed(target), |run, target, report| {
            run.walk(Direction::Downgrade, |graph, heads| Ok(graph.downgrade(heads, &target)?), report)
        })
    }

    /// Records `target` without running anything. With `purge`, whatever is recorded and half done is forgotten first.
    ///
    /// # Errors
    /// [`Failure`]; nothing was changed.
    pub fn stamp(&mut self, target: &str, purge: bool) -> Result<Report, Failure> {
        self.stamp_all(&[target], purge)
    }

    /// [`Runner::stamp`] with several targets, one after the other.
    ///
    /// # Errors
    /// [`Failure`]; nothing was changed.
    pub fn stamp_all<S: AsRef<str>>(&mut self, targets: &[S], purge: bool) -> Result<Report, Failure> {
        self.run(all_parsed(targets), |run, targets, report| run.stamp(&targets, purge, report))
    }

    /// The script of an upgrade from `from` to `target`. Asks no database.
    ///
    /// # Errors
    /// As [`Runner::upgrade`], so far as nobody has to be asked; `from` can't count from where a database is.
    pub fn upgrade_script(&self, from: &str, target: &str) -> Result<Offline, Error> {
        let target = parsed(target)?;
        self.offline().walk(from, |graph, heads| graph.upgrade(heads, &target))
    }

    /// The script of a downgrade from `from` to `target`. Asks no database.
    ///
    /// # Errors
    /// As [`Runner::upgrade_script`].
    pub fn downgrade_script(&self, from: &str, target: &str) -> Result<Offline, Error> {
        let target = parsed(target)?;
        self.offline().walk(from, |graph, heads| graph.downgrade(heads, &target))
    }

    /// The script that records `targets` in a database at `from`, or, with `purge`, anywhere. Asks no database.
    ///
    /// # Errors
    /// As [`Runner::upgrade_script`].
    pub fn stamp_script<S: AsRef<str>>(
        &self,
        from: &str,
        targets: &[S],
        purge: bool,
    ) -> Result<Offline, Error> {
        self.offline().stamp(from, &all_parsed(targets)?, purge)
    }

    fn offline(&self) -> offline::Setting<'_> {
        offline::Setting { database: &self.database, options: &self.options }
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

    /// Fails unless everything that this code has is applied. Changes nothing.
    ///
    /// # Errors
    /// As [`Database::check`].
    pub fn check(&mut self) -> Result<Current, Error> {
        let if_ahead = self.options.if_ahead;
        let (current, unknown, pending) = self.read(current::standing)?;
        start_up::check(current, unknown, pending, if_ahead)
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
        self.log_of(&LogFilter { with_sql: true, ..LogFilter::default() })
    }

    /// The rows of the history table that `filter` lets through, oldest first. Creates nothing.
    ///
    /// # Errors
    /// If the database can't be reached or read.
    pub fn log_of(&mut self, filter: &LogFilter) -> Result<Vec<HistoryEntry>, Error> {
        self.read(|setting| current::log(setting, filter))
    }

    /// What is wrong with the records of the database, all of it. Changes nothing.
    ///
    /// # Errors
    /// If the database can't be reached or read.
    pub fn findings(&mut self) -> Result<Vec<Finding>, Error> {
        self.read(|setting| findings::find(setting, &mut setting.open_to_read()?))
    }

    /// Settles what is wrong as `repairs` says, in the records and nowhere else. What was settled; the history says it, too.
    ///
    /// # Errors
    /// [`Failure`]; nothing was changed.
    pub fn repair(&mut self, repairs: &Repairs) -> Result<Vec<Finding>, Failure> {
        let mut settled = Vec::new();
        self.run(Ok(()), |run, (), report| {
            settled = run.repair(repairs, report)?;
            Ok(())
        })?;
        Ok(settled)
    }

    /// What [`Runner::upgrade`] would do now. Changes nothing, and holds no lock.
    ///
    /// # Errors
    /// As [`Runner::upgrade`], but for what it would refuse to run: the plan says that.
    pub fn plan(&mut self, target: &str) -> Result<Plan, Error> {
        let target = parsed(target)?;
        self.read(|setting| plan::plan(setting, &target))
    }

    /// Creates dbmig's own tables where they are missing, and the schema that they are in. True if something was.
    ///
    /// # Errors
    /// [`Failure`]; nothing was changed. A version table that is lost is not made empty: [`Error::NoVersions`].
    pub fn ensure_version(&mut self) -> Result<bool, Failure> {
        let mut is_new = false;
        self.run(Ok(()), |run, (), report| {
            let records = run.read(report)?;
            run.setting.check_versions(&records)?;
            is_new = run.setting.tables.create_missing(&mut run.work.client)?;
            Ok(())
        })?;
        Ok(is_new)
    }

    /// What [`Runner::ensure_version`] runs on a database that has nothing of it. Asks no database.
    ///
    /// # Errors
    /// If the configured names can't be used.
    pub fn ensure_version_script(&self) -> Result<Offline, Error> {
        self.offline().ensure_version()
    }

    /// The revisions at `target`, with what they do. Asks the database only for a target that counts from where it is.
    ///
    /// # Errors
    /// If the target names nothing, or the database can't be reached or read.
    pub fn show(&mut self, target: &str) -> Result<Vec<Shown>, Error> {
        let target = parsed(target)?;
        match target.is_relative_to_current() {
            true => self.read(|setting| show::show_from(setting, &target)),
            false => show::show(&self.database, &self.options, &[], &target),
        }
    }

    /// [`Runner::history`] without a database: what is applied isn't known.
    ///
    /// # Errors
    /// If the range names nothing.
    pub fn offline_history(&self, range: Option<&str>) -> Result<Vec<HistoryLine>, Error> {
        let range: Range = range.map_or(Ok(Range::default()), str::parse)?;
        current::offline_history(&self.database, &range)
    }

    /// Where the history of the code parts. Asks no database.
    ///
    /// # Errors
    /// If the revisions make no history.
    pub fn branches(&self) -> Result<Vec<BranchPoint>, Error> {
        code::branches(&self.database)
    }

    /// The heads of the code; with `resolved`, without those that a dependency of another implies: what a database has
    /// rows of when everything is applied. Asks no database.
    ///
    /// # Errors
    /// If the revisions make no history.
    pub fn heads(&self, resolved: bool) -> Result<Vec<RevisionInfo>, Error> {
        code::heads(&self.database, resolved)
    }

    fn run<T: Send>(
        &mut self,
        target: Result<T, Error>,
        work: impl FnOnce(&mut Run<'_>, T, &mut Report) -> Result<(), Error> + Send,
    ) -> Result<Report, Failure> {
        let Self { database, url, options, canceller, on_event } = self;
        let mut report = Report::default();
        let span = super::trace::span(database.name);
        let result = on_own_thread(|| {
            let _entered = span.enter();
            let target = target?;
            let setting = Setting::new(database, url, options, canceller)?;
            report.address = setting.address.clone();
            setting.graph()?;
            let listener = Mutex::new(on_event);
            // Also from the thread that watches.
            let emit = |event: Event| {
                super::trace::trace(&event);
                listener.lock().unwrap_or_else(PoisonError::into_inner)(&event);
            };
            let result = Run::begin(setting, Box::new(emit)).and_then(|mut run| {
                let watch = run.watch.clone();
                let caller = super::trace::Caller::here();
                thread::scope(|scope| {
                    let _ends = watch.ends();
                    scope.spawn(|| caller.carry(|| watch.run(&emit)));
                    let result = work(&mut run, target, &mut report);
                    run.end();
                    result
                })
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
            Err(error) => match start_up::not_run(error, options.if_locked, options.if_ahead) {
                Ok(not_run) => Ok(Report { not_run: Some(not_run), ..report }),
                Err(error) => {
                    // Where the database is then is what nobody knows.
                    report.is_known &= !matches!(error, Error::CommitUnknown { .. });
                    Err(Failure { error, report: Box::new(report) })
                }
            },
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

fn parsed(target: &str) -> Result<Target, Error> {
    target.parse().map_err(Error::Target)
}

fn all_parsed<S: AsRef<str>>(targets: &[S]) -> Result<Vec<Target>, Error> {
    targets.iter().map(|target| parsed(target.as_ref())).collect()
}

/// The driver panics when it is used, or dropped, inside an async runtime; a new thread is outside of every one.
pub(crate) fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let caller = super::trace::Caller::here();
    thread::scope(|scope| match scope.spawn(move || caller.carry(work)).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}
