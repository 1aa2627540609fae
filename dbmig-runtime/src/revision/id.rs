//! Which ids and labels a revision may have.

/// The longest id or label, in bytes: more than any tool makes, less than a file name may hold.
pub const MAX_ID_BYTES: usize = 64;

/// The fewest characters that may stand for a longer id on the command line.
pub const MIN_PREFIX: usize = 4;

/// The words that a target already uses.
const RESERVED: [&str; 4] = ["head", "heads", "base", "current"];

/// True if a revision's id or a branch label may be spelled so: ASCII letters, digits and `_`, at most
/// [`MAX_ID_BYTES`], and none of `head`, `heads`, `base`, `current`.
///
/// The signs of the target syntax (`@ - + :`) are thereby excluded. dbmig's own ids are 12 lower-case hex digits.
pub fn is_valid_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MAX_ID_BYTES
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !RESERVED.contains(&id)
}

#[cfg(test)]
mod tests {
    use super::is_valid_id;

    #[test]
    fn letters_digits_and_underscores() {
        for id in ["3f2a9c1e4b7d", "a", "v1_2", "Users", &"x".repeat(64)] {
            assert!(is_valid_id(id), "{id}");
        }
        for id in
            ["", "a@b", "a-b", "a+b", "a:b", "a b", "é", "head", "heads", "base", "current", &"x".repeat(65)]
        {
            assert!(!is_valid_id(id), "{id}");
        }
    }
}
