//! Registers the revision files of both databases.

fn main() {
    dbmig_runtime::build::revisions();
}
