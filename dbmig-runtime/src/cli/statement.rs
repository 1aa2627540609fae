//! What is said of the statement that runs, in words.

use std::time::Duration;

use crate::runner::{Blocker, Event, ServerProgress};

/// `waits for a lock that "psql" (process 42, …) holds`.
pub(super) fn blocked(blockers: &[Blocker]) -> String {
    let named: Vec<String> = blockers.iter().map(ToString::to_string).collect();
    format!("is behind {}", named.join(" and "))
}

/// `building index: scanning table, 43 %`, or what else is known.
pub(super) fn progress(is_waiting: bool, progress: Option<&ServerProgress>) -> String {
    match progress {
        Some(progress) => progress.to_string(),
        None if is_waiting => "waiting for a lock".to_owned(),
        None => "running".to_owned(),
    }
}

/// `1,200,000 of about 4,000,000 rows, 52,000 a second, about 54 s left`.
pub(super) fn batches(event: &Event) -> String {
    let Event::BatchFinished { visited, total, rows_per_second, left, .. } = event else {
        return String::new();
    };
    let of = match total {
        Some(total) => format!("{} of about {} rows", grouped(*visited), grouped(*total)),
        None => format!("{} rows", grouped(*visited)),
    };
    let left = left.map(|left| format!(", about {} left", long(left))).unwrap_or_default();
    format!("{of}, {} a second{left}", grouped(*rows_per_second))
}

/// Why batches wait.
pub(super) fn waiting(event: &Event) -> String {
    let Event::BatchesWaiting { lag, lag_bytes, retained_bytes, limit, .. } = event else {
        return String::new();
    };
    format!(
        "waiting until standbys and slots are within {limit}: a standby is {} and {} kB behind, {} kB are kept for a slot",
        spent(*lag),
        grouped(lag_bytes >> 10),
        grouped(retained_bytes >> 10)
    )
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `54 s`, `12 min`, `3 h 20 min`.
fn long(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// A duration for people.
pub(super) fn spent(duration: Duration) -> String {
    match duration.as_millis() {
        ms @ 0..10_000 => format!("{ms} ms"),
        ms => format!("{} s", ms / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_in_words() {
        let event = |total, left| Event::BatchFinished {
            revision: "a".to_owned(),
            number: 1,
            table: "public.t".to_owned(),
            changed: 7,
            visited: 1_234_567,
            total,
            rows_per_second: 52_000,
            left,
            elapsed: Duration::ZERO,
            duration: Duration::ZERO,
        };
        assert_eq!(
            batches(&event(Some(4_000_000), Some(Duration::from_secs(12_060)))),
            "1,234,567 of about 4,000,000 rows, 52,000 a second, about 3 h 21 min left"
        );
        assert_eq!(batches(&event(None, None)), "1,234,567 rows, 52,000 a second");
    }
}
