//! Row security of a table.

use serde::{Deserialize, Serialize};

/// Whether a table's policies are in force
/// ([Row Security Policies](https://www.postgresql.org/docs/current/ddl-rowsecurity.html)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSecurity {
    /// `ENABLE ROW LEVEL SECURITY`: policies decide which rows others than the owner see.
    pub enabled: bool,
    /// `FORCE ROW LEVEL SECURITY`: once enabled, it holds for the owner too.
    pub forced: bool,
}
