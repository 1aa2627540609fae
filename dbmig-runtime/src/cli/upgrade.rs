//! `upgrade`.

use clap::{Args, ValueEnum};

use super::context::Context;
use super::{error, walk};
use crate::runner::{self, Options};

/// Arguments of `upgrade`.
#[derive(Args, Clone, Debug)]
pub struct UpgradeArgs {
    /// How far to go: head, heads, an id or the beginning of one, a label, +N, ID+N, BRANCH@head
    #[arg(default_value = "head", allow_negative_numbers = true)]
    pub target: String,

    /// Take revisions that were edited after they were applied for what is in the database, and record their new
    /// checksums
    #[arg(long)]
    pub accept_edited: bool,

    /// Run revisions that delete data, too, where nobody has confirmed that in the revision
    #[arg(long)]
    pub allow_destructive: bool,

    /// What to take for true of a statement outside a transaction during which an earlier run ended
    #[arg(long, value_enum, value_name = "STATE")]
    pub resume_as: Option<ResumeAs>,
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
        ..context.options()
    };
    walk::each(context, &options, &args.target, |runner| runner.upgrade(&args.target))
}
