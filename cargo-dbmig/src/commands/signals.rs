//! Signals: Ctrl-C, and the wish that we end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Lets Ctrl-C pass: somebody else answers it.
pub(super) fn ignore_interrupt() {
    // Where that can't be had, Ctrl-C ends this process, and the watchdog stops the server.
    let _ = flag::register(SIGINT, Arc::default());
}

/// The wish that a verb which runs until it is told to stop should do so.
pub(super) struct Stop {
    wished: Arc<AtomicBool>,
}

impl Stop {
    /// Listens for Ctrl-C and SIGTERM from now on.
    pub(super) fn on_signals() -> Self {
        let wished = Arc::default();
        for signal in [SIGINT, SIGTERM] {
            // As above: without it the signal ends this process, which stops the server too.
            let _ = flag::register(signal, Arc::clone(&wished));
        }
        Self { wished }
    }

    /// True once there was one.
    pub(super) fn is_wished(&self) -> bool {
        self.wished.load(Ordering::Relaxed)
    }

    /// Waits for one of them.
    pub(super) fn wait(&self) {
        while !self.is_wished() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
