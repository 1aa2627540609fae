//! Whatever reads text or bytes from outside: it says what is wrong, and neither panics, hangs nor fills the memory.
//!
//! `DBMIG_FUZZ=100000` tries so many of each; without it it is some hundred. `DBMIG_RANDOM_SEED` chooses them.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use dbmig_runtime::Table;
use dbmig_runtime::build::Config;
use dbmig_runtime::manifest::wire::{resolve_in, scan};
use dbmig_runtime::revision::{Error, Range, Target};

use super::random::Random;

/// A declaration, so that there is one in this program.
#[derive(Table)]
#[db("fuzzed")]
#[table(comment = "it's \"here\"")]
#[check(name = "positive", expr = "size > 0")]
#[index(columns(size desc), where = "size > 1")]
#[expect(dead_code, reason = "only its manifest is read")]
struct Fuzzed {
    #[column(primary_key, identity)]
    id: i64,
    #[column(default = "1")]
    size: i32,
    title: Option<String>,
    tags: Vec<String>,
}

const CONFIG: &str = r#"
[package]
name = "migrations"

[package.metadata.dbmig]
models = ["example-app", "other"]
features = ["a/b"]
file-template = "{year}{month}{day}_{hour}{minute}_{rev}_{slug}"
slug-length = 40
time-zone = "Europe/Berlin"
post-write = ["rustfmt"]
scratch-url = "postgres://ann:secret@localhost/scratch"

[package.metadata.dbmig.databases.users]
url-env = "USERS_DATABASE_URL"
url = "embedded"
schema = "app"
version-schema = "ops"
version-table = "versions"
transaction = "each"
lock-timeout = "3s"
statement-timeout = "1min"
include = ["user*"]
exclude = ["tmp_*"]

[package.metadata.dbmig.databases.analytics]
url = "postgres://localhost/analytics"
"#;

/// The longest that one input may take.
const LIMIT: Duration = Duration::from_secs(5);

fn cases() -> usize {
    std::env::var("DBMIG_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(400)
}

#[track_caller]
fn quickly<T>(input: &dyn std::fmt::Debug, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = work();
    assert!(began.elapsed() < LIMIT, "{:?} for {input:?}", began.elapsed());
    result
}

#[test]
fn configurations() {
    assert!(Config::parse(CONFIG, Path::new("Cargo.toml")).is_ok());
    let mut random = Random::seeded();
    for _ in 0..cases() {
        let text = changed_text(CONFIG, &mut random);
        if let Err(error) = quickly(&text, || Config::parse(&text, Path::new("Cargo.toml"))) {
            let message = error.to_string();
            assert!(message.contains("Cargo.toml"), "{message} for {text:?}");
            assert!(!message.contains("ann:secret"), "{message}");
        }
    }
    for deep in [
        "[".repeat(100_000),
        "a = ".to_owned() + &"[".repeat(100_000),
        "a.".repeat(100_000),
        "{a=".repeat(50_000),
    ] {
        let text = format!("[package.metadata.dbmig]\n{deep}");
        assert!(quickly(&deep.len(), || Config::parse(&text, Path::new("Cargo.toml"))).is_err());
    }
}

/// A text with some of its lines or characters changed.
fn changed_text(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(4) {
        let line = random.below(lines.len());
        let (kind, other) = (random.below(7), random.text());
        match (kind, lines[line].split_once('=').map(|(key, _)| key.to_owned())) {
            (0, Some(key)) => lines[line] = format!("{key}= {}", random.one_of(VALUES)),
            (1, Some(key)) => lines[line] = format!("{key}= \"{}\"", other.replace(['"', '\\', '\n'], "")),
            (2, _) => lines[line] = lines[random.below(lines.len())].clone(),
            (3, _) => drop(lines.remove(line)),
            (4, _) => {
                let at = random.below(lines[line].len() + 1);
                if lines[line].is_char_boundary(at) {
                    lines[line].insert_str(at, &other);
                }
            }
            (5, _) => lines.swap(line, 0),
            _ => lines[line] = other,
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n")
}

const VALUES: &[&str] = &[
    "-1",
    "0",
    "9223372036854775807",
    "1e400",
    "nan",
    "true",
    "[]",
    "{}",
    "[[]]",
    "\"\"",
    "{ a = 1 }",
    "[\"\"]",
    "1979-05-27",
    "\"\\u0000\"",
    "[1, \"a\"]",
    "\"each\"",
    "\"pg_catalog\"",
    "[\"*\", \"**\", \"[\"]",
    "\"{rev}{rev}\"",
    "\"../{rev}\"",
];

#[test]
fn targets_and_ranges() {
    let mut random = Random::seeded();
    for _ in 0..cases() * 5 {
        let text = random.text();
        // The command line adds where targets are listed.
        let told = |error: Error| {
            assert!(error.is_about_words() && error.to_string().contains("names no "), "{error}")
        };
        quickly(&text, || text.parse::<Target>()).map_or_else(told, drop);
        quickly(&text, || text.parse::<Range>()).map_or_else(told, drop);
    }
}

/// The frames of declarations in this program.
fn frames() -> Vec<Vec<u8>> {
    let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    // Not written as it is looked for, or it would be found here.
    let magic: Vec<u8> = b"\xDBdbmig\x01\x1B"
        .iter()
        .enumerate()
        .map(|(at, byte)| if at > 5 { byte - 1 } else { *byte })
        .collect();
    let starts = program.windows(magic.len()).enumerate().filter(|(_, bytes)| *bytes == magic);
    let frame = |start: usize| {
        let length = program.get(start + magic.len()..start + magic.len() + 4)?;
        let length = usize::try_from(u32::from_le_bytes(length.try_into().ok()?)).ok()?;
        let frame = program.get(start..start + magic.len() + 8 + length)?;
        frame.windows(6).any(|bytes| bytes == b"fuzzed").then(|| frame.to_vec())
    };
    starts.filter_map(|(start, _)| frame(start)).collect()
}

#[test]
fn manifests() {
    let frames = frames();
    assert!(!frames.is_empty(), "the declaration is in this program");
    let section = frames.concat();
    let schemas = BTreeMap::from([("fuzzed".to_owned(), "public".to_owned())]);
    assert!(resolve_in(scan(&section).unwrap(), &schemas).is_ok());
    let mut random = Random::seeded();
    for _ in 0..cases() * 5 {
        let mut bytes = section.clone();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len());
            match random.below(6) {
                0 => bytes[at] ^= 1 << random.below(8),
                1 => bytes.truncate(at.max(1)),
                2 => bytes[at] = *random.one_of(b"\0\"\\{}[]:,$0-e\xff"),
                3 => drop(bytes.splice(at..at, random.text().into_bytes())),
                // Lengths and versions are near the beginning.
                4 if bytes.len() > 16 => bytes[8 + random.below(8)] = *random.one_of(&[0, 1, 2, 0x7f, 0xff]),
                _ => drop(bytes.splice(at..at, frames[0].clone())),
            }
        }
        let result = quickly(&bytes.len(), || scan(&bytes).map(|found| resolve_in(found, &schemas)));
        match result {
            Err(error) => assert!(!error.to_string().is_empty()),
            Ok(Err(errors)) => assert!(!errors.is_empty()),
            Ok(Ok(_)) => {}
        }
    }
}
