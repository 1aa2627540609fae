//! A pace as a revision writes it.

use super::{BackfillBuilder, Error, Pace, Result};
use crate::catalog::ObjectName;

/// A pace as it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct PaceBuilder {
    batch: Option<u32>,
    pause: Option<String>,
    max_replica_lag: Option<String>,
}

impl PaceBuilder {
    pub(super) fn build(self, table: &ObjectName) -> Result<Pace> {
        let refused = |what: &str, text: &str, reason: &str| Error::Refused {
            what: format!("{what}({text:?}) of the batches of {table}"),
            reason: reason.to_owned(),
        };
        let pause = self.pause.map(|text| text.parse().map_err(|error| refused("pause", &text, error)));
        let lag = self.max_replica_lag;
        let lag = lag.map(|text| text.parse().map_err(|error| refused("max_replica_lag", &text, error)));
        if self.batch == Some(0) {
            return Err(refused("batch", "0", "a batch has a row at least"));
        }
        Ok(Pace { batch: self.batch, pause: pause.transpose()?, max_replica_lag: lag.transpose()? })
    }
}

/// The methods of a builder that has a `pace`.
macro_rules! paced {
    ($builder:ty) => {
        impl $builder {
            /// Always as many rows in a batch. Without it, as many as take 200 to 500 ms.
            #[must_use]
            pub fn batch(mut self, rows: u32) -> Self {
                self.pace.batch = Some(rows);
                self
            }

            /// How long it rests after each batch, `100ms`, or `50%` of the time that the batch took; instead of the database's
            /// `batch-pause`.
            #[must_use]
            pub fn pause(mut self, pause: impl Into<String>) -> Self {
                self.pace.pause = Some(pause.into());
                self
            }

            /// While a standby is behind by more than `10s`, or `64MB` of WAL, it waits; instead of the database's
            /// `max-replica-lag`.
            #[must_use]
            pub fn max_replica_lag(mut self, lag: impl Into<String>) -> Self {
                self.pace.max_replica_lag = Some(lag.into());
                self
            }
        }
    };
}

paced!(BackfillBuilder);
#[cfg(feature = "migrate")]
paced!(super::EachBuilder);
