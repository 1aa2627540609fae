//! `--transaction`.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::runner::TransactionMode;

/// How revisions are put into transactions.
#[derive(Args, Clone, Debug)]
pub struct TransactionArgs {
    /// How revisions are put into transactions, instead of as the database is configured: each one of its own, all in
    /// one, or none that holds more than one directive
    #[arg(
        long = "transaction",
        value_name = "MODE",
        value_parser = PossibleValuesParser::new(TransactionMode::ALL.map(TransactionMode::as_str))
            .try_map(|word| word.parse::<TransactionMode>())
    )]
    pub mode: Option<TransactionMode>,
}
