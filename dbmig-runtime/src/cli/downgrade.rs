//! `downgrade`.

use clap::Args;

use super::context::Context;
use super::upgrade::ResumeAs;
use super::{error, walk};
use crate::runner::Options;

/// Arguments of `downgrade`.
#[derive(Args, Clone, Debug)]
pub struct DowngradeArgs {
    /// How far to go back: -N, an id or the beginning of one, base, ID-N, BRANCH@base
    #[arg(allow_negative_numbers = true)]
    pub target: String,

    /// What to take for true of a statement outside a transaction during which an earlier run ended
    #[arg(long, value_enum, value_name = "STATE")]
    pub resume_as: Option<ResumeAs>,
}

pub(super) fn run(args: &DowngradeArgs, context: &Context) -> Result<(), error::Error> {
    let options = Options { resume_as: args.resume_as.map(Into::into), ..context.options() };
    walk::each(context, &options, &args.target, |runner| runner.downgrade(&args.target))
}
