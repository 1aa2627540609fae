//! `stamp`.

use clap::Args;

use super::context::Context;
use super::{error, walk};

/// Arguments of `stamp`.
#[derive(Args, Clone, Debug)]
pub struct StampArgs {
    /// What to record: head, heads, an id or the beginning of one, base
    #[arg(allow_negative_numbers = true)]
    pub target: String,

    /// Forget first whatever is recorded, revisions that the code doesn't have and half done ones too
    #[arg(long)]
    pub purge: bool,
}

pub(super) fn run(args: &StampArgs, context: &Context) -> Result<(), error::Error> {
    walk::each(context, &context.options(), &args.target, |runner| runner.stamp(&args.target, args.purge))
}
