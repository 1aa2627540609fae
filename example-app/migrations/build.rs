//! Turns the revision files into the registry that `src/lib.rs` includes.

fn main() {
    dbmig_runtime::build::revisions();
}
