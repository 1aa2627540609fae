//! The password file: `~/.pgpass`.
//!
//! See <https://www.postgresql.org/docs/current/libpq-pgpass.html>.

use std::path::Path;

/// What a line of the file is looked up by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key<'a> {
    /// The host as it was named; `localhost` for the default socket directories.
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) database: &'a str,
    pub(super) user: &'a str,
}

/// Why a password file is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ignored {
    /// Others can read it.
    Open,
    /// It is a folder, or a device.
    NoFile,
    /// It can't be read.
    Unreadable,
}

/// The password for `key` in the file at `path`. A file that isn't there holds none.
///
/// # Errors
/// If the file is not to be used; libpq leaves it alone for the same reasons.
pub(super) fn password(path: &Path, key: Key<'_>) -> Result<Option<String>, Ignored> {
    let Ok(metadata) = std::fs::metadata(path) else { return Ok(None) };
    if !metadata.is_file() {
        return Err(Ignored::NoFile);
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0 {
        return Err(Ignored::Open);
    }
    let bytes = std::fs::read(path).map_err(|_| Ignored::Unreadable)?;
    Ok(find(&String::from_utf8_lossy(&bytes), key))
}

fn find(text: &str, key: Key<'_>) -> Option<String> {
    let lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| matching(line.trim_end_matches('\r'), key)).find(|password| !password.is_empty())
}

/// The password of a line that is for `key`.
fn matching(line: &str, key: Key<'_>) -> Option<String> {
    let port = key.port.to_string();
    let mut rest = line;
    for wanted in [key.host, &port, key.database, key.user] {
        let (field, after) = field(rest);
        if field != "*" && unescaped(field) != wanted {
            return None;
        }
        rest = after?;
    }
    Some(unescaped(rest))
}

/// The text up to the first colon that no backslash hides, and what follows it.
fn field(text: &str) -> (&str, Option<&str>) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ':' => return (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
            _ => {}
        }
    }
    (text, None)
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        // A backslash at the very end stands for itself.
        plain.push(if c == '\\' { characters.next().unwrap_or(c) } else { c });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key<'_> = Key { host: "db.example", port: 5432, database: "shop", user: "ann" };

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(find(text, KEY).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_first_line_that_fits_is_taken() {
        check("db.example:5432:shop:ann:one\n*:*:*:*:two", Some("one"));
        check("# db.example:5432:shop:ann:no\nother:5432:shop:ann:no\n*:*:shop:ann:two\n", Some("two"));
        check("db.example:5433:shop:ann:no\ndb.example:5432:*:bob:no", None);
        check("*:*:*:*:pass:word\r\n", Some("pass:word"));
        check("*:*:*:*:a\\:b\\\\c\\", Some("a:b\\c\\"));
        check("*:*:*:ann", None);
        check("*:*:*:*:\n*:*:*:*:x", Some("x"));
        check("", None);
    }

    #[test]
    fn fields_may_hold_colons() {
        let key = Key { host: "::1", database: "a*", user: "x\\y", ..KEY };
        assert_eq!(find("\\:\\:1:5432:a*:x\\\\y:secret", key).as_deref(), Some("secret"));
        assert_eq!(find("::1:5432:a*:x\\\\y:secret", key), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_left_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pgpass");
        std::fs::write(&path, "*:*:*:*:secret").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(password(&path, KEY), Err(Ignored::Open));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(password(&path, KEY), Ok(Some("secret".to_owned())));
        assert_eq!(password(dir.path(), KEY), Err(Ignored::NoFile));
        assert_eq!(password(&dir.path().join("none"), KEY), Ok(None));
    }
}
