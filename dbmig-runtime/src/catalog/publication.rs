//! Publications.

use serde::{Deserialize, Serialize};

use super::{Object, ObjectName};

/// A [publication](https://www.postgresql.org/docs/current/sql-createpublication.html), apart from its tables and schemas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The name; publications have no schema.
    pub name: String,
    /// `FOR ALL TABLES`.
    pub all_tables: bool,
    /// `publish`: what is published.
    pub publish: Publish,
    /// `publish_via_partition_root`: changes of a partition are those of the table on top.
    pub via_root: bool,
    /// `publish_generated_columns = stored`.
    pub generated_columns: bool,
    /// `COMMENT ON PUBLICATION`.
    pub comment: Option<String>,
}

/// The changes that a publication has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "PostgreSQL's own four flags")]
pub struct Publish {
    /// `insert`.
    pub insert: bool,
    /// `update`.
    pub update: bool,
    /// `delete`.
    pub delete: bool,
    /// `truncate`.
    pub truncate: bool,
}

/// A table of a publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedTable {
    /// The publication and the table.
    pub name: PublishedTableName,
    /// The columns, sorted; `None` for all.
    pub columns: Option<Vec<String>>,
    /// `WHERE`: the rows.
    pub filter: Option<String>,
}

/// A publication and one of its tables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PublishedTableName {
    /// The publication.
    pub publication: String,
    /// The table.
    pub table: ObjectName,
}

/// A schema whose tables a publication has, those to come too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedSchema {
    /// The publication and the schema.
    pub name: PublishedSchemaName,
}

/// A publication and one of its schemas.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PublishedSchemaName {
    /// The publication.
    pub publication: String,
    /// The schema; `None` is the default one.
    pub schema: Option<String>,
}

impl From<PublishedTableName> for Object {
    fn from(PublishedTableName { publication, table }: PublishedTableName) -> Self {
        Self::PublishedTable(publication, table)
    }
}

impl From<PublishedSchemaName> for Object {
    fn from(PublishedSchemaName { publication, schema }: PublishedSchemaName) -> Self {
        Self::PublishedSchema(publication, schema)
    }
}

impl Publication {
    /// The options, as `name=value`. Generated columns are said of only where they are in: servers before 18 know no such
    /// option.
    pub fn options(&self) -> Vec<String> {
        let Publish { insert, update, delete, truncate } = self.publish;
        let kinds = [("insert", insert), ("update", update), ("delete", delete), ("truncate", truncate)];
        let published: Vec<&str> = kinds.iter().filter(|(_, is)| *is).map(|(kind, _)| *kind).collect();
        let mut options = vec![
            format!("publish={}", published.join(", ")),
            format!("publish_via_partition_root={}", self.via_root),
        ];
        options.extend(self.generated_columns.then(|| "publish_generated_columns=stored".to_owned()));
        options
    }
}
