//! Watches the statement that runs, from a thread of its own and over the connection that holds the lock: while the run waits for the
//! server, somebody has to tell for whom the server waits.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::look::{Look, Wanted, look};
use super::session::Session;
use super::{Blocker, Event};

/// A session that is used by one thread at a time.
pub(super) type SharedSession = Arc<Mutex<Session>>;

/// What is watched, and by what.
pub(super) struct Watch {
    /// Without one nothing is seen: the run has a single connection.
    session: Option<SharedSession>,
    with_queries: bool,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    /// Counts the statements, so that what was seen of one is not told of the next.
    statement: u64,
    running: Option<Running>,
    /// Those in the way when it was last looked, until they are forgotten.
    blockers: Vec<Blocker>,
    told: Option<Instant>,
    has_ended: bool,
}

#[derive(Clone)]
struct Running {
    pid: i32,
    revision: String,
    number: usize,
    began: Instant,
    looked: Option<Instant>,
}

impl Watch {
    pub(super) fn new(session: Option<SharedSession>, with_queries: bool) -> Arc<Self> {
        let (state, ended) = (Mutex::default(), Condvar::new());
        Arc::new(Self { session, with_queries, state, ended })
    }

    /// A statement begins in the session `pid`; it is watched until the value is dropped.
    pub(super) fn statement(self: &Arc<Self>, pid: i32, revision: &str, number: usize) -> Watched {
        if self.session.is_some() {
            let mut state = self.state();
            state.statement += 1;
            let (revision, began) = (revision.to_owned(), Instant::now());
            state.running = Some(Running { pid, revision, number, began, looked: None });
        }
        Watched(self.clone())
    }

    /// Those in the way when it was last looked.
    pub(super) fn blockers(&self) -> Vec<Blocker> {
        self.state().blockers.clone()
    }

    /// Forgets who was in the way: something else begins.
    pub(super) fn forget(&self) {
        let mut state = self.state();
        state.blockers.clear();
        state.told = None;
    }

    /// Watches until [`Watch::end`], on a thread of its own.
    pub(super) fn run(&self, emit: &dyn Fn(Event)) {
        let Some(session) = &self.session else { return };
        let mut is_ready = false;
        let mut state = self.state();
        while !state.has_ended {
            let due = state.running.as_mut().filter(|running| running.is_due());
            let Some(running) = due else {
                // Nobody wakes this thread for a statement: most are over before anyone would look.
                let waited = self.ended.wait_timeout(state, TICK);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            running.looked = Some(Instant::now());
            let (running, statement) = (running.clone(), state.statement);
            drop(state);
            let mut session_guard = session.lock().unwrap_or_else(PoisonError::into_inner);
            if !std::mem::replace(&mut is_ready, true) {
                // Compiling the query would take longer than a short wait for a lock.
                let _ = session_guard.client.batch_execute("SET jit = off");
            }
            let progress = running.began.elapsed() >= LONG;
            let wanted = Wanted { queries: self.with_queries, progress };
            let seen = look(&mut session_guard.client, running.pid, wanted);
            drop(session_guard);
            state = self.state();
            match seen {
                Ok(seen) if state.statement == statement && state.running.is_some() => {
                    if progress {
                        emit(running.progress(&seen));
                    }
                    state.tell(&running, seen, emit);
                }
                Ok(_) => {}
                // The connection is gone, and the lock with it: the run finds out before its next step.
                Err(error) if error.is_closed() => return,
                Err(_) => {}
            }
        }
    }

    /// Ends [`Watch::run`].
    fn end(&self) {
        self.state().has_ended = true;
        self.ended.notify_all();
    }

    /// Ends [`Watch::run`] when the value is dropped, also where the run panics.
    pub(super) fn ends(self: &Arc<Self>) -> Ends {
        Ends(self.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn tell(&mut self, running: &Running, seen: Look, emit: &dyn Fn(Event)) {
        let Some(waited) = seen.waited.filter(|_| !seen.blockers.is_empty()) else { return };
        let is_same = seen.blockers.len() == self.blockers.len()
            && seen.blockers.iter().zip(&self.blockers).all(|(now, before)| now.is(before));
        self.blockers = seen.blockers;
        if is_same && self.told.is_some_and(|told| told.elapsed() < TELL_EVERY) {
            return;
        }
        self.told = Some(Instant::now());
        emit(Event::Blocked {
            revision: running.revision.clone(),
            number: running.number,
            waited,
            blockers: self.blockers.clone(),
        });
    }
}

impl Running {
    fn progress(&self, seen: &Look) -> Event {
        Event::StatementProgress {
            revision: self.revision.clone(),
            number: self.number,
            elapsed: self.began.elapsed(),
            is_waiting: seen.waited.is_some(),
            progress: seen.progress.clone().map(Box::new),
        }
    }

    fn is_due(&self) -> bool {
        match self.looked {
            None => self.began.elapsed() >= A_MOMENT,
            Some(looked) if looked.duration_since(self.began) < LONG => looked.elapsed() >= LOOK_FIRST,
            Some(looked) => looked.elapsed() >= LOOK_EVERY,
        }
    }
}

/// A statement that is being watched.
pub(super) struct Watched(Arc<Watch>);

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.state().running = None;
    }
}

/// Ends a watch.
pub(super) struct Ends(Arc<Watch>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.end();
    }
}

const TICK: Duration = Duration::from_millis(20);
/// Less than the shortest wait for a lock, so that even the first attempt says who was in its way.
const A_MOMENT: Duration = Duration::from_millis(50);
const LOOK_FIRST: Duration = Duration::from_millis(250);
/// From then on it is told how far a statement is.
const LONG: Duration = Duration::from_secs(1);
const LOOK_EVERY: Duration = Duration::from_secs(1);
const TELL_EVERY: Duration = Duration::from_secs(5);
