//! How fast a change in batches goes.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How fast a change in batches goes, where it is not left to the database's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// As many rows in each batch, instead of as many as take 200 to 500 ms.
    pub batch: Option<u32>,
    /// How long it rests after each batch.
    pub pause: Option<Pause>,
    /// While a standby is behind by more, it waits.
    pub max_replica_lag: Option<Lag>,
}

/// The rest after a batch: `100ms`, or `50%` of the time that the batch took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// As long.
    Time(Duration),
    /// As much of the time that the batch took, in percent.
    Share(u32),
}

/// How far a standby may be behind: `10s`, or `64MB` of WAL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lag {
    /// In time: `replay_lag` of `pg_stat_replication`.
    Time(Duration),
    /// In bytes of WAL that it has not replayed.
    Bytes(u64),
}

impl Pause {
    /// The rest after a batch that took `spent`.
    pub fn after(self, spent: Duration) -> Duration {
        match self {
            Self::Time(time) => time,
            Self::Share(percent) => spent.saturating_mul(percent) / 100,
        }
    }
}

impl Lag {
    /// No limit, as PostgreSQL takes a time of zero.
    pub fn is_zero(self) -> bool {
        matches!(self, Self::Time(Duration::ZERO) | Self::Bytes(0))
    }
}

impl FromStr for Pause {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let percent = text.trim().strip_suffix('%').map(|number| number.trim().parse());
        match percent {
            Some(Ok(percent)) => Ok(Self::Share(percent)),
            None if let Some(time) = time(text) => Ok(Self::Time(time)),
            _ => Err(
                "expected a time such as \"100ms\" or \"2s\", or a share of the batch's time such as \"50%\"",
            ),
        }
    }
}

impl FromStr for Lag {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = time(text).map(Self::Time).or_else(|| wal(text).map(Self::Bytes));
        found.ok_or("expected a time such as \"10s\", or an amount of WAL such as \"64MB\"")
    }
}

impl fmt::Display for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => write_time(f, *time),
            Self::Share(percent) => write!(f, "{percent}%"),
        }
    }
}

impl fmt::Display for Lag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => write_time(f, *time),
            Self::Bytes(bytes) => write_bytes(f, *bytes),
        }
    }
}

fn write_time(f: &mut fmt::Formatter<'_>, time: Duration) -> fmt::Result {
    match time.as_millis() {
        0 => f.write_str("0"),
        ms if ms % 1000 == 0 => write!(f, "{}s", ms / 1000),
        ms => write!(f, "{ms}ms"),
    }
}

fn write_bytes(f: &mut fmt::Formatter<'_>, bytes: u64) -> fmt::Result {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let power =
        (0_u32..4).take_while(|power| bytes > 0 && bytes.is_multiple_of(1024_u64.pow(power + 1))).count();
    let unit = units.get(power).copied().unwrap_or_default();
    write!(f, "{}{unit}", bytes >> (10 * power))
}

/// A time as PostgreSQL writes it in its configuration; without a unit in milliseconds.
fn time(text: &str) -> Option<Duration> {
    let (number, unit) = number_and_unit(text)?;
    let milliseconds = match unit {
        "ms" | "" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.checked_mul(milliseconds).map(Duration::from_millis)
}

/// An amount of memory as PostgreSQL writes it in its configuration; the unit may not be left out.
pub(crate) fn wal(text: &str) -> Option<u64> {
    let (number, unit) = number_and_unit(text)?;
    let power = match unit {
        "B" => 0,
        "kB" => 1,
        "MB" => 2,
        "GB" => 3,
        "TB" => 4,
        _ => return None,
    };
    number.checked_mul(1024_u64.pow(power))
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    Some((number.parse().ok()?, unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (text, pause) in [
            ("100ms", Pause::Time(Duration::from_millis(100))),
            (" 2 s", Pause::Time(Duration::from_secs(2))),
            ("0", Pause::Time(Duration::ZERO)),
            ("50%", Pause::Share(50)),
            ("1min", Pause::Time(Duration::from_secs(60))),
        ] {
            assert_eq!(text.parse(), Ok(pause), "{text}");
            assert_eq!(pause.to_string().parse(), Ok(pause));
        }
        for (text, lag) in [("10s", Lag::Time(Duration::from_secs(10))), ("64MB", Lag::Bytes(64 << 20))] {
            assert_eq!(text.parse(), Ok(lag), "{text}");
            assert_eq!(lag.to_string().parse(), Ok(lag));
        }
        for text in ["", "-1s", "5x", "%", "1.5s", "99999999999999999999s"] {
            assert!(text.parse::<Pause>().is_err() && text.parse::<Lag>().is_err(), "{text}");
        }
        assert_eq!(Pause::Share(50).after(Duration::from_millis(300)), Duration::from_millis(150));
    }
}
