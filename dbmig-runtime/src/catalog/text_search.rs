//! Text search configurations and dictionaries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// A [text search configuration](https://www.postgresql.org/docs/current/sql-createtsconfig.html): how a text becomes
/// lexemes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearchConfiguration {
    /// The name.
    pub name: ObjectName,
    /// The parser.
    pub parser: ObjectName,
    /// By the parser's types of token, such as `asciiword`: the dictionaries that are asked, in order.
    pub mappings: BTreeMap<String, Vec<ObjectName>>,
    /// `COMMENT ON TEXT SEARCH CONFIGURATION`.
    pub comment: Option<String>,
}

/// A [text search dictionary](https://www.postgresql.org/docs/current/sql-createtsdictionary.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearchDictionary {
    /// The name.
    pub name: ObjectName,
    /// The template.
    pub template: ObjectName,
    /// The template's options, by name, each with its value as SQL.
    pub options: BTreeMap<String, String>,
    /// `COMMENT ON TEXT SEARCH DICTIONARY`.
    pub comment: Option<String>,
}
