//! Privileges.

use syn::Ident;

use super::Text;

/// Every privilege on a table, and whether it can be granted on columns alone.
pub(crate) const PRIVILEGES: &[(&str, bool)] = &[
    ("select", true),
    ("insert", true),
    ("update", true),
    ("delete", false),
    ("truncate", false),
    ("references", true),
    ("trigger", false),
    ("maintain", false),
];

/// Privileges that roles get.
pub(crate) struct Grant {
    pub(crate) granted: Vec<Granted>,
    pub(crate) roles: Vec<Text>,
    pub(crate) grantable: bool,
}

/// A privilege, on the table or on some of its columns.
pub(crate) struct Granted {
    pub(crate) privilege: &'static str,
    /// Fields; none for the whole table.
    pub(crate) columns: Vec<Ident>,
}

impl Granted {
    /// The privilege on the table.
    pub(crate) fn whole(privilege: &'static str) -> Self {
        Self { privilege, columns: Vec::new() }
    }
}
