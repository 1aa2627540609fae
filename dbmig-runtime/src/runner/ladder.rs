//! How long the statements of an attempt wait for a lock, and how long a run pauses between two attempts. Pure: chance is given.
//!
//! A statement that waits for a strong lock lets nobody pass behind it, so the first attempts are short. A limit of at most
//! `deadlock_timeout` never gets past an autovacuum, which PostgreSQL cancels only when that time is over: from the fourth attempt on
//! one in three waits longer.

use std::time::Duration;

/// The lock timeout of an attempt, from 0: 100 ms, 300 ms, 1 s, half as long again as `deadlock_timeout`, 3 s, and again from 1 s; and
/// up to a fifth more, so that runs which meet each other don't do so again.
pub(super) fn lock_timeout(attempt: u32, deadlock_timeout: Duration, random: u64) -> Duration {
    let past_deadlock_check = (deadlock_timeout * 3 / 2).max(deadlock_timeout + MARGIN);
    let rung = match attempt {
        0 => Duration::from_millis(100),
        1 => Duration::from_millis(300),
        later => match later % 3 {
            2 => Duration::from_secs(1),
            0 => past_deadlock_check,
            _ => LONGEST,
        },
    };
    rung + part(rung / 5, random)
}

/// The pause after an attempt, from 0: anything up to a limit that doubles from 200 ms to 10 s.
pub(super) fn pause(attempt: u32, random: u64) -> Duration {
    let limit = FIRST_PAUSE.saturating_mul(1 << attempt.min(16)).min(LONGEST_PAUSE);
    part(limit, random)
}

/// As much of `whole` as `random` is of the largest number.
fn part(whole: Duration, random: u64) -> Duration {
    let milliseconds = u128::from(random) * whole.as_millis() / u128::from(u64::MAX);
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(u64::MAX))
}

/// The lock timeout where there is one attempt alone, as in a script.
pub(super) const LONGEST: Duration = Duration::from_secs(3);
/// The first attempt that waits so long.
pub(super) const LONGEST_RUNG: u32 = 4;
/// The check for deadlocks takes a moment, and the autovacuum that it cancels another one.
const MARGIN: Duration = Duration::from_millis(300);
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEADLOCK_TIMEOUT: Duration = Duration::from_secs(1);

    #[test]
    fn rungs() {
        let rungs = |random| -> Vec<u128> {
            (0..8).map(|attempt| lock_timeout(attempt, DEADLOCK_TIMEOUT, random).as_millis()).collect()
        };
        assert_eq!(rungs(0), [100, 300, 1000, 1500, 3000, 1000, 1500, 3000]);
        assert_eq!(rungs(u64::MAX), [120, 360, 1200, 1800, 3600, 1200, 1800, 3600]);
    }

    #[test]
    fn pauses_grow() {
        let longest = |attempt| pause(attempt, u64::MAX).as_millis();
        assert_eq!([0, 1, 2, 5, 6, 60].map(longest), [200, 400, 800, 6400, 10_000, 10_000]);
        assert_eq!(pause(9, 0), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn some_rung_is_always_past_the_deadlock_check(
            first in 2..10_000u32,
            milliseconds in 1..600_000u64,
            random in any::<u64>(),
        ) {
            let deadlock_timeout = Duration::from_millis(milliseconds);
            let past = |attempt| lock_timeout(attempt, deadlock_timeout, random) >= deadlock_timeout + MARGIN;
            prop_assert!((first..first + 3).any(past));
        }

        #[test]
        fn chance_stays_within_its_bounds(attempt in 0..10_000u32, random in any::<u64>()) {
            let at = |random| lock_timeout(attempt, DEADLOCK_TIMEOUT, random);
            prop_assert!(at(0) <= at(random) && at(random) <= at(0) * 6 / 5);
            prop_assert!(pause(attempt, random) <= LONGEST_PAUSE);
        }
    }
}
