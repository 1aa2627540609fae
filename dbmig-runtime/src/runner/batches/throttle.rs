//! What holds batches up: a rest after each, and standbys and replication slots that are too far behind.

use std::time::{Duration, Instant};

use postgres::Row;

use super::super::run::Setting;
use super::super::{Error, Event};
use super::walk::Walk;
use crate::op::{Lag, Pace, Pause, wal};

/// How fast batches may go: as the options say, or else the directive, or else the database.
#[derive(Clone, Debug, Default)]
pub(super) struct Throttle {
    pause: Option<Pause>,
    lag: Option<Lag>,
    /// In bytes.
    retained_wal: Option<u64>,
}

/// How far the standby is behind that is behind most.
#[derive(Clone, Copy, Debug, Default)]
struct Behind {
    time: Duration,
    bytes: u64,
    /// The WAL that is kept for the slot that is behind most.
    retained: u64,
    /// Standbys that the role may not see anything of.
    hidden: i64,
}

impl Throttle {
    /// Fails where a setting of the database can't be read; the build script looks at those that it writes.
    pub(super) fn of(pace: &Pace, setting: &Setting<'_>) -> Result<Self, String> {
        let (database, options) = (setting.database, setting.options);
        let unread = |key: &str, text: &str, error: &str| format!("{key} is {text:?}: {error}");
        let pause = database
            .batch_pause
            .map(|text| text.parse::<Pause>().map_err(|error| unread("batch-pause", text, error)));
        let lag = database
            .max_replica_lag
            .map(|text| text.parse::<Lag>().map_err(|error| unread("max-replica-lag", text, error)));
        let retained = database.max_retained_wal.map(|text| {
            wal(text).ok_or_else(|| unread("max-retained-wal", text, "expected an amount such as \"10GB\""))
        });
        let (pause, lag, retained) = (pause.transpose()?, lag.transpose()?, retained.transpose()?);
        Ok(Self {
            pause: options.batch_pause.or(pace.pause).or(pause),
            lag: options.max_replica_lag.or(pace.max_replica_lag).or(lag).filter(|lag| !lag.is_zero()),
            retained_wal: options.max_retained_wal.or(retained).filter(|bytes| *bytes > 0),
        })
    }

    /// What is over its limit, and the limit.
    fn over(&self, behind: &Behind) -> Option<String> {
        let lag = match self.lag {
            Some(Lag::Time(limit)) => behind.time > limit,
            Some(Lag::Bytes(limit)) => behind.bytes > limit,
            None => false,
        };
        match (lag.then_some(self.lag).flatten(), self.retained_wal) {
            (Some(limit), _) => Some(limit.to_string()),
            (None, Some(limit)) if behind.retained > limit => Some(Lag::Bytes(limit).to_string()),
            _ => None,
        }
    }
}

impl Walk<'_, '_> {
    /// Rests after a batch that took `spent`.
    pub(super) fn pause(&self, spent: Duration) -> Result<(), Error> {
        match self.throttle.pause {
            Some(pause) => self.run.setting.canceller.sleep(pause.after(spent)),
            None => Ok(()),
        }
    }

    /// Waits while a standby or a slot is too far behind; tells at once and then every few seconds.
    pub(super) fn wait_for_standbys(&mut self) -> Result<(), Error> {
        if self.throttle.lag.is_none() && self.throttle.retained_wal.is_none() {
            return Ok(());
        }
        let began = Instant::now();
        let mut told: Option<Instant> = None;
        loop {
            let behind = self.behind()?;
            if behind.hidden > 0 && self.throttle.lag.is_some() {
                let reason =
                    format!("the role may not see how far {} of the standbys are behind", behind.hidden);
                return Err(self.refusal(
                    reason,
                    "GRANT pg_monitor TO the role, or turn the limit off with --max-replica-lag 0",
                ));
            }
            let Some(limit) = self.throttle.over(&behind) else { return Ok(()) };
            if told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
                told = Some(Instant::now());
                (self.run.emit)(Event::BatchesWaiting {
                    revision: self.prepared.id().to_owned(),
                    number: self.index + 1,
                    lag: behind.time,
                    lag_bytes: behind.bytes,
                    retained_bytes: behind.retained,
                    limit,
                    waited: began.elapsed(),
                });
            }
            self.run.setting.canceller.sleep(POLL_EVERY)?;
            self.run.check_before_segment()?;
        }
    }

    fn behind(&mut self) -> Result<Behind, Error> {
        let row = self.run.work.client.query_typed_one(BEHIND, &[]);
        let row = row
            .map_err(|error| self.run.own_or_lost(self.prepared, "ask how far standbys are behind", error))?;
        Ok(decode(&row))
    }
}

fn decode(row: &Row) -> Behind {
    let bytes = |at| u64::try_from(row.get::<_, i64>(at)).unwrap_or_default();
    Behind {
        time: Duration::try_from_secs_f64(row.get(0)).unwrap_or_default(),
        bytes: bytes(1),
        retained: bytes(2),
        hidden: row.get(3),
    }
}

/// The lag of a standby that has replayed everything is shown for a while, so it counts only where something is left. A role that
/// may not look sees rows without a state. A slot that was given up keeps no WAL. See
/// [`pg_stat_replication`](https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW).
const BEHIND: &str = "\
    SELECT coalesce(pg_catalog.max(extract(epoch FROM replay_lag)) FILTER (WHERE replay_lsn < now.lsn), 0)::pg_catalog.float8, \
        coalesce(pg_catalog.max(pg_catalog.pg_wal_lsn_diff(now.lsn, replay_lsn)), 0)::pg_catalog.int8, \
        (SELECT coalesce(pg_catalog.max(pg_catalog.pg_wal_lsn_diff(now.lsn, restart_lsn)), 0)::pg_catalog.int8 \
            FROM pg_catalog.pg_replication_slots WHERE wal_status IS DISTINCT FROM 'lost'), \
        pg_catalog.count(*) FILTER (WHERE pid IS NOT NULL AND state IS NULL) \
    FROM (SELECT pg_catalog.pg_current_wal_lsn() AS lsn) now LEFT JOIN pg_catalog.pg_stat_replication ON true \
    GROUP BY now.lsn";

const TELL_EVERY: Duration = Duration::from_secs(5);
const POLL_EVERY: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_its_limit() {
        let over = |lag: &str, retained_wal, behind: Behind| {
            Throttle { pause: None, lag: Some(lag.parse().unwrap()), retained_wal }.over(&behind)
        };
        let behind = Behind { time: Duration::from_secs(6), bytes: 2048, retained: 1 << 20, hidden: 0 };
        assert_eq!(over("5s", None, behind).as_deref(), Some("5s"));
        assert_eq!(over("6s", None, behind), None);
        assert_eq!(over("1kB", None, behind).as_deref(), Some("1kB"));
        assert_eq!(over("2kB", Some(1 << 10), behind).as_deref(), Some("1kB"));
        assert_eq!(over("2kB", Some(1 << 20), behind), None);
    }
}
