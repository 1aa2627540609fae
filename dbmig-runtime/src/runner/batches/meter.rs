//! How fast the rows go by, and how long it will take.

use std::time::{Duration, Instant};

use super::super::Event;
use super::cursor::Cursor;
use super::family::Member;

/// What is known of the whole, and when this run began.
pub(super) struct Meter {
    total: Option<u64>,
    began: Instant,
    before: u64,
}

impl Meter {
    /// For the rows of `members`, some of which an earlier run has done.
    pub(super) fn new(members: &[Member], cursor: &Cursor) -> Self {
        let total = members.iter().map(|member| member.rows).sum();
        Self { total, began: Instant::now(), before: cursor.visited.max(cursor.changed) }
    }

    /// What is told after a batch.
    pub(super) fn event(
        &self,
        (revision, number): (String, usize),
        table: &str,
        cursor: &Cursor,
        duration: Duration,
    ) -> Event {
        // By tables without a key pages are counted, and only what was changed is known.
        let visited = cursor.visited.max(cursor.changed);
        let rate = rate(visited.saturating_sub(self.before), self.began.elapsed());
        let total = self.total.filter(|total| *total >= visited);
        Event::BatchFinished {
            revision,
            number,
            table: table.to_owned(),
            changed: cursor.changed,
            visited,
            total,
            rows_per_second: rate,
            left: total.and_then(|total| left(total - visited, rate)),
            elapsed: self.began.elapsed(),
            duration,
        }
    }
}

fn rate(rows: u64, time: Duration) -> u64 {
    let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
    rows.saturating_mul(1000) / milliseconds
}

fn left(rows: u64, rate: u64) -> Option<Duration> {
    rows.checked_div(rate).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates() {
        assert_eq!(rate(5000, Duration::from_millis(2500)), 2000);
        assert_eq!(left(10_000, 2000), Some(Duration::from_secs(5)));
        assert_eq!(left(10_000, 0), None);
    }
}
