//! `plan`.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::show::indented;
use super::transaction::TransactionArgs;
use super::{Format, SHAPE_VERSION, print};
use crate::runner::{Options, Plan, PlannedRevision, PlannedTransaction, place};

/// Arguments of `plan`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  plan
  plan +1 --db users

Databases are read, never changed, and no lock is held: another run may come first. With plan --format json > plan.json it \
    is kept: upgrade --plan plan.json runs it, or nothing.")]
pub struct PlanArgs {
    /// How far `upgrade` would go: head, heads, an id or the beginning of one, a label, +N, ID+N, BRANCH@head
    #[arg(default_value = "head", allow_negative_numbers = true)]
    pub target: String,

    /// As if upgrade was given this
    #[arg(long)]
    pub allow_destructive: bool,

    #[command(flatten)]
    pub(super) transaction: TransactionArgs,
}

pub(super) fn run(args: &PlanArgs, context: &Context) -> Result<(), Error> {
    let options = Options {
        allow_destructive: args.allow_destructive,
        transaction: args.transaction.mode,
        accept_edited: false,
        ..context.options()
    };
    let (found, result) = context.read_with(&options, |runner| runner.plan(&args.target));
    match context.global.format {
        Format::Json => {
            let databases: Vec<_> =
                found.iter().map(|(name, plan)| print::with_name(name, json!(plan))).collect();
            print::line(json!({ "version": SHAPE_VERSION, "databases": databases }));
        }
        Format::Text => found.iter().for_each(|(name, plan)| show(name, plan)),
    }
    result
}

fn show(database: &str, plan: &Plan) {
    let (from, to) = (place(&plan.from), place(&plan.to));
    let count = match plan.revisions.len() {
        0 => return print::line(format_args!("{database}: nothing to do, at {from}")),
        1 => "1 revision".to_owned(),
        several => format!("{several} revisions"),
    };
    let together = if plan.transaction == "all" { " in one transaction" } else { "" };
    print::line(format_args!("{database}: {from} -> {to}, {count}{together}"));
    plan.revisions.iter().for_each(|revision| show_revision(revision, plan.transaction != "all"));
    if let Some(refusal) = &plan.refusal {
        print::line(format_args!("\n  upgrade would refuse: {refusal}"));
    }
}

fn show_revision(revision: &PlannedRevision, own_transactions: bool) {
    let PlannedRevision { done, tables, has_own_sql, hazards, .. } = revision;
    print::line(format_args!("\n  {} {} ({})", revision.revision, revision.message, revision.file));
    let own = has_own_sql.then_some("whatever its own SQL touches");
    let touched: Vec<&str> = tables.iter().map(String::as_str).chain(own).collect();
    if !touched.is_empty() {
        print::line(format_args!("    touches {}", touched.join(", ")));
    }
    if *done > 0 {
        print::line(format_args!("    {done} statements are done by an earlier run"));
    }
    for hazard in hazards {
        let loss = if hazard.destructive { " (deletes data)" } else { "" };
        print::line(format_args!("    ! {}{loss}: {}; {}", hazard.code, hazard.message, hazard.advice));
    }
    for PlannedTransaction { transactional, statements } in &revision.transactions {
        let brackets = *transactional && own_transactions;
        match (transactional, brackets) {
            (false, _) => print::line("    -- outside a transaction"),
            (true, true) => print::line("    BEGIN;"),
            (true, false) => {}
        }
        statements.iter().for_each(|sql| indented(sql, "    "));
        if brackets {
            print::line("    COMMIT;");
        }
    }
}
