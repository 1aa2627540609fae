//! Whose turn it is: one client inside, the others in a queue.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Lets one client in at a time, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The ticket of the next client.
    next: u64,
    /// The tickets of the clients that wait, first come first.
    queue: VecDeque<u64>,
    /// Whether a client is inside.
    busy: bool,
    /// Whether the server is stopping.
    closed: bool,
}

/// Why a client was not let in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The client before it did not leave in time.
    Crowded,
    /// The server is stopping.
    Closed,
}

/// The right to be inside, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'gate> {
    gate: &'gate Gate,
}

impl Gate {
    /// Waits for a turn, for so long at most.
    pub(crate) fn enter(&self, patience: Duration) -> Result<Turn<'_>, Refused> {
        let deadline = Instant::now() + patience;
        let mut state = self.lock();
        let ticket = state.next;
        state.next += 1;
        state.queue.push_back(ticket);
        loop {
            if state.closed {
                state.queue.retain(|other| *other != ticket);
                return Err(Refused::Closed);
            }
            if !state.busy && state.queue.front() == Some(&ticket) {
                state.queue.pop_front();
                state.busy = true;
                return Ok(Turn { gate: self });
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.queue.retain(|other| *other != ticket);
                // Whoever stood behind this client may be first now.
                self.changed.notify_all();
                return Err(Refused::Crowded);
            }
            state = self.wait(state, left);
        }
    }

    /// Lets nobody in any more, and turns those who wait away.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Whether [`close`](Self::close) was called.
    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Waits until nobody is inside, for so long at most; says whether that is so.
    pub(crate) fn wait_until_empty(&self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut state = self.lock();
        while state.busy {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.wait(state, left);
        }
        true
    }

    // A thread that panicked with the lock in hand left the state whole: no step above can panic halfway.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'state>(&self, state: MutexGuard<'state, State>, left: Duration) -> MutexGuard<'state, State> {
        self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.gate.lock().busy = false;
        self.gate.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn the_second_waits_for_the_first() {
        let gate = Gate::default();
        let first = gate.enter(SHORT).expect("empty");
        assert_eq!(gate.enter(SHORT).err(), Some(Refused::Crowded));
        assert!(!gate.wait_until_empty(SHORT));
        std::thread::scope(|scope| {
            let second = scope.spawn(|| gate.enter(LONG).is_ok());
            drop(first);
            assert!(second.join().expect("second"));
        });
        assert!(gate.wait_until_empty(LONG));
    }

    #[test]
    fn a_closed_gate_turns_everybody_away() {
        let gate = Gate::default();
        let _first = gate.enter(SHORT).expect("empty");
        std::thread::scope(|scope| {
            let second = scope.spawn(|| gate.enter(LONG).err());
            gate.close();
            assert_eq!(second.join().expect("second"), Some(Refused::Closed));
        });
    }
}
