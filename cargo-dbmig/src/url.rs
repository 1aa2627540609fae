//! URLs of databases: writing the ones we make, and showing any without its password.

use std::fmt::Write;

/// Percent-encodes `text` for one segment of a URL's path.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded() {
        assert_eq!(encode("users"), "users");
        assert_eq!(encode("a b/ü?"), "a%20b%2F%C3%BC%3F");
    }
}
