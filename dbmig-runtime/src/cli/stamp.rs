//! `stamp`.

use clap::Args;

use super::context::Context;
use super::script::ScriptArgs;
use super::{error, script, walk};

/// Arguments of `stamp`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  stamp heads
  stamp 8c1f --db users
  stamp base --purge
  stamp head --sql --db users")]
pub struct StampArgs {
    /// What to record: head, heads, an id or the beginning of one, base; several are recorded one after the other; with
    /// --sql also FROM:TO
    #[arg(required = true, allow_negative_numbers = true, value_name = "TARGET")]
    pub targets: Vec<String>,

    /// Forget first whatever is recorded, revisions that the code doesn't have and half done ones too
    #[arg(long)]
    pub purge: bool,

    #[command(flatten)]
    pub(super) script: ScriptArgs,
}

pub(super) fn run(args: &StampArgs, context: &Context) -> Result<(), error::Error> {
    let targets: Vec<&str> = args.targets.iter().map(String::as_str).collect();
    if !args.script.sql {
        targets.iter().try_for_each(|target| script::refuse_range(target))?;
        return walk::each(
            context,
            |_| context.options(),
            &targets,
            |runner| runner.stamp_all(&targets, args.purge),
        );
    }
    let ranges = targets.iter().map(|target| script::range(target, Some("base"), "head"));
    let ranges: Vec<(String, String)> = ranges.collect::<Result<_, _>>()?;
    let from = ranges.first().map_or_else(String::new, |(from, _)| from.clone());
    if ranges.iter().any(|(other, _)| *other != from) {
        return Err(error::Error::Usage {
            message: "the targets start from different revisions".to_owned(),
            next_step: "give each the same FROM: the script is for one place".to_owned(),
        });
    }
    let targets: Vec<&str> = ranges.iter().map(|(_, to)| to.as_str()).collect();
    script::write(context, &args.script, &context.options(), |runner| {
        runner.stamp_script(&from, &targets, args.purge)
    })
}
