//! `upgrade`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::limits::LimitArgs;
use super::script::ScriptArgs;
use super::transaction::TransactionArgs;
use super::{error, planned, script, walk};
use crate::runner::{self, Options};

/// Arguments of `upgrade`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  upgrade
  upgrade +1 --db users
  upgrade billing@head --db users   one branch
  upgrade --transaction all         all revisions or none
  upgrade -x owner=ann              op.argument(\"owner\") in a revision
  upgrade --if-locked skip --if-ahead skip   when replicas of a service start
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

    /// Run only what the file says, which plan --format json printed: refused if the statements, the place in the history or
    /// the schema are not the same any more
    #[arg(long, value_name = "FILE", conflicts_with = "sql")]
    pub plan: Option<PathBuf>,

    /// Run revisions that delete data, too, where nobody has confirmed that in the revision
    #[arg(long)]
    pub allow_destructive: bool,

    /// What to take for true of a statement outside a transaction during which an earlier run ended
    #[arg(long, value_enum, value_name = "STATE", conflicts_with = "sql")]
    pub resume_as: Option<ResumeAs>,

    /// What to do when another run is at work: wait for it as long as --lock-wait, fail, or leave it to that run
    #[arg(long, value_enum, value_name = "WHAT", default_value = "wait", conflicts_with = "sql")]
    pub if_locked: IfLocked,

    /// What to do when the database is at revisions that this code doesn't have: fail, or do nothing
    #[arg(long, value_enum, value_name = "WHAT", default_value = "fail", conflicts_with = "sql")]
    pub if_ahead: IfAhead,

    #[command(flatten)]
    pub(super) transaction: TransactionArgs,

    #[command(flatten)]
    pub(super) limits: LimitArgs,

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

/// What to do when another run is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum IfLocked {
    /// Wait for it, then fail
    Wait,
    /// Fail at once
    Fail,
    /// Do nothing
    Skip,
}

impl From<IfLocked> for runner::IfLocked {
    fn from(policy: IfLocked) -> Self {
        match policy {
            IfLocked::Wait => Self::Wait,
            IfLocked::Fail => Self::Fail,
            IfLocked::Skip => Self::Skip,
        }
    }
}

/// What to do when the database is ahead of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum IfAhead {
    /// Fail
    Fail,
    /// Do nothing
    Skip,
}

impl From<IfAhead> for runner::IfAhead {
    fn from(policy: IfAhead) -> Self {
        match policy {
            IfAhead::Fail => Self::Fail,
            IfAhead::Skip => Self::Skip,
        }
    }
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
        if_locked: args.if_locked.into(),
        if_ahead: args.if_ahead.into(),
        transaction: args.transaction.mode,
        ..context.options()
    };
    let options = args.limits.limit(options);
    if args.script.sql {
        let (from, to) = script::range(&args.target, Some("base"), "head")?;
        return script::write(context, &args.script, &options, |runner| runner.upgrade_script(&from, &to));
    }
    script::refuse_range(&args.target)?;
    let planned = args.plan.as_ref().map(|path| planned::read(path, context)).transpose()?;
    let options = |name: &str| {
        let planned = planned.as_ref().and_then(|planned| planned.get(name).cloned());
        Options { planned, ..options.clone() }
    };
    walk::each(context, options, &[&args.target], |runner| runner.upgrade(&args.target))
}
