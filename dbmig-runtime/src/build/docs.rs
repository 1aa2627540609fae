//! What a module's documentation says.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The lines of the module documentation, without the space that follows `//!`.
pub(super) fn lines(attributes: &[Attribute]) -> Vec<String> {
    let mut lines = Vec::new();
    for attribute in attributes {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value
        {
            let text = text.value();
            lines.extend(
                text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()),
            );
        }
    }
    lines
}

/// The first line that says something.
pub(super) fn message(lines: &[String]) -> String {
    lines.iter().find(|line| !line.trim().is_empty()).cloned().unwrap_or_default()
}

/// The time after the word `created`, as in `created 2026-01-17 10:00 UTC`; empty where there is none.
pub(super) fn created(lines: &[String]) -> String {
    let after = lines.iter().flat_map(|line| line.split("created ").skip(1));
    after.filter_map(time).next().unwrap_or_default()
}

/// The time at the start of a text: a date, hours and minutes, perhaps seconds, and `UTC`.
fn time(text: &str) -> Option<String> {
    let (time, _) = text.split_once(" UTC")?;
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    ["0000-00-00 00:00", "0000-00-00 00:00:00"].contains(&shape.as_str()).then(|| format!("{time} UTC"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_line_and_time() {
        #[track_caller]
        fn check(source: &str, expected: (&str, &str)) {
            let lines = lines(&syn::parse_file(source).unwrap().attrs);
            assert_eq!((message(&lines).as_str(), created(&lines).as_str()), expected);
        }
        let docs = "//! add priority\n//!\n//! revision a, revises b, created 2026-01-17 10:00 UTC\n";
        check(docs, ("add priority", "2026-01-17 10:00 UTC"));
        check(
            "//!\n//! created by me, created 2026-01-17 10:00:59 UTC.",
            ("created by me, created 2026-01-17 10:00:59 UTC.", "2026-01-17 10:00:59 UTC"),
        );
        check("//! created yesterday", ("created yesterday", ""));
        check("/*! block\n more */", ("block", ""));
        check("const A: u8 = 1;", ("", ""));
    }
}
