//! The service: brings both databases up to date, then does a little work in them.
//!
//! `cargo dbmig serve` prints the two URLs it needs.

#![forbid(unsafe_code)]

use std::error::Error;
use std::process::ExitCode;

use example_app::service::{self, Urls};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    let urls = Urls::from_environment()?;
    // dbmig works on a thread of its own, so this is fine inside the runtime: it blocks, as a start-up step should.
    service::migrate(&urls)?;
    // The synchronous client must not be made or dropped on a thread of the runtime.
    let lines = tokio::task::spawn_blocking(move || service::work(&urls)).await??;
    lines.iter().for_each(|line| println!("{line}"));
    Ok(())
}
