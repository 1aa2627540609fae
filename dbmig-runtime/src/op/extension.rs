//! Changes of extensions.

use serde::{Deserialize, Serialize};

/// One change of an extension.
///
/// See [`ALTER EXTENSION`](https://www.postgresql.org/docs/current/sql-alterextension.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExtensionAction {
    /// `UPDATE TO` a version.
    Update(String),
    /// `SET SCHEMA`; `None` is the default one.
    SetSchema(Option<String>),
}
