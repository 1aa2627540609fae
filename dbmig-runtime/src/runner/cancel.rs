//! Stopping a run from another thread.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Error;
use crate::connect::Cancel;

/// Stops a run: [`Runner::canceller`](super::Runner::canceller).
#[derive(Clone, Default)]
pub struct Canceller(Arc<State>);

#[derive(Default)]
struct State {
    requested: AtomicBool,
    running: Mutex<Option<Cancel>>,
    /// How many statements of revisions began and ended: odd while one runs.
    turns: AtomicU64,
}

/// A statement of a revision runs, for as long as this lives.
pub(super) struct Running<'a>(&'a State);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.turns.fetch_add(1, Ordering::SeqCst);
    }
}

impl Canceller {
    /// Asks the run to stop: the statement that is running is cancelled, what is not committed is rolled back, and
    /// the run fails with [`Error::Interrupted`]. Connects to the server, so don't call it inside an async runtime.
    pub fn cancel(&self) {
        self.0.requested.store(true, Ordering::SeqCst);
        let turn = self.0.turns.load(Ordering::SeqCst);
        let Some(running) = self.running() else { return };
        running.cancel();
        if turn % 2 == 1 {
            let canceller = self.clone();
            std::thread::spawn(move || canceller.repeat(turn));
        }
    }

    /// A request that overtakes its statement finds nothing to cancel, so it is made again until the statement has ended.
    fn repeat(&self, turn: u64) {
        loop {
            std::thread::sleep(REPEAT_EVERY);
            match self.running() {
                Some(running) if self.0.turns.load(Ordering::SeqCst) == turn => running.cancel(),
                _ => return,
            }
        }
    }

    fn running(&self) -> Option<Cancel> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A statement begins; not where the run was asked to stop.
    pub(super) fn statement(&self) -> Result<Running<'_>, Error> {
        self.0.turns.fetch_add(1, Ordering::SeqCst);
        let running = Running(&self.0);
        self.check().map(|()| running)
    }

    /// True once [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.requested.load(Ordering::SeqCst)
    }

    /// Sleeps, and wakes up when the run is asked to stop.
    pub(super) fn sleep(&self, duration: Duration) -> Result<(), Error> {
        let began = Instant::now();
        while let Some(left) = duration.checked_sub(began.elapsed()) {
            self.check()?;
            std::thread::sleep(left.min(Duration::from_millis(50)));
        }
        self.check()
    }

    pub(super) fn watch(&self, running: Option<Cancel>) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_cancelled() { Err(Error::Interrupted) } else { Ok(()) }
    }
}

const REPEAT_EVERY: Duration = Duration::from_millis(200);

impl std::fmt::Debug for Canceller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Canceller").field(&self.is_cancelled()).finish()
    }
}
