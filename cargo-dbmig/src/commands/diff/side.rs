//! One side of a difference, as a person names it.

use std::fmt;

use dbmig_runtime::runner::Address;

/// What is compared with another.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Side {
    /// A database.
    Url(String),
    /// What the models declare.
    Models,
    /// The configured database.
    Live,
    /// What the revisions up to a place in the history make: `head`, an id.
    Revision(String),
}

impl Side {
    /// True if it means something in a project only.
    pub(super) fn needs_project(&self) -> bool {
        !matches!(self, Self::Url(_))
    }
}

impl From<String> for Side {
    fn from(text: String) -> Self {
        match text.trim() {
            url if url.contains("://") || url.contains('=') => Self::Url(url.to_owned()),
            "models" => Self::Models,
            "live" => Self::Live,
            target => Self::Revision(target.to_owned()),
        }
    }
}

/// Without a password.
impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => match Address::of(url) {
                Ok(address) => address.fmt(f),
                Err(_) => f.write_str("a URL"),
            },
            Self::Models => f.write_str("models"),
            Self::Live => f.write_str("live"),
            Self::Revision(target) => f.write_str(target),
        }
    }
}

impl fmt::Debug for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Side({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_urls() {
        for (text, side) in [
            ("models", Side::Models),
            (" live ", Side::Live),
            ("head", Side::Revision("head".to_owned())),
            ("host=/tmp/pg dbname=a", Side::Url("host=/tmp/pg dbname=a".to_owned())),
            ("mysql://a", Side::Url("mysql://a".to_owned())),
        ] {
            assert_eq!(Side::from(text.to_owned()), side);
        }
    }

    #[test]
    fn no_password_is_shown() {
        for url in ["postgres://u:s3cret@h/a", "host=h password=s3cret", "nonsense://s3cret", "s3cret=x"] {
            let side = Side::from(url.to_owned());
            assert!(!format!("{side} {side:?}").contains("s3cret"), "{url}");
        }
    }
}
