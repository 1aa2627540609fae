//! The catalog that a history makes, in a file beside its revisions.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Catalog, Filter};

/// What the revisions of a database make, as a scratch server printed it when they were proven.
///
/// The file is JSON with a line for each object, so that a review shows which ones a revision changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The rows of the version table when all revisions are applied, sorted.
    pub revisions: Vec<String>,
    /// The patterns of [`Filter::include`], as they were written.
    pub include: Vec<String>,
    /// The patterns of [`Filter::exclude`].
    pub exclude: Vec<String>,
    /// The catalog.
    pub catalog: Catalog,
}

/// Why a file is no snapshot.
#[derive(Debug)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It is no JSON, or of another shape.
    Shape(serde_json::Error),
    /// Another version of dbmig wrote it.
    Format(u64),
}

/// The version of the format; it changes when an old reader would misunderstand.
const FORMAT: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Head {
    format: u64,
    revisions: Vec<String>,
    include: Vec<String>,
    exclude: Vec<String>,
}

impl Snapshot {
    /// What of a database the revisions are about.
    pub fn scope(&self) -> Filter {
        let patterns = |texts: &[String]| texts.iter().filter_map(|text| text.parse().ok()).collect();
        Filter { include: patterns(&self.include), exclude: patterns(&self.exclude) }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// If it is no snapshot that this version can read.
    pub fn parse(text: &str) -> Result<Self, SnapshotError> {
        let mut document: Map<String, Value> = serde_json::from_str(text).map_err(SnapshotError::Shape)?;
        match document.get("format").and_then(Value::as_u64) {
            Some(FORMAT) => {}
            other => return Err(SnapshotError::Format(other.unwrap_or_default())),
        }
        let catalog = document.remove("catalog").unwrap_or_default();
        let head: Head = serde_json::from_value(Value::Object(document)).map_err(SnapshotError::Shape)?;
        Ok(Self {
            revisions: head.revisions,
            include: head.include,
            exclude: head.exclude,
            catalog: serde_json::from_value(catalog).map_err(SnapshotError::Shape)?,
        })
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Never: a catalog is always JSON.
    pub fn text(&self) -> Result<String, SnapshotError> {
        let shape = SnapshotError::Shape;
        // Who read it is no property of the schema, and nor is what was left out.
        let catalog = Catalog { role: None, left_out: Vec::new(), ..self.catalog.clone() };
        let catalog = serde_json::to_value(catalog).map_err(shape)?;
        let empty = serde_json::to_value(Catalog::default()).map_err(shape)?;
        let Self { revisions, include, exclude, .. } = self.clone();
        let head = Head { format: FORMAT, revisions, include, exclude };
        let Value::Object(head) = serde_json::to_value(head).map_err(shape)? else {
            return Ok(String::new());
        };
        let mut text = "{\n".to_owned();
        for (key, value) in &head {
            text.push_str(&format!("{}: {value},\n", Value::from(key.as_str())));
        }
        let fields: Vec<String> = catalog
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, value)| empty.get(key) != Some(value))
            .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), lines(value)))
            .collect();
        text.push_str(&format!("\"catalog\": {{\n{}\n}}\n}}\n", fields.join(",\n")));
        Ok(text)
    }
}

/// The value, with a line for each of its parts.
fn lines(value: &Value) -> String {
    let (open, parts, close) = match value {
        Value::Array(parts) => ('[', parts.iter().map(Value::to_string).collect::<Vec<_>>(), ']'),
        Value::Object(parts) => {
            let part = |(key, value): (&String, &Value)| format!("{}: {value}", Value::from(key.as_str()));
            ('{', parts.iter().map(part).collect(), '}')
        }
        other => return other.to_string(),
    };
    format!("{open}\n{}\n{close}", parts.join(",\n"))
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(error) => write!(f, "it can't be read: {error}"),
            Self::Format(format) => {
                write!(f, "it is of format {format}, and this version of dbmig reads format {FORMAT}")
            }
        }
    }
}

impl std::error::Error for SnapshotError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Column, DataType, ObjectName, Table};

    #[test]
    fn a_file_is_the_snapshot_again() {
        let mut catalog = Catalog { server_version: Some(17), ..Catalog::default() };
        for name in [ObjectName::new("a"), ("s", "b\"").into()] {
            let mut table = Table::new(name.clone());
            table.columns = vec![Column::new("id", DataType::new("bigint"))];
            catalog.tables.insert(name, table);
        }
        let snapshot = Snapshot {
            revisions: vec!["3f2a".to_owned()],
            include: vec!["schema:s".to_owned()],
            exclude: Vec::new(),
            catalog,
        };
        let text = snapshot.text().unwrap();
        assert_eq!(Snapshot::parse(&text).unwrap(), snapshot);
        assert_eq!(text.lines().filter(|line| line.contains("\"bigint\"")).count(), 2, "{text}");
    }

    #[test]
    fn other_formats_are_told() {
        let error = |text: &str| Snapshot::parse(text).unwrap_err().to_string();
        assert!(error("{\"format\": 2}").contains("format 2"));
        assert!(error("[]").contains("can't be read"));
    }
}
