//! Foreign data: wrappers, servers, and what makes a table foreign.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// Options of foreign data, by name. Their values may be secret: no message holds one.
pub type ForeignOptions = BTreeMap<String, String>;

/// A [foreign-data wrapper](https://www.postgresql.org/docs/current/sql-createforeigndatawrapper.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignDataWrapper {
    /// The name; wrappers have no schema.
    pub name: String,
    /// `HANDLER`: the function that makes its tables work.
    pub handler: Option<ObjectName>,
    /// `VALIDATOR`: the function that checks options.
    pub validator: Option<ObjectName>,
    /// `OPTIONS`.
    pub options: ForeignOptions,
    /// `COMMENT ON FOREIGN DATA WRAPPER`.
    pub comment: Option<String>,
}

/// A [foreign server](https://www.postgresql.org/docs/current/sql-createserver.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// The name; servers have no schema.
    pub name: String,
    /// The foreign-data wrapper.
    pub wrapper: String,
    /// `TYPE`.
    pub server_type: Option<String>,
    /// `VERSION`.
    pub version: Option<String>,
    /// `OPTIONS`.
    pub options: ForeignOptions,
    /// `COMMENT ON SERVER`.
    pub comment: Option<String>,
}

impl Server {
    /// True if `ALTER SERVER` can make `other` of it.
    pub(crate) fn can_become(&self, other: &Self) -> bool {
        self.wrapper == other.wrapper && self.server_type == other.server_type
    }
}

/// What makes a table [foreign](https://www.postgresql.org/docs/current/sql-createforeigntable.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignTable {
    /// The server.
    pub server: String,
    /// `OPTIONS`.
    pub options: ForeignOptions,
}
