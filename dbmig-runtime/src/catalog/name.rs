//! Names of objects: what PostgreSQL accepts, and a name with its schema.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::quote_identifier;

/// The longest identifier PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`). The server cuts longer ones silently,
/// so dbmig refuses them.
pub const MAX_IDENTIFIER_BYTES: usize = 63;

/// The name of an object, with its schema where that is not the database's default schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectName {
    /// The schema; `None` is the database's default schema.
    pub schema: Option<String>,
    /// The object's own name, unquoted.
    pub name: String,
}

impl ObjectName {
    /// A name in the default schema.
    pub fn new(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// A name in the schema `schema`.
    pub fn in_schema(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }

    /// The same schema with another name: an index beside its table, for example.
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Self { schema: self.schema.clone(), name: name.into() }
    }

    /// The name as SQL, with `default_schema` spelled out where the name has no schema of its own.
    pub fn qualified(&self, default_schema: &str) -> String {
        let schema = self.schema.as_deref().unwrap_or(default_schema);
        format!("{}.{}", quote_identifier(schema), quote_identifier(&self.name))
    }

    /// The name of an operator: its own part is never quoted.
    pub fn operator(&self) -> String {
        self.schema
            .as_deref()
            .map_or_else(|| self.name.clone(), |schema| format!("{}.{}", quote_identifier(schema), self.name))
    }

    /// Checks both parts as PostgreSQL would keep them.
    ///
    /// # Errors
    /// [`NameError`] if a part is empty, too long, or holds a NUL character.
    pub fn check(&self) -> Result<(), NameError> {
        self.schema.as_deref().map_or(Ok(()), check_identifier)?;
        check_identifier(&self.name)
    }
}

/// As SQL under a search path that holds the default schema: quoted where needed.
impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{}.", quote_identifier(schema))?;
        }
        f.write_str(&quote_identifier(&self.name))
    }
}

impl From<&str> for ObjectName {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for ObjectName {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<(&str, &str)> for ObjectName {
    fn from((schema, name): (&str, &str)) -> Self {
        Self::in_schema(schema, name)
    }
}

impl From<&ObjectName> for ObjectName {
    fn from(name: &ObjectName) -> Self {
        name.clone()
    }
}

/// Why PostgreSQL could not keep an identifier as written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// The identifier is the empty string.
    Empty,
    /// The identifier is longer than [`MAX_IDENTIFIER_BYTES`].
    TooLong {
        /// The identifier.
        name: String,
    },
    /// The identifier holds a NUL character.
    Nul {
        /// The identifier.
        name: String,
    },
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a name is empty"),
            Self::TooLong { name } => write!(
                f,
                "the name {name:?} has {} bytes; PostgreSQL would cut it to {MAX_IDENTIFIER_BYTES}: choose a shorter one",
                name.len()
            ),
            Self::Nul { name } => {
                write!(f, "the name {name:?} holds a NUL character, which PostgreSQL can't store")
            }
        }
    }
}

impl std::error::Error for NameError {}

/// Checks that PostgreSQL keeps `name` as it is.
///
/// # Errors
/// [`NameError`] if it is empty, longer than 63 bytes, or holds a NUL character.
pub fn check_identifier(name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        Err(NameError::Empty)
    } else if name.contains('\0') {
        Err(NameError::Nul { name: name.to_owned() })
    } else if name.len() > MAX_IDENTIFIER_BYTES {
        Err(NameError::TooLong { name: name.to_owned() })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_checked_in_bytes() {
        assert_eq!(check_identifier(""), Err(NameError::Empty));
        assert!(check_identifier(&"é".repeat(31)).is_ok());
        assert!(matches!(check_identifier(&"é".repeat(32)), Err(NameError::TooLong { .. })));
        assert!(matches!(check_identifier("a\0b"), Err(NameError::Nul { .. })));
    }

    #[test]
    fn names_print_as_sql() {
        assert_eq!(ObjectName::new("task").to_string(), "task");
        assert_eq!(ObjectName::in_schema("My.Schema", "select").to_string(), r#""My.Schema"."select""#);
        assert_eq!(ObjectName::new("task").qualified("public"), "public.task");
    }
}
