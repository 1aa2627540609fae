//! What the values of the configuration have to be like.

use std::path::{Component, Path, PathBuf};

use super::table::{Found, Report, TableReader};

/// A name that PostgreSQL keeps as it is written.
pub(super) fn identifier(
    report: &mut Report<'_>,
    table: &TableReader<'_>,
    key: &str,
    most: usize,
) -> Option<String> {
    let (name, found) = table.string(report, key)?;
    if name.len() > most {
        found.problem(report, format!("it is too long for PostgreSQL: use at most {most} bytes"));
    }
    if name.contains('\0') {
        found.problem(report, "it holds a NUL character, which PostgreSQL can't store");
    }
    Some(name)
}

/// A time as PostgreSQL writes it in settings: `500ms`, `5s`, `2min`.
pub(super) fn time(report: &mut Report<'_>, table: &TableReader<'_>, key: &str) -> Option<String> {
    let (time, found) = table.string(report, key)?;
    if milliseconds(&time).is_none() {
        let zero = match key {
            "retry-for" => "one attempt",
            "batch-pause" => "no pause",
            _ => "no limit",
        };
        let problem = format!("expected a time such as \"500ms\", \"5s\" or \"2min\"; \"0\" means {zero}");
        found.problem(report, problem);
    }
    Some(time)
}

/// How long a time is.
pub(super) fn milliseconds(time: &str) -> Option<i32> {
    let digits = time.find(|c: char| !c.is_ascii_digit()).unwrap_or(time.len());
    let (number, unit) = time.split_at(digits);
    let factor = match unit {
        "" | "ms" => 1,
        "s" => 1000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    // What PostgreSQL keeps is a number of milliseconds in 31 bits.
    number.parse::<i32>().ok()?.checked_mul(factor)
}

/// The folder without `.` and doubled separators, so that one folder has one spelling.
pub(super) fn normal_folder(report: &mut Report<'_>, folder: &str, found: &Found<'_>) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in Path::new(folder).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => normal.push(name),
            _ => {
                found.problem(
                    report,
                    "the folder must be inside the package: give a relative path without `..`",
                );
                return None;
            }
        }
    }
    if normal.as_os_str().is_empty() || normal.starts_with("src") || normal.starts_with("target") {
        found.problem(report, "the folder must be one of its own: not the package, `src` or `target`");
        return None;
    }
    Some(normal)
}

/// A name is a function in Rust and, unless `folder` says otherwise, a folder.
pub(super) fn name_problem(name: &str) -> Option<String> {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let continues = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !starts || !continues || name.len() > 63 {
        let rule = "a database's name is a function in Rust: lower-case letters, digits and `_`, at most 63, a letter first";
        return Some(rule.to_owned());
    }
    if syn::parse_str::<syn::Ident>(name).is_err() || ["databases", "src", "target"].contains(&name) {
        return Some("the name is taken: choose another, such as with `_db` at its end".to_owned());
    }
    None
}

/// A template names a file, and no two revisions the same.
pub(super) fn check_template(report: &mut Report<'_>, template: &str, found: &Found<'_>) {
    const PLACES: [&str; 9] = ["year", "month", "day", "hour", "minute", "second", "epoch", "rev", "slug"];
    for place in template.split('{').skip(1) {
        match place.split_once('}') {
            Some((place, _)) if PLACES.contains(&place) => {}
            Some((place, _)) => {
                let known = PLACES.map(|place| format!("{{{place}}}")).join(" ");
                found.problem(report, format!("no such placeholder: {{{place}}}; there are {known}"));
            }
            None => found.problem(report, "a `{` is not closed"),
        }
    }
    if !template.contains("{rev}") {
        found.problem(report, "it must hold {rev}, or two files could have one name");
    }
    if template.contains(['/', '\\']) || template.starts_with('.') {
        found.problem(report, "it must be the name of a visible file: no `/`, `\\` or `.` at the start");
    }
}
