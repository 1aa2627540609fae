//! Ctrl-C: the first one stops the run in order, the second one ends the process.

use std::sync::{Mutex, Once, PoisonError};

use crate::runner::Canceller;

static RUNNING: Mutex<Option<Canceller>> = Mutex::new(None);
static HANDLER: Once = Once::new();

/// Lets Ctrl-C, SIGTERM and SIGHUP stop `canceller`'s run instead of ending the process in the middle of it.
pub(super) fn stops(canceller: Canceller) {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if running.as_ref().is_some_and(Canceller::is_cancelled) {
        // The signal came between this run and the one before.
        canceller.cancel();
    }
    *running = Some(canceller);
    drop(running);
    HANDLER.call_once(|| {
        // Without a handler the signal ends the process; the next run goes on from there all the same.
        let _ = ctrlc::set_handler(|| {
            let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).clone();
            match running {
                Some(canceller) if !canceller.is_cancelled() => canceller.cancel(),
                _ => std::process::exit(i32::from(super::EXIT_FAILED)),
            }
        });
    });
}
