//! House rules that a machine can check: sizes of files, arrows between rooms, nothing left open.

use std::fs;
use std::path::{Path, PathBuf};

use dbmig_tests::tools::workspace;

const MAX_LINES: usize = 400;

/// What each room of the runtime may import from its siblings.
const ARROWS: &[(&str, &[&str])] = &[
    ("catalog", &[]),
    ("manifest", &["catalog", "types"]),
    ("inspect", &["catalog"]),
    ("diff", &["catalog"]),
    ("op", &["catalog"]),
    ("plan", &["catalog", "diff", "op"]),
    ("hazard", &["catalog", "op"]),
    ("sql", &["catalog", "op"]),
    ("revision", &[]),
    ("rows", &["catalog"]),
    ("connect", &["catalog", "revision"]),
    ("runner", &["catalog", "connect", "hazard", "inspect", "op", "revision", "rows", "sql"]),
    ("testing", &["catalog", "connect", "diff", "inspect", "op", "plan", "revision", "rows", "runner"]),
    ("build", &["revision"]),
    ("types", &["manifest"]),
];

#[test]
fn files_are_small() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|file| (fs::read_to_string(&file).unwrap().lines().count(), file))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, file)| format!("{} has {lines} lines", file.display()))
        .collect();
    assert!(long.is_empty(), "split by noun:\n{}", long.join("\n"));
}

#[test]
fn rooms_import_only_along_the_arrows() {
    let runtime = workspace().join("dbmig-runtime/src");
    let mut wrong = Vec::new();
    for (room, allowed) in ARROWS {
        for file in rust_files(&runtime.join(room)) {
            // A room's unit tests may look at it through its neighbours.
            if file.ends_with("tests.rs") {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            let code = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
            for (number, line) in code.enumerate() {
                let Some(rest) =
                    line.split("crate::").nth(1).filter(|_| !line.trim_start().starts_with("//"))
                else {
                    continue;
                };
                let target: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = ARROWS.iter().any(|(name, _)| *name == target) || target == "cli";
                if known && target != *room && !allowed.contains(&target.as_str()) {
                    wrong.push(format!("{}:{}: {room} imports {target}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_open() {
    let words =
        [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["todo", "!("].concat(), ["dbg", "!("].concat()];
    let mut left = Vec::new();
    for file in sources() {
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                left.push(format!("{}:{}: {line}", file.display(), number + 1));
            }
        }
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

fn sources() -> Vec<PathBuf> {
    ["cargo-dbmig", "dbmig-macros", "dbmig-runtime", "example-app", "tests"]
        .iter()
        .flat_map(|package| rust_files(&workspace().join(package)))
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
