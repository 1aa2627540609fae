//! The attempts of one transaction, until one gets its locks or their time is over.

use std::time::{Duration, Instant};

use super::limits::{Limits, LockTimeout};
use super::run::Run;
use super::{Contention, Error, Event, ladder, random};

/// The attempts that were made.
pub(super) struct Attempts {
    failed: u32,
    /// Where on the ladder the next one is.
    rung: u32,
    /// When the first one failed.
    since: Option<Instant>,
    /// When the one that runs began.
    began: Instant,
}

impl Attempts {
    fn new() -> Self {
        Self { failed: 0, rung: 0, since: None, began: Instant::now() }
    }

    /// How long the statements of the next attempt wait for a lock.
    pub(super) fn lock_timeout(&self, limits: &Limits, deadlock_timeout: Duration) -> LockTimeout {
        match &limits.lock_timeout {
            Some(fixed) => LockTimeout::Fixed(fixed.clone()),
            None if limits.retry_for.is_zero() => LockTimeout::Time(ladder::LONGEST),
            None => LockTimeout::Time(ladder::lock_timeout(self.rung, deadlock_timeout, random::number())),
        }
    }

    /// Counts an attempt that failed now. The pause before the next one; `None` if there is no time left for it.
    fn fail(&mut self, now: Instant, retry_for: Duration, random: u64) -> Option<Duration> {
        let since = *self.since.get_or_insert(now);
        let pause = ladder::pause(self.failed, random);
        self.failed = self.failed.saturating_add(1);
        self.rung = self.rung.saturating_add(1);
        if now.saturating_duration_since(self.began) > COSTLY {
            // The time may be over after the next one, so that one waits as long as any would.
            self.rung = self.rung.max(ladder::LONGEST_RUNG);
        }
        let left = retry_for.saturating_sub(now.saturating_duration_since(since));
        let pause = (!left.is_zero()).then(|| pause.min(left))?;
        self.began = now + pause;
        Some(pause)
    }

    /// How long it has been tried again.
    fn tried_for(&self) -> Duration {
        self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// An attempt that took longer was not spent on waiting alone.
const COSTLY: Duration = Duration::from_secs(10);

impl Run<'_> {
    /// The attempts of something that begins now.
    pub(super) fn attempts(&self) -> Attempts {
        self.watch.forget();
        Attempts::new()
    }

    /// After an attempt that was rolled back: pauses, if there may be another one. Otherwise its error, with what stood in the way.
    pub(super) fn pause_or_fail(
        &mut self,
        revision: &str,
        attempts: &mut Attempts,
        mut error: Error,
    ) -> Result<(), Error> {
        let Some(sqlstate) = error.contention_state() else { return Err(error) };
        let pause = attempts.fail(Instant::now(), self.setting.limits.retry_for, random::number());
        let contention = Contention {
            attempts: attempts.failed,
            tried_for: attempts.tried_for(),
            blockers: self.watch.blockers(),
        };
        match pause {
            Some(pause) if !self.work.client.is_closed() => {
                let (revision, Contention { attempts, blockers, .. }) = (revision.to_owned(), contention);
                (self.emit)(Event::Retrying { revision, attempts, sqlstate, pause, blockers });
                self.setting.canceller.sleep(pause)
            }
            _ => {
                error.set_contention(contention);
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Fails until the time is over, where each attempt takes as long as it waits for its lock. The number of attempts, and how long they
    /// went on after the first.
    fn fail_always(retry_for: Duration, seed: u64) -> (u32, Duration) {
        let mut chance = seed | 1;
        let mut random = || {
            // xorshift64
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            chance
        };
        let began = Instant::now();
        let (mut now, mut attempts) = (began, Attempts::new());
        while let Some(pause) = attempts.fail(now, retry_for, random()) {
            now += pause + ladder::lock_timeout(attempts.rung, Duration::from_secs(1), random());
        }
        (attempts.failed, now.duration_since(began))
    }

    #[test]
    fn after_hours_of_work_an_attempt_waits_as_long_as_any() {
        let second = Duration::from_secs(1);
        let next = |worked: Duration| {
            let mut attempts = Attempts::new();
            let pause = attempts.fail(attempts.began + worked, 300 * second, 0);
            assert!(pause.is_some());
            ladder::lock_timeout(attempts.rung, second, 0)
        };
        assert_eq!(next(second), Duration::from_millis(300));
        assert_eq!(next(3600 * second), ladder::LONGEST);
    }

    #[test]
    fn without_time_there_is_one_attempt() {
        assert_eq!(fail_always(Duration::ZERO, 7), (1, Duration::ZERO));
    }

    proptest! {
        #[test]
        fn the_time_is_kept(seconds in 1..3600u64, seed in any::<u64>()) {
            let retry_for = Duration::from_secs(seconds);
            let (attempts, took) = fail_always(retry_for, seed);
            prop_assert!(took >= retry_for, "it gave up early, after {took:?}");
            prop_assert!(took <= retry_for + ladder::LONGEST * 6 / 5, "{took:?}");
            prop_assert!(u64::from(attempts) >= seconds / 14, "{attempts} attempts in {seconds} s");
        }
    }
}
