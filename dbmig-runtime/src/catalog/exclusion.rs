//! Exclusion constraints.

use serde::{Deserialize, Serialize};

use super::IndexKey;

/// An exclusion constraint (`pg_constraint`, `contype = 'x'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// The constraint's name, which is its index's too.
    pub name: String,
    /// `USING`: the access method of its index.
    pub method: String,
    /// What no two rows may agree in.
    pub elements: Vec<ExclusionElement>,
    /// `INCLUDE` columns.
    pub include: Vec<String>,
    /// `WHERE`: the condition under which a row counts.
    pub predicate: Option<String>,
    /// `DEFERRABLE`.
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`.
    pub initially_deferred: bool,
    /// `WITH (…)` of the index, as `name=value`, sorted.
    pub storage: Vec<String>,
    /// `USING INDEX TABLESPACE`, where it is not the database's own.
    pub tablespace: Option<String>,
    /// `COMMENT ON INDEX` of the index, which may differ from the constraint's.
    pub index_comment: Option<String>,
    /// The parent's constraint that this one is a part of, on a partition (`ALTER INDEX … ATTACH PARTITION`).
    pub attached_to: Option<String>,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
}

/// One element of an exclusion constraint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionElement {
    /// The column or expression, as in an index.
    pub key: IndexKey,
    /// The operator after `WITH`, as SQL: `&&`, or `OPERATOR(audit.=)`.
    pub operator: String,
}

impl Exclusion {
    /// An exclusion constraint over a `gist` index with every default.
    pub fn new(name: impl Into<String>, elements: Vec<ExclusionElement>) -> Self {
        Self {
            name: name.into(),
            method: "gist".to_owned(),
            elements,
            include: Vec::new(),
            predicate: None,
            deferrable: false,
            initially_deferred: false,
            storage: Vec::new(),
            tablespace: None,
            index_comment: None,
            attached_to: None,
            comment: None,
        }
    }
}
