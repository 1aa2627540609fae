//! Random names.

use std::hash::{BuildHasher, Hasher, RandomState};

/// `digits` random hexadecimal digits, lower case; for names that must not meet, not for secrets.
pub(crate) fn random_hex(digits: usize) -> String {
    let mut text = String::new();
    while text.len() < digits {
        // Every `RandomState` has other keys, which stem from the operating system's random source.
        text.push_str(&format!("{:016x}", RandomState::new().build_hasher().finish()));
    }
    text.truncate(digits);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ() {
        let names: std::collections::BTreeSet<String> = (0..1000).map(|_| random_hex(12)).collect();
        assert_eq!(names.len(), 1000);
        assert!(names.iter().all(|name| name.len() == 12));
    }
}
