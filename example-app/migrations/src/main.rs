//! The runner: applies the revisions, needs neither cargo nor sources where it is deployed.

fn main() -> std::process::ExitCode {
    dbmig_runtime::cli::main(example_app_migrations::databases())
}
