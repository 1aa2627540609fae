//! `dbmig-embedded`: a PostgreSQL 17 server for dbmig's scratch databases, on machines that have no PostgreSQL.
//!
//! PostgreSQL itself, compiled to WebAssembly and from there to native code, comes from the crate `pglite-oxide`; this
//! binary makes a well-behaved server of it. In reading order:
//!
//! - [`args`]: the command line.
//! - [`data_dir`]: the directory, and the lock that keeps a second process out of it.
//! - [`engine`]: PostgreSQL. Nothing outside it names `pglite-oxide`.
//! - [`server`]: accepts clients and gives each of them its turn ([`gate`]).
//! - [`startup`], [`relay`], [`wire`]: one client, from its first byte to its last.
//! - [`ready`], [`stop`]: what the parent process is told, and how it ends the server.
//!
//! The engine is a single process and a single session: while one client is served, the others wait. Every client gets
//! an engine of its own on the shared files, started for it and stopped after it, so that no setting, temporary table,
//! lock or open transaction can reach the next client.

mod args;
mod data_dir;
mod engine;
mod error;
mod gate;
mod ready;
mod relay;
mod server;
mod startup;
mod stop;
mod wire;

use std::io::Write as _;
use std::process::ExitCode;

use args::Args;
use clap::Parser as _;
use data_dir::DataDir;
use engine::Engine;
use error::Error;
use server::Server;

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Error> {
    // First of all, so that a parent that dies during a slow first start is noticed too.
    let stop = stop::watch()?;
    let data_dir = DataDir::open(&args.data)?;
    let engine = Engine::new(data_dir.cluster());
    // Bound before the engine starts: a port that is taken is told at once.
    let listener = server::bind(args.port)?;
    let version = engine.prepare(&args.database, &args.extensions)?;
    let server = Server::start(listener, engine, args.wait())?;
    ready::announce(server.port(), &args.database, &version)?;
    stop.wait();
    server.stop();
    Ok(())
}

/// Prints an error and its causes on one line of standard error.
fn report(error: &Error) {
    // Where standard error is gone too, the exit code is all that can be said.
    let _ = writeln!(std::io::stderr(), "dbmig-embedded: {}", error::with_causes(error));
}
