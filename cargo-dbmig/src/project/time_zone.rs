//! `time-zone`: that of the times in names of files.

use std::path::Path;

use chrono::{DateTime, FixedOffset, Offset, Utc};
use dbmig_runtime::build::{Config, ConfigError, ConfigProblem, Places};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `at` as a clock in the zone shows it; in UTC if there is no such zone, which is refused when the settings are read.
pub fn in_zone(at: DateTime<Utc>, zone: &str) -> DateTime<FixedOffset> {
    at.with_timezone(&offset(at, zone).unwrap_or_else(|| Utc.fix()))
}

fn offset(at: DateTime<Utc>, zone: &str) -> Option<FixedOffset> {
    let zone = match zone {
        "UTC" => return Some(Utc.fix()),
        "local" => TimeZone::try_system().ok()?,
        zone if zone.starts_with(['+', '-']) => return zone.parse().ok(),
        zone => TimeZone::get(zone).ok()?,
    };
    let at = Timestamp::from_second(at.timestamp()).ok()?;
    FixedOffset::east_opt(zone.to_offset(at).seconds())
}

/// Refuses a zone that is not known.
pub(super) fn check(config: &Config, manifest: &Path, places: &Places) -> Result<(), ConfigError> {
    if offset(DateTime::UNIX_EPOCH, &config.time_zone).is_some() {
        return Ok(());
    }
    let key = "package.metadata.dbmig.time-zone".to_owned();
    let Some(at) = places.find(&key) else { return Ok(()) };
    let message = format!(
        "no time zone {:?} is known here: use UTC, local, an offset as +02:00, or a name as Europe/Berlin",
        config.time_zone
    );
    let shown = places.shown(at).unwrap_or_default();
    let problems = vec![ConfigProblem { at, key, message, shown }];
    Err(ConfigError::Invalid { manifest: manifest.to_owned(), problems })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks() {
        let at = DateTime::from_timestamp(1_768_644_005, 0).unwrap();
        let shown = |zone: &str| in_zone(at, zone).format("%H:%M").to_string();
        assert_eq!(
            (shown("UTC"), shown("+05:30"), shown("-01:00")),
            ("10:00".into(), "15:30".into(), "09:00".into())
        );
        assert!(offset(at, "local").is_some());
        for zone in ["Nowhere/Else", "+25:00", "", "+x"] {
            assert_eq!(offset(at, zone), None, "{zone}");
        }
        // Not every machine has the zones.
        assert!(offset(at, "Europe/Berlin").is_none_or(|offset| offset.local_minus_utc() == 3600));
    }
}
