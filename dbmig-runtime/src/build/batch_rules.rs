//! The settings of batches: times, shares and amounts of WAL, as the runner reads them.

use super::config_rules::milliseconds;
use super::table::{Report, TableReader};

pub(super) const PAUSE: &str =
    "expected a time such as \"100ms\" or \"2s\", or a share of the batch's time such as \"50%\"";
pub(super) const LAG: &str = "expected a time such as \"10s\", or an amount of WAL such as \"64MB\"";
pub(super) const SIZE: &str = "expected an amount such as \"10GB\"";

/// A text that `is_right` accepts.
pub(super) fn amount(
    report: &mut Report<'_>,
    table: &TableReader<'_>,
    key: &str,
    is_right: fn(&str) -> bool,
    expected: &str,
) -> Option<String> {
    let (text, found) = table.string(report, key)?;
    if !is_right(&text) {
        found.problem(report, expected);
    }
    Some(text)
}

pub(super) fn is_pause(text: &str) -> bool {
    let percent = text.strip_suffix('%').map(|number| number.parse::<u32>().is_ok());
    percent.unwrap_or_else(|| milliseconds(text).is_some())
}

pub(super) fn is_lag(text: &str) -> bool {
    milliseconds(text).is_some() || is_size(text)
}

pub(super) fn is_size(text: &str) -> bool {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    number.parse::<u32>().is_ok() && ["B", "kB", "MB", "GB", "TB"].contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runner_reads() {
        for text in ["100ms", "2s", "50%", "0"] {
            assert!(is_pause(text), "{text}");
        }
        for text in ["10s", "64MB", "1kB", "0"] {
            assert!(is_lag(text), "{text}");
        }
        for text in ["", "%", "5", "1.5MB", "soon", "1 GB", "-1s"] {
            assert!(!is_size(text) && (text == "5" || !is_lag(text) && !is_pause(text)), "{text}");
        }
    }
}
