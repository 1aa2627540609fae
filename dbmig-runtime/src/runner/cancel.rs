//! Stopping a run from another thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use postgres::{CancelToken, NoTls};

use super::Error;

/// Stops a run: [`Runner::canceller`](super::Runner::canceller).
#[derive(Clone, Default)]
pub struct Canceller(Arc<State>);

#[derive(Default)]
struct State {
    requested: AtomicBool,
    running: Mutex<Option<CancelToken>>,
}

impl Canceller {
    /// Asks the run to stop: the statement that is running is cancelled, what is not committed is rolled back, and
    /// the run fails with [`Error::Interrupted`]. Connects to the server, so don't call it inside an async runtime.
    pub fn cancel(&self) {
        self.0.requested.store(true, Ordering::SeqCst);
        let token = self.0.running.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(token) = token {
            // Nothing runs there, or the server can't be reached: then there is nothing to cancel.
            let _ = token.cancel_query(NoTls);
        }
    }

    /// True once [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.requested.load(Ordering::SeqCst)
    }

    pub(super) fn watch(&self, token: Option<CancelToken>) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_cancelled() { Err(Error::Interrupted) } else { Ok(()) }
    }
}

impl std::fmt::Debug for Canceller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Canceller").field(&self.is_cancelled()).finish()
    }
}
