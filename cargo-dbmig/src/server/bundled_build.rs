//! Building the bundled server, once for each release of dbmig.

use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::{file_error, program_error};
use super::turn::Lock;
use super::{Error, Result};

/// The package `embedded`, file by file: name and content.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded_files.rs"));

/// What is said before the build.
const NOTICE: &str = "building the bundled PostgreSQL 17 (WebAssembly); this takes about three minutes, once";

/// The program of the bundled server, under `cache`; it is built with `cargo` if it isn't there.
///
/// # Errors
/// If it can't be built.
pub fn bundled_program(cache: &Path, cargo: &OsStr, notice: &mut dyn FnMut(&str)) -> Result<PathBuf> {
    let dir = cache.join(format!("embedded-{:016x}", fingerprint()));
    let program = dir.join(format!("dbmig-embedded{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    fs::create_dir_all(&dir).map_err(file_error("create", &dir))?;
    let lock = dir.join("lock");
    let _lock = match Lock::try_take(&lock)? {
        Some(taken) => taken,
        None => {
            notice("waiting for another command that builds the bundled PostgreSQL");
            Lock::wait(&lock)?
        }
    };
    if !program.is_file() {
        notice(NOTICE);
        build(&dir, cargo, &program)?;
    }
    Ok(program)
}

fn fingerprint() -> u64 {
    let mut hasher = DefaultHasher::new();
    FILES.hash(&mut hasher);
    hasher.finish()
}

fn build(dir: &Path, cargo: &OsStr, program: &Path) -> Result {
    for (name, content) in FILES {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(file_error("create", parent))?;
        }
        fs::write(&path, content).map_err(file_error("write", &path))?;
    }
    let target = dir.join("target");
    let mut command = Command::new(cargo);
    command.args(["build", "--locked", "--manifest-path"]).arg(dir.join("Cargo.toml"));
    command.arg("--target-dir").arg(&target).current_dir(dir);
    // Flags meant for the user's own code.
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let status = command.status().map_err(program_error(cargo))?;
    let built = target.join("debug").join(program.file_name().unwrap_or_default());
    if !status.success() || !built.is_file() {
        return Err(Error::BundledBuild { dir: dir.to_owned() });
    }
    // Under its name only when it is whole.
    let copy = dir.join("copy");
    fs::copy(&built, &copy).map_err(file_error("copy", &built))?;
    fs::rename(&copy, program).map_err(file_error("rename", &copy))?;
    // About a gigabyte that nobody needs any more; a rest of it does no harm.
    let _ = fs::remove_dir_all(&target);
    Ok(())
}
