//! The `cargo dbmig` subcommand.

fn main() -> std::process::ExitCode {
    cargo_dbmig::run(std::env::args_os().collect())
}
