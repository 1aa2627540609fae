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

/// What is known of how the time of a batch depends on its size.
#[derive(Clone, Debug, Default)]
pub(super) struct Sizer {
    /// The last full batch, and how long it took.
    last: Option<(u64, Duration)>,
    /// What a batch takes however small it is, in milliseconds: the scan of a joined table that has no index, a slow trigger for each
    /// statement.
    fixed: u128,
}

impl Sizer {
    /// The size of the batch after one of `size` that took `spent`. A batch that was not full says little about a larger one.
    ///
    /// Where most of the time doesn't come from the rows, fewer rows would only add batches: at most half of it is to be such time.
    pub(super) fn next(&mut self, size: u64, spent: Duration, was_full: bool) -> u64 {
        if was_full {
            self.learn(size, spent);
        }
        let (spent, fixed) = (spent.as_millis(), self.fixed.min(spent.as_millis()));
        let shortest = SHORTEST.as_millis().max(fixed * 3 / 2);
        let longest = LONGEST.as_millis().max(fixed * 3);
        if (shortest..=longest).contains(&spent) || (spent < shortest && !was_full) {
            return size;
        }
        let aim = AIM.max(fixed * 2);
        let wanted = u128::from(size) * (aim - fixed) / (spent - fixed).max(1);
        let wanted = u64::try_from(wanted).unwrap_or(MOST);
        wanted.clamp(size / 4, size.saturating_mul(2)).clamp(1, MOST)
    }

    /// Two sizes make a line, and where it begins is what the rows don't cost.
    fn learn(&mut self, size: u64, spent: Duration) {
        let before = self.last.replace((size, spent));
        let Some((other, took)) = before.filter(|(other, _)| other.abs_diff(size) > size.min(*other) / 8)
        else {
            return;
        };
        let ((small, short), (large, long)) =
            if other < size { ((other, took), (size, spent)) } else { ((size, spent), (other, took)) };
        let for_rows =
            long.saturating_sub(short).as_millis() * u128::from(small) / u128::from(large - small).max(1);
        self.fixed = short.as_millis().saturating_sub(for_rows);
    }
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
            let next = Sizer::default().next(size, Duration::from_millis(ms), was_full);
            prop_assert!((1..=MOST).contains(&next));
            prop_assert!(next <= size * 2 && next >= (size / 4).max(1));
            match ms {
                0..200 => prop_assert!(next >= size),
                200..=500 => prop_assert_eq!(next, size),
                _ => prop_assert!(next < size || size == 1),
            }
        }

        #[test]
        fn whatever_was_before_it_stays_within_its_limits(times in prop::collection::vec((0_u64..10_000_000, any::<bool>()), 1..20)) {
            let (mut sizer, mut size) = (Sizer::default(), FIRST_ROWS);
            for (ms, was_full) in times {
                let next = sizer.next(size, Duration::from_millis(ms), was_full);
                prop_assert!((1..=MOST).contains(&next) && next <= size * 2 && next >= size / 4);
                size = next;
            }
        }

        #[test]
        fn a_longer_batch_is_never_followed_by_a_larger_one(size in 1..=MOST, a in 0_u64..100_000, b in 0_u64..100_000) {
            let next = |ms| Sizer::default().next(size, Duration::from_millis(ms), true);
            prop_assume!(!(200..=500).contains(&a.min(b)) && !(200..=500).contains(&a.max(b)));
            prop_assert!(next(a.min(b)) >= next(a.max(b)));
        }

        #[test]
        fn it_comes_to_rest_where_a_batch_takes_as_long_as_it_should(micros_per_row in 2_u64..100_000) {
            let (size, spent) = at_rest(|size| Duration::from_micros(size * micros_per_row));
            let spent = Duration::from_millis(u64::try_from(spent.as_millis()).unwrap());
            prop_assert!((SHORTEST..=LONGEST).contains(&spent) || size == MOST && spent < SHORTEST, "{} {:?}", size, spent);
        }

        #[test]
        fn a_fixed_time_is_at_most_two_thirds(fixed in 0_u64..20_000, micros_per_row in 2_u64..100_000) {
            let fixed = Duration::from_millis(fixed);
            let (size, spent) = at_rest(|size| fixed + Duration::from_micros(size * micros_per_row));
            let longest = LONGEST.max(fixed * 31 / 10);
            prop_assert!(size == MOST || spent >= fixed * 14 / 10, "{} {:?}", size, spent);
            prop_assert!(size == 1 || spent <= longest, "{} {:?}", size, spent);
        }
    }

    /// The size after many batches, and how long one takes then.
    fn at_rest(time: impl Fn(u64) -> Duration) -> (u64, Duration) {
        let (mut sizer, mut size) = (Sizer::default(), FIRST_ROWS);
        for _ in 0..40 {
            size = sizer.next(size, time(size), true);
        }
        (size, time(size))
    }
}
