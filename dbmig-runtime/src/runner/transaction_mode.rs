//! How revisions are put into transactions.

use std::fmt;
use std::str::FromStr;

/// How revisions are put into transactions: `transaction = "each"` in the configuration, `--transaction each`.
///
/// What PostgreSQL runs only outside a transaction (an index built concurrently, a backfill that commits batch by batch)
/// stands outside of one in every mode but `all`, which refuses it before anything runs. A constraint is validated in a transaction
/// of its own there: the lock that it takes to add it would be kept for as long as that takes.
///
/// Alembic has `transaction_per_migration` and `transactional_ddl` for this. Its default is one transaction for the whole
/// run, which a single concurrent index makes impossible, and which keeps every lock until the last revision is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransactionMode {
    /// Each revision is a transaction of its own: what is done stays when a later one fails.
    #[default]
    Each,
    /// All pending revisions are one transaction: all of them or none.
    All,
    /// No transaction holds more than one directive: locks are short, and a failure leaves what was done before it. The
    /// ledger knows how far it came, and the next run goes on there.
    None,
}

impl TransactionMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Each, Self::All, Self::None];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::All => "all",
            Self::None => "none",
        }
    }
}

impl fmt::Display for TransactionMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TransactionMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|mode| mode.as_str() == text);
        found.ok_or_else(|| "expected each, all or none".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for mode in TransactionMode::ALL {
            assert_eq!(mode.to_string().parse(), Ok(mode));
        }
        assert!("one".parse::<TransactionMode>().is_err());
    }
}
