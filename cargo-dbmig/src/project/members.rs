//! Adding a member to a workspace's manifest.

use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::{Error, Result};

/// Adds `member`, a path relative to the manifest with `/` between its parts, to the manifest `document`; gives false if
/// the manifest holds it already. A manifest without `[workspace]` gets one.
///
/// # Errors
/// [`Error::Excluded`] if the manifest excludes the folder, [`Error::Toml`] if `[workspace]` is no table.
pub(super) fn add_member(document: &mut DocumentMut, path: &Path, member: &str) -> Result<bool> {
    let bad = |reason: &str| Error::Toml { path: path.to_owned(), reason: reason.to_owned() };
    if document.get("workspace").is_none() {
        let mut workspace = Table::new();
        workspace.insert("members", value(Array::from_iter([member])));
        document.insert("workspace", Item::Table(workspace));
        return Ok(true);
    }
    let workspace = document.get_mut("workspace").and_then(Item::as_table_like_mut);
    let workspace = workspace.ok_or_else(|| bad("`workspace` is no table"))?;
    let excluded = strings(workspace.get("exclude"));
    if let Some(entry) = excluded.into_iter().find(|entry| Path::new(member).starts_with(entry)) {
        return Err(Error::Excluded { entry });
    }
    if strings(workspace.get("members")).iter().any(|pattern| matches(pattern, member)) {
        return Ok(false);
    }
    let members = workspace.entry("members").or_insert_with(|| value(Array::new()));
    let members = members.as_array_mut().ok_or_else(|| bad("`workspace.members` is no array"))?;
    push(members, member);
    Ok(true)
}

/// Adds an entry in the manner of the ones before: on a line of its own where they are.
fn push(members: &mut Array, member: &str) {
    let last = members.iter().last().map(|entry| entry.decor().prefix().cloned());
    members.push(member);
    let own_line = last.flatten().filter(|prefix| prefix.as_str().is_some_and(|text| text.contains('\n')));
    if let (Some(prefix), Some(entry)) = (own_line, members.iter_mut().last()) {
        entry.decor_mut().set_prefix(prefix);
        members.set_trailing_comma(true);
    }
}

fn strings(item: Option<&Item>) -> Vec<String> {
    let array = item.and_then(Item::as_array);
    array.into_iter().flatten().filter_map(|entry| entry.as_str().map(str::to_owned)).collect()
}

/// True if the pattern of `members` covers the path; `*` and `?` stay within a part of the path, as in cargo.
fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let (patterns, parts): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    match patterns.iter().position(|part| *part == "**") {
        Some(at) => patterns.iter().zip(&parts).take(at).all(|(pattern, part)| matches_part(pattern, part)),
        None => patterns.len() == parts.len() && patterns.iter().zip(&parts).all(|(a, b)| matches_part(a, b)),
    }
}

fn matches_part(pattern: &str, part: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => part.is_empty(),
        Some('*') => part
            .char_indices()
            .map(|(at, _)| at)
            .chain([part.len()])
            .any(|at| part.get(at..).is_some_and(|tail| matches_part(rest.as_str(), tail))),
        Some(wanted) => {
            let mut tail = part.chars();
            tail.next().is_some_and(|found| wanted == '?' || wanted == found)
                && matches_part(rest.as_str(), tail.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(manifest: &str, member: &str) -> String {
        let mut document: DocumentMut = manifest.parse().unwrap();
        match add_member(&mut document, Path::new("Cargo.toml"), member) {
            Ok(true) => document.to_string(),
            Ok(false) => "unchanged".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn members_are_added_in_the_manner_of_the_manifest() {
        for (manifest, expected) in [
            (
                "[package]\nname = \"a\" # mine\n",
                "[package]\nname = \"a\" # mine\n\n[workspace]\nmembers = [\"migrations\"]\n",
            ),
            ("[workspace]\n", "[workspace]\nmembers = [\"migrations\"]\n"),
            (
                "[workspace]\nmembers = [\"a\", \"b\"] # two\n",
                "[workspace]\nmembers = [\"a\", \"b\", \"migrations\"] # two\n",
            ),
            (
                "[workspace]\nmembers = [\n    \"a\",\n]\n",
                "[workspace]\nmembers = [\n    \"a\",\n    \"migrations\",\n]\n",
            ),
            ("[workspace]\nmembers = [\"*\"]\n", "unchanged"),
            ("[workspace]\nmembers = [\"./migrations/\"]\n", "unchanged"),
        ] {
            assert_eq!(add(manifest, "migrations"), expected, "{manifest}");
        }
    }

    #[test]
    fn an_excluded_folder_is_refused() {
        let message = add("[workspace]\nexclude = [\"old\"]\n", "old/migrations");
        assert!(message.contains("\"old\""), "{message}");
        assert!(add("[workspace]\nexclude = [\"old\"]\n", "older").contains("older"));
    }

    #[test]
    fn patterns() {
        for (pattern, path, expected) in [
            ("crates/*", "crates/migrations", true),
            ("crates/*", "migrations", false),
            ("crates/*", "crates/a/b", false),
            ("c?ates/m*s", "crates/migrations", true),
            ("crates/**", "crates/a/b", true),
            ("é*", "été", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
