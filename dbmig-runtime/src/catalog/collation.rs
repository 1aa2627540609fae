//! Collations.

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// A collation (`pg_collation`). The version that its provider had at creation is no property: it is the server's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collation {
    /// The collation's name.
    pub name: ObjectName,
    /// Who compares.
    pub provider: CollationProvider,
    /// `LOCALE`, or `LC_COLLATE` where the two differ.
    pub locale: String,
    /// `LC_CTYPE`, where it differs from `LC_COLLATE`.
    pub ctype: Option<String>,
    /// `RULES`: changes to the locale's own order (PostgreSQL 16 and later).
    pub rules: Option<String>,
    /// False if strings can be equal without being the same bytes.
    pub deterministic: bool,
    /// `COMMENT ON COLLATION`.
    pub comment: Option<String>,
}

/// The library that a collation is of (`pg_collation.collprovider`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollationProvider {
    /// The operating system's.
    Libc,
    /// ICU.
    Icu,
    /// PostgreSQL's own (17 and later).
    Builtin,
}

impl CollationProvider {
    /// As `CREATE COLLATION` names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Libc => "libc",
            Self::Icu => "icu",
            Self::Builtin => "builtin",
        }
    }
}
