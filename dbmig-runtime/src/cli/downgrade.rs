//! `downgrade`.

use clap::Args;

use super::context::Context;
use super::limits::LimitArgs;
use super::script::ScriptArgs;
use super::transaction::TransactionArgs;
use super::upgrade::ResumeAs;
use super::{error, script, walk};
use crate::runner::Options;

/// Arguments of `downgrade`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  downgrade billing@-1 --db users
  downgrade 8c1f --db users
  downgrade base
  downgrade heads:base --sql --db users   a script")]
pub struct DowngradeArgs {
    /// How far to go back: -N, an id or the beginning of one, base, ID-N, BRANCH@base; with --sql it is FROM:TO
    #[arg(allow_negative_numbers = true)]
    pub target: String,

    /// What to take for true of a statement outside a transaction during which an earlier run ended
    #[arg(long, value_enum, value_name = "STATE", conflicts_with = "sql")]
    pub resume_as: Option<ResumeAs>,

    #[command(flatten)]
    pub(super) transaction: TransactionArgs,

    #[command(flatten)]
    pub(super) limits: LimitArgs,

    #[command(flatten)]
    pub(super) script: ScriptArgs,
}

pub(super) fn run(args: &DowngradeArgs, context: &Context) -> Result<(), error::Error> {
    let options = Options {
        resume_as: args.resume_as.map(Into::into),
        transaction: args.transaction.mode,
        ..context.options()
    };
    let options = args.limits.limit(options);
    if args.script.sql {
        let (from, to) = script::range(&args.target, None, "base")?;
        return script::write(context, &args.script, &options, |runner| runner.downgrade_script(&from, &to));
    }
    script::refuse_range(&args.target)?;
    walk::each(context, |_| options.clone(), &[&args.target], |runner| runner.downgrade(&args.target))
}
