//! Where the workspace and its binaries are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The root of dbmig's own workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_path_buf()
}

/// The cargo-dbmig binary, built once for each test process.
pub fn cargo_dbmig() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "cargo-dbmig", "--bin", "cargo-dbmig"])
            .current_dir(workspace())
            .status()
            .expect("cargo runs");
        assert!(status.success(), "cargo-dbmig does not build");
        target().join("debug").join("cargo-dbmig")
    })
}

/// The target directory that this test binary was built into.
pub fn target() -> PathBuf {
    let test = std::env::current_exe().expect("the test binary has a path");
    test.ancestors().nth(3).expect("a test binary lives in target/<profile>/deps").to_path_buf()
}
