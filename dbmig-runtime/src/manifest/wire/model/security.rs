//! Who may see and do what.

use serde::Deserialize;

use crate::catalog::{PolicyCommand, Privilege};

/// Whether policies are in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum RowSecurity {
    Enabled,
    Forced,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Policy {
    pub name: String,
    pub command: PolicyCommand,
    #[serde(default)]
    pub roles: Vec<String>,
    pub using: Option<String>,
    pub check: Option<String>,
    #[serde(default)]
    pub restrictive: bool,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(in super::super) struct Grant {
    pub granted: Vec<Granted>,
    pub to: Vec<String>,
    #[serde(default)]
    pub grantable: bool,
}

/// A privilege, on the table or on some of its columns.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(in super::super) struct Granted {
    pub privilege: Privilege,
    #[serde(default)]
    pub columns: Vec<String>,
}
