//! What the derive costs: one crate of structs with it against the same structs without, `cargo check` and `cargo build`.
//!
//! Both crates are compiled turn by turn, each time after a change of its source; nothing else is compiled. CPU time is that of
//! cargo and of all it runs, user and system; peak memory is rustc's. Medians and ratios are printed, nothing is asserted. It
//! reads `/proc`, so it is for Linux. Run it with `cargo bench --package dbmig-tests --bench compile`, or with sizes and rounds:
//! `… -- 50x20 500x20 --rounds 11`. Settings of cargo by environment (`CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL=3`) hold.

mod measure;
mod source;

use std::path::{Path, PathBuf};
use std::time::Duration;

use dbmig_tests::tools::workspace;

use measure::{Measured, cargo, pass_on};

fn main() {
    if let Ok(file) = std::env::var(measure::PEAK_FILE) {
        return pass_on(Path::new(&file));
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rounds = arguments.iter().skip_while(|argument| *argument != "--rounds").nth(1);
    let rounds = rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(7);
    let mut sizes: Vec<(usize, usize)> = arguments.iter().filter_map(|argument| size(argument)).collect();
    if sizes.is_empty() {
        sizes = vec![(50, 20), (500, 20)];
    }
    println!(
        "{:>8}  {:>6}  {:>6}  {:>9}  {:>9}  {:>9}  {:>9}",
        "structs", "cargo", "with", "CPU", "wall", "peak", "rlib"
    );
    sizes.into_iter().for_each(|size| compare(size, rounds));
}

/// `500x20`.
fn size(argument: &str) -> Option<(usize, usize)> {
    let (structs, columns) = argument.split_once('x')?;
    Some((structs.parse().ok()?, columns.parse().ok()?))
}

fn compare((structs, columns): (usize, usize), rounds: usize) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let crates = [("plain", false), ("derive", true)].map(|(name, derives)| {
        let dir = dir.path().join(name);
        write(&dir, name, &source::structs(structs, columns, derives));
        (name, dir)
    });
    for verb in ["check", "build"] {
        let mut measured = [Vec::new(), Vec::new()];
        // The first round compiles the dependencies.
        for round in 0..=rounds {
            for (at, (_, dir)) in crates.iter().enumerate() {
                touch(dir, round);
                let one = cargo(verb, dir);
                if round > 0 {
                    measured[at].push(one);
                }
            }
        }
        let medians = measured.map(median);
        for ((name, dir), median) in crates.iter().zip(&medians) {
            let rlib = if verb == "build" { rlib_size(dir, name) } else { None };
            let rlib = rlib.map_or_else(String::new, |bytes| format!("{} kB", bytes / 1024));
            let Measured { cpu, wall, peak_kb } = median;
            println!(
                "{:>8}  {verb:>6}  {name:>6}  {:>7.2} s  {:>7.2} s  {:>6} MB  {rlib:>9}",
                format!("{structs}x{columns}"),
                cpu.as_secs_f64(),
                wall.as_secs_f64(),
                peak_kb / 1024
            );
        }
        let [plain, derive] = &medians;
        let ratio = |of: fn(&Measured) -> f64| of(derive) / of(plain);
        println!(
            "{:>24}  {:>8.1}x  {:>8.1}x  {:>8.1}x",
            "ratio",
            ratio(|one| one.cpu.as_secs_f64()),
            ratio(|one| one.wall.as_secs_f64()),
            ratio(|one| one.peak_kb as f64)
        );
    }
}

fn write(dir: &Path, name: &str, source: &str) {
    let runtime = workspace().join("dbmig-runtime").display().to_string();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         chrono = {{ version = \"0.4\", default-features = false }}\n\
         dbmig-runtime = {{ path = {runtime:?}, features = [\"with-chrono-0_4\"] }}\n"
    );
    std::fs::create_dir_all(dir.join("src")).expect("a folder");
    std::fs::write(dir.join("Cargo.toml"), manifest).expect("the manifest is written");
    std::fs::copy(workspace().join("Cargo.lock"), dir.join("Cargo.lock")).expect("the lock file is copied");
    std::fs::write(dir.join("src/lib.rs"), source).expect("the source is written");
}

/// A change that means nothing, so that the compiler begins anew and cargo has to call it.
fn touch(dir: &Path, round: usize) {
    let file = dir.join("src/lib.rs");
    let source = std::fs::read_to_string(&file).expect("the source");
    let source = source.split("\n// round ").next().unwrap_or_default();
    std::fs::write(&file, format!("{source}\n// round {round}\n")).expect("the source is written");
}

fn rlib_size(dir: &Path, name: &str) -> Option<u64> {
    let file: PathBuf = dir.join("target/debug").join(format!("lib{name}.rlib"));
    Some(file.metadata().ok()?.len())
}

fn median(mut all: Vec<Measured>) -> Measured {
    let mut of = |key: fn(&Measured) -> Duration| {
        all.sort_by_key(key);
        key(&all[all.len() / 2])
    };
    let (cpu, wall) = (of(|one| one.cpu), of(|one| one.wall));
    let peak_kb = all.iter().map(|one| one.peak_kb).max().unwrap_or_default();
    Measured { cpu, wall, peak_kb }
}
