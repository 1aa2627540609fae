//! `prove`, which `cargo dbmig test` calls: the proof of one database's revisions, an event a line.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::Error;
use super::{EXIT_FAILED, interrupt, print};
use crate::catalog::{Filter, Pattern};
use crate::testing::{self, SCRATCH_URL, ScratchServer, prove};

/// Arguments of `prove`.
#[derive(Args, Clone, Debug)]
pub(super) struct ProveArgs {
    /// The revisions to prove
    range: Option<String>,

    /// The server for scratch databases
    // In the environment nobody else sees a password that it holds.
    #[arg(long, env = SCRATCH_URL, hide_env_values = true)]
    scratch_url: String,

    /// Make new databases as template1 is
    #[arg(long)]
    own_template: bool,

    /// Create the roles that revisions name
    #[arg(long)]
    create_roles: bool,

    /// Leave tables empty
    #[arg(long)]
    no_rows: bool,

    /// What the revisions are about
    #[arg(long)]
    include: Vec<Pattern>,

    /// What they are not about
    #[arg(long)]
    exclude: Vec<Pattern>,
}

pub(super) fn run(args: &ProveArgs, context: &Context) -> Result<ExitCode, Error> {
    let [database] = context.databases() else {
        return Err(Error::Usage {
            message: "a proof is of one database".to_owned(),
            next_step: "name it with --db".to_owned(),
        });
    };
    let server = ScratchServer {
        url: args.scratch_url.clone(),
        has_own_template: args.own_template,
        is_single_connection: context.global.single_connection,
        is_ours: args.create_roles,
    };
    let proof = prove(database.clone())
        .on_server(server)
        .scope(Filter { include: args.include.clone(), exclude: args.exclude.clone() })
        .on_event(|event| print::line(json!(event)));
    let given = context.global.arguments.iter();
    let proof = given.fold(proof, |proof, (key, value)| proof.argument(key, value));
    let proof = if args.no_rows { proof.without_rows() } else { proof };
    let proof = match &args.range {
        Some(range) => proof.only(range.clone()),
        None => proof,
    };
    interrupt::stops(proof.canceller());
    let (report, code) = match proof.run() {
        Ok(report) => (report, ExitCode::SUCCESS),
        Err(testing::Error::Failed(report)) => (*report, ExitCode::from(EXIT_FAILED)),
        Err(error) => {
            let next_step = error.next_step().unwrap_or_else(|| "run the command again".to_owned());
            return Err(Error::failed(format!("{}: {error}", database.name), next_step));
        }
    };
    print::line(json!({ "event": "report", "report": report }));
    Ok(code)
}
