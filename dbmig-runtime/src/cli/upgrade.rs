//! `upgrade`.

use clap::{Args, ValueEnum};

use super::context::Context;
use super::script::ScriptArgs;
use super::transaction::TransactionArgs;
use super::{error, script, walk};
use crate::runner::{self, Options};

/// Arguments of `upgrade`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  upgrade
  upgrade +1 --db users
  upgrade billing@head --db users   one branch
  upgrade --transaction all         all revisions or none
  upgrade -x owner=ann              op.argument(\"owner\") in a revision
  upgrade --sql --db users          a script from the base
  upgrade 8c1f:head --sql --output sql --db users")]
pub struct UpgradeArgs {
    /// How far to go: head, heads, an id or the beginning of one, a label, +N, ID+N, BRANCH@head; with --sql also FROM:TO
    #[arg(default_value = "head", allow_negative_numbers = true)]
    pub target: String,

    /// Take revisions that were edited after they were applied for what is in the database, and record their new
    /// checksums
    #[arg(long, conflicts_with = "sql")]
    pub accept_edited: bool,

    /// Run revisions that delete data, too, where nobody has confirmed that in the revision
    #[arg(long)]
    pub allow_destructive: bool,

    /// What to take for true of a statement outside a transaction during which an earlier run ended
    #[arg(long, value_enum, value_name = "STATE", conflicts_with = "sql")]
    pub resume_as: Option<ResumeAs>,

    #[command(flatten)]
    pub(super) transaction: TransactionArgs,

    #[command(flatten)]
    pub(super) script: ScriptArgs,
}

/// What to take for true of a statement whose outcome is unknown.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ResumeAs {
    /// It took effect: go on after it
    Done,
    /// It did not: run it again
    Run,
}

impl From<ResumeAs> for runner::ResumeAs {
    fn from(state: ResumeAs) -> Self {
        match state {
            ResumeAs::Done => Self::Done,
            ResumeAs::Run => Self::Run,
        }
    }
}

pub(super) fn run(args: &UpgradeArgs, context: &Context) -> Result<(), error::Error> {
    let options = Options {
        accept_edited: args.accept_edited,
        allow_destructive: args.allow_destructive,
        resume_as: args.resume_as.map(Into::into),
        transaction: args.transaction.mode,
        ..context.options()
    };
    if args.script.sql {
        let (from, to) = script::range(&args.target, Some("base"), "head")?;
        return script::write(context, &args.script, &options, |runner| runner.upgrade_script(&from, &to));
    }
    script::refuse_range(&args.target)?;
    walk::each(context, &options, &[&args.target], |runner| runner.upgrade(&args.target))
}
