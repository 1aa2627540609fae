//! A migrations package's binary, with the history that `DBMIG_TEST_HISTORY` names.

fn main() -> std::process::ExitCode {
    let name = std::env::var("DBMIG_TEST_HISTORY").unwrap_or("plain".to_owned());
    dbmig_runtime::cli::main(dbmig_tests::history::named(&name))
}
