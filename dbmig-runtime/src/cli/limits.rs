//! How long statements may wait and run.

use std::time::Duration;

use clap::Args;

use crate::op::{self, Lag, Pause};
use crate::runner::Options;

/// How long statements may wait and run, instead of as the databases are configured.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Locks and limits")]
pub struct LimitArgs {
    /// How long a statement in a transaction waits for a lock, in each attempt [default: 100ms first, then longer, up to 3s]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub lock_timeout: Option<Time>,

    /// How long a transaction that does not get its locks is tried again; 0 is one attempt [default: 5min]
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "sql")]
    pub retry_for: Option<Time>,

    /// How long a statement in a transaction may run [default: no limit]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub statement_timeout: Option<Time>,

    /// How long a transaction may take, on PostgreSQL 17 and later [default: no limit]
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "sql")]
    pub transaction_timeout: Option<Time>,

    /// Tell what those in the way run; queries hold data
    #[arg(long, conflicts_with = "sql")]
    pub blocker_queries: bool,

    /// How long batches rest after each: 100ms, or 50% of the time that the batch took [default: as their directive says]
    #[arg(long, value_name = "TIME", value_parser = str::parse::<Pause>, conflicts_with = "sql")]
    pub batch_pause: Option<Pause>,

    /// Batches wait while a standby is behind by more: 10s, or 64MB of WAL; 0 is no limit [default: as their directive says]
    #[arg(long, value_name = "LAG", value_parser = str::parse::<Lag>, conflicts_with = "sql")]
    pub max_replica_lag: Option<Lag>,

    /// Batches wait while more WAL is kept for a replication slot: 10GB; 0B is no limit [default: no limit]
    #[arg(long, value_name = "SIZE", value_parser = wal, conflicts_with = "sql")]
    pub max_retained_wal: Option<u64>,
}

/// A time as PostgreSQL writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    text: String,
    duration: Duration,
}

impl LimitArgs {
    /// `options` with these limits.
    pub(super) fn limit(&self, options: Options) -> Options {
        let text = |time: &Option<Time>| time.as_ref().map(|time| time.text.clone());
        Options {
            lock_timeout: text(&self.lock_timeout),
            statement_timeout: text(&self.statement_timeout),
            transaction_timeout: text(&self.transaction_timeout),
            retry_for: self.retry_for.as_ref().map(|time| time.duration),
            blocker_queries: self.blocker_queries,
            batch_pause: self.batch_pause,
            max_replica_lag: self.max_replica_lag,
            max_retained_wal: self.max_retained_wal,
            ..options
        }
    }
}

fn wal(text: &str) -> Result<u64, &'static str> {
    op::wal(text).ok_or("expected an amount such as 10GB")
}

fn time(text: &str) -> Result<Time, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = match unit {
        "" | "ms" => Some(1),
        "s" => Some(1000),
        "min" => Some(60_000),
        "h" => Some(3_600_000),
        "d" => Some(86_400_000),
        _ => None,
    };
    // What PostgreSQL keeps is a number of milliseconds in 31 bits.
    let milliseconds = number.parse::<i32>().ok().zip(factor).and_then(|(n, factor)| n.checked_mul(factor));
    match milliseconds.and_then(|milliseconds| u64::try_from(milliseconds).ok()) {
        Some(milliseconds) => {
            Ok(Time { text: text.to_owned(), duration: Duration::from_millis(milliseconds) })
        }
        None => Err("expected a time such as 500ms, 5s or 2min".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (text, milliseconds) in [("0", 0), ("250", 250), ("500ms", 500), ("5s", 5000), ("2min", 120_000)]
        {
            assert_eq!(time(text).unwrap().duration.as_millis(), milliseconds, "{text}");
        }
        for text in ["", "s", "-1", "5 s", "5m", "99d", "1.5s"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
