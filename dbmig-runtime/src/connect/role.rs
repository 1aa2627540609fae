//! What a server is among others: primary or standby, and whether it takes writes.

use std::fmt;

use postgres::{Client, SimpleQueryMessage};

use super::destination::Wanted;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Role {
    is_standby: bool,
    is_read_only: bool,
}

impl Role {
    pub(super) fn ask(client: &mut Client) -> Result<Self, postgres::Error> {
        let sql = "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on'";
        let answer = client.simple_query(sql)?;
        let row = answer.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some((row.get(0) == Some("t"), row.get(1) == Some("t"))),
            _ => None,
        });
        let (is_standby, is_read_only) = row.unwrap_or_default();
        Ok(Self { is_standby, is_read_only })
    }

    pub(super) fn is(self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::Any => true,
            Wanted::ReadWrite => !self.is_read_only,
            Wanted::ReadOnly => self.is_read_only,
            Wanted::Primary | Wanted::PreferPrimary => !self.is_standby,
            Wanted::Standby | Wanted::PreferStandby => self.is_standby,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.is_standby, self.is_read_only) {
            (true, _) => "it is a standby",
            (false, true) => "it is a primary that takes no writes (default_transaction_read_only)",
            (false, false) => "it is a primary",
        })
    }
}
