//! A run: the connections, the lock, and what was found out before anything is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::ledger::{self, HalfDone};
use super::limits::Limits;
use super::lock::{APPLICATION, Lock};
use super::own_tables::OwnTables;
use super::prepared::Prepared;
use super::session::Session;
use super::watch::Watch;
use super::{
    Address, Applied, Canceller, Database, Error, Event, HistoryEntry, LogFilter, Options, Report, Script,
    TransactionMode, checks, destructive, fingerprint, history, random, rights, together, told,
};
use crate::connect::{self, Connection, Destination};
use crate::revision::{Direction, Graph, Node, Step};

/// What stays the same during a run.
pub(super) struct Setting<'a> {
    pub(super) database: &'a Database,
    pub(super) options: &'a Options,
    pub(super) canceller: &'a Canceller,
    pub(super) tables: OwnTables,
    pub(super) destination: Destination,
    pub(super) address: Address,
    pub(super) application: String,
    pub(super) limits: Limits,
    scripts: BTreeMap<&'a str, &'a Script>,
}

/// Whoever is told what happens.
pub(super) type Emit<'a> = Box<dyn FnMut(Event) + 'a>;

/// A run that holds the lock.
pub(super) struct Run<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) emit: Emit<'a>,
    pub(super) work: Session,
    pub(super) lock: Lock,
    pub(super) watch: Arc<Watch>,
    /// The recorded revisions, sorted.
    pub(super) heads: Vec<String>,
}

/// What a database records.
#[derive(Default)]
pub(super) struct Records {
    pub(super) heads: Vec<String>,
    pub(super) latest: BTreeMap<String, HistoryEntry>,
    /// Every revision that was ever recorded without being run.
    pub(super) stamped: BTreeSet<String>,
    pub(super) half_done: Vec<HalfDone>,
    /// The version table is gone or empty, and the history says that revisions are applied.
    pub(super) is_lost: bool,
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        database: &'a Database,
        url: &str,
        options: &'a Options,
        canceller: &'a Canceller,
    ) -> Result<Self, Error> {
        let destination = Destination::of(url)?.preferring_primary();
        destination.check_schema(database.schema)?;
        let address = destination.address().clone();
        database.check_names()?;
        let application = format!("{APPLICATION}{:012x}", random::number() >> 16);
        let tables = OwnTables::of(database);
        let scripts = database.scripts.iter().map(|script| (script.revision.id, script)).collect();
        let limits = Limits::of(database, options);
        Ok(Self { database, options, canceller, tables, destination, address, application, limits, scripts })
    }

    /// Opens a connection without changing a setting of it.
    pub(super) fn open(&self) -> Result<Session, Error> {
        let connection = self.patiently(|| self.destination.connect(&self.application))?;
        Session::new(connection, self.database)
    }

    /// Tries again for a while where the server is starting, or has no connection left.
    fn patiently(
        &self,
        connect: impl Fn() -> Result<Connection, connect::Error>,
    ) -> Result<Connection, Error> {
        let began = Instant::now();
        loop {
            match connect() {
                Err(connect::Error::Connect(error))
                    if error.may_pass() && began.elapsed() < self.options.connect_wait =>
                {
                    self.canceller.sleep(Duration::from_millis(200 + random::number() % 200))?;
                }
                result => return Ok(result?),
            }
        }
    }

    /// Opens another connection to the server of `session`, without changing a setting of it.
    fn open_beside(&self, session: &Session) -> Result<Session, Error> {
        let connection = self.patiently(|| self.destination.connect_to(session.place, &self.application))?;
        let beside = Session::new(connection, self.database)?;
        match beside.server == session.server {
            true => Ok(beside),
            false => Err(Error::OtherServer { address: self.address.clone() }),
        }
    }

    /// Opens a connection for reading.
    pub(super) fn open_to_read(&self) -> Result<Session, Error> {
        let mut session = self.open()?;
        session.set_up()?;
        Ok(session)
    }

    /// Lets the canceller cancel statements of `session`. It would need a second connection for that.
    pub(super) fn watch(&self, session: &Session) {
        if !self.options.single_connection {
            self.canceller.watch(Some(session.cancel.clone()));
        }
    }

    /// The graph of the revisions.
    pub(super) fn graph(&self) -> Result<Graph, Error> {
        graph(self.database)
    }

    pub(super) fn script(&self, id: &str) -> Option<&'a Script> {
        self.scripts.get(id).copied()
    }

    /// Makes a step ready; `None` where the code doesn't have its revision.
    pub(super) fn prepare(&self, step: &Step) -> Result<Option<Prepared>, Error> {
        let script = self.script(&step.revision).copied();
        script.map(|script| Prepared::new(script, step, self.database, self.options)).transpose()
    }

    /// Makes steps ready, in order.
    pub(super) fn prepare_all(&self, steps: &[Step]) -> Result<Vec<Prepared>, Error> {
        steps.iter().filter_map(|step| self.prepare(step).transpose()).collect()
    }

    /// Reads what the database records; tables that don't exist are empty.
    pub(super) fn records(&self, session: &mut Session) -> Result<Records, Error> {
        let (client, tables) = (&mut session.client, &self.tables);
        let existing = tables.existing(client)?;
        let mut records = Records::default();
        if existing.version.is_some() {
            records.heads = tables.heads(client)?;
        }
        if let Some(found) = &existing.history {
            (records.latest, records.stamped) = history::latest(client, tables, found)?;
            records.is_lost = match existing.version {
                None => !records.latest.is_empty(),
                Some(_) if records.heads.is_empty() && !records.latest.is_empty() => {
                    let entries = history::entries(client, tables, found, &LogFilter::default())?;
                    told::is_past_base(&self.graph()?, &entries)
                }
                Some(_) => false,
            };
        }
        if existing.ledger.is_some() {
            records.half_done = ledger::read(client, tables)?;
        }
        Ok(records)
    }
}

