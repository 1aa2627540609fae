//! The cargo subcommand.

mod random;
pub mod render;
pub mod server;
mod url;

/// Runs the command line `arguments`, program name included.
pub fn run(arguments: Vec<std::ffi::OsString>) -> std::process::ExitCode {
    if arguments.get(1).is_some_and(|a| a == server::WATCHDOG_ARGUMENT) {
        let _ = server::watch(arguments.get(2..).unwrap_or_default());
    }
    std::process::ExitCode::SUCCESS
}
