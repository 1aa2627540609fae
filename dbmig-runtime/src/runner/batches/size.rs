//! How large the next batch is, by the time that the last one took.

use std::time::Duration;

/// The first batch, in rows: nobody knows yet how long one takes.
pub(super) const FIRST_ROWS: u64 = 500;
/// The first batch of a table without a key, in pages.
pub(super) const FIRST_PAGES: u64 = 16;

const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_millis(500);
/// What is aimed at outside of these.
const AIM: u128 = 350;
/// So that a batch that finds nothing to change doesn't grow into one that finds everything.
const MOST: u64 = 500_000;

/// The size of the batch after one of `size` that took `spent`. A batch that was not full says little about a larger one.
pub(super) fn next(size: u64, spent: Duration, was_full: bool) -> u64 {
    if (SHORTEST..=LONGEST).contains(&spent) || (spent < SHORTEST && !was_full) {
        return size;
    }
    let wanted = u128::from(size) * AIM / spent.as_millis().max(1);
    let wanted = u64::try_from(wanted).unwrap_or(MOST);
    wanted.clamp(size / 4, size.saturating_mul(2)).clamp(1, MOST)
}

/// The size after a batch that others stood in the way of.
pub(super) fn after_conflict(size: u64) -> u64 {
    (size / 2).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_stays_within_its_limits(size in 1..=MOST, ms in 0_u64..10_000_000, was_full: bool) {
            let next = next(size, Duration::from_millis(ms), was_full);
            prop_assert!((1..=MOST).contains(&next));
            prop_assert!(next <= size * 2 && next >= (size / 4).max(1));
            match ms {
                0..200 => prop_assert!(next >= size),
                200..=500 => prop_assert_eq!(next, size),
                _ => prop_assert!(next < size || size == 1),
            }
        }

        #[test]
        fn a_longer_batch_is_never_followed_by_a_larger_one(size in 1..=MOST, a in 0_u64..100_000, b in 0_u64..100_000) {
            let next = |ms| next(size, Duration::from_millis(ms), true);
            prop_assume!(!(200..=500).contains(&a.min(b)) && !(200..=500).contains(&a.max(b)));
            prop_assert!(next(a.min(b)) >= next(a.max(b)));
        }

        #[test]
        fn it_comes_to_rest_where_a_batch_takes_as_long_as_it_should(micros_per_row in 2_u64..100_000) {
            let time = |size: u64| Duration::from_micros(size * micros_per_row);
            let mut size = FIRST_ROWS;
            for _ in 0..20 {
                size = next(size, time(size), true);
            }
            let spent = time(size);
            prop_assert!((SHORTEST..=LONGEST).contains(&spent) || size == MOST && spent < SHORTEST, "{} {:?}", size, spent);
        }
    }
}