/// The oldest server that dbmig knows, by `server_version_num`.
const OLDEST: i32 = 140_000;

/// The graph of a database's revisions.
pub(crate) fn graph(database: &Database) -> Result<Graph, Error> {
    Graph::new(database.scripts.iter().map(|script| Node::from(script.revision))).map_err(Error::Graph)
}

impl<'a> Run<'a> {
    /// Connects, refuses servers that no run can work on, and takes the lock.
    pub(super) fn begin(setting: Setting<'a>, mut emit: Emit<'a>) -> Result<Self, Error> {
        let mut work = setting.open()?;
        let address = &setting.address;
        emit(Event::Connected { address: address.clone() });
        if work.version < OLDEST {
            return Err(Error::TooOld { address: address.clone(), version: work.version });
        }
        if work.standby || work.read_only {
            return Err(Error::ReadOnly { address: address.clone(), standby: work.standby });
        }
        let own = match setting.options.single_connection {
            true => None,
            // A lock on another server would keep nobody out.
            false => Some(setting.open_beside(&work)?),
        };
        // Two connections of ours in one backend: a pooler lends it out by the transaction.
        if own.as_ref().is_some_and(|own| own.pid == work.pid) {
            return Err(Error::Pooler { address: address.clone() });
        }
        let mut own = own;
        for session in own.iter_mut().chain([&mut work]) {
            session.set_up()?;
        }
        setting.watch(&work);
        let (wait, canceller) = (setting.options.wait(), setting.canceller);
        let own = own.map(|session| Arc::new(Mutex::new(session)));
        let watch = Watch::new(own.clone(), setting.limits.blocker_queries);
        let lock = Lock::acquire(&mut work, own, (&setting.tables, address), wait, canceller, &mut *emit)?;
        Ok(Self { setting, emit, work, lock, watch, heads: Vec::new() })
    }

    /// Gives the lock back.
    pub(super) fn end(&mut self) {
        self.lock.release(&mut self.work);
    }

    /// Walks the steps that `plan` chooses from the recorded revisions.
    pub(super) fn walk(
        &mut self,
        direction: Direction,
        plan: impl FnOnce(&Graph, &[String]) -> Result<Vec<Step>, Error>,
        report: &mut Report,
    ) -> Result<(), Error> {
        let graph = self.setting.graph()?;
        let records = self.read(report)?;
        let edited = self.setting.check(&graph, &records, direction)?;
        let steps = plan(&graph, &self.heads)?;
        if direction == Direction::Downgrade {
            self.setting.check_undone(&graph, &records, &steps)?;
        }
        checks::half_done(&records.half_done, &steps)?;
        report.remaining = steps.iter().map(|step| step.revision.clone()).collect();
        let prepared = self.setting.prepare_all(&steps)?;
        destructive::check(&prepared, self.setting.options)?;
        together::check(&prepared)?;
        if let Some(planned) = &self.setting.options.planned {
            fingerprint::of(&self.setting, &mut self.work, &self.heads, &prepared)?.check(planned)?;
        }
        if !prepared.is_empty() || !edited.is_empty() {
            let Setting { tables, database, .. } = &self.setting;
            rights::check(&mut self.work.client, tables, database, &prepared)?;
        }
        self.announce(&prepared);
        if !prepared.is_empty() || !edited.is_empty() {
            self.setting.tables.make_ready(&mut self.work.client, false)?;
        }
        self.accept(&edited)?;
        if prepared.first().is_some_and(|first| first.mode == TransactionMode::All) {
            return self.execute_together(&prepared, &records.half_done, report);
        }
        let total = prepared.len();
        for (index, prepared) in prepared.iter().enumerate() {
            let half = records.half_done.iter().find(|half| half.revision == prepared.id());
            let applied = self.execute(prepared, half, (index + 1, total))?;
            self.finished(applied, report);
        }
        Ok(())
    }

    /// Reports and tells that a revision is done.
    pub(super) fn finished(&mut self, applied: Applied, report: &mut Report) {
        report.to.clone_from(&applied.to);
        report.remaining.retain(|id| *id != applied.revision);
        report.applied.push(applied.clone());
        (self.emit)(Event::RevisionFinished(applied));
    }

    /// Reads what is recorded, and notes it in the report.
    pub(super) fn read(&mut self, report: &mut Report) -> Result<Records, Error> {
        let records = match self.setting.records(&mut self.work) {
            Err(error) => return Err(rights::explain(&mut self.work.client, &self.setting.tables, error)),
            Ok(records) => records,
        };
        self.heads.clone_from(&records.heads);
        report.from.clone_from(&records.heads);
        report.to.clone_from(&records.heads);
        report.is_known = true;
        Ok(records)
    }

    fn announce(&mut self, prepared: &[Prepared]) {
        let to = prepared
            .iter()
            .fold(self.heads.clone(), |heads, prepared| super::execute::moved(&heads, &prepared.rows));
        let revisions = prepared.iter().map(|prepared| prepared.id().to_owned()).collect();
        (self.emit)(Event::Planned { from: self.heads.clone(), to, revisions });
    }
}
