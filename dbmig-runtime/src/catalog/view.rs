//! Views and materialized views.

use serde::{Deserialize, Serialize};

use super::{DataType, Index, ObjectName};

/// A view (`pg_class`, `relkind = 'v'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The view's name.
    pub name: ObjectName,
    /// The columns, in order.
    pub columns: Vec<ViewColumn>,
    /// The query, as `pg_get_viewdef` prints it, without a closing semicolon.
    pub query: String,
    /// `WITH (…)`, as `name=value`, sorted: `security_barrier`, `security_invoker`, `check_option`.
    pub options: Vec<String>,
    /// `COMMENT ON VIEW`.
    pub comment: Option<String>,
}

/// A materialized view (`pg_class`, `relkind = 'm'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterializedView {
    /// The view's name.
    pub name: ObjectName,
    /// The columns, in order.
    pub columns: Vec<ViewColumn>,
    /// The query, as `pg_get_viewdef` prints it, without a closing semicolon.
    pub query: String,
    /// Storage parameters, as `name=value`, sorted.
    pub storage: Vec<String>,
    /// `USING`, where it is not `heap`.
    pub access_method: Option<String>,
    /// `TABLESPACE`, where it is not the database's default.
    pub tablespace: Option<String>,
    /// False for `WITH NO DATA`: how it is created, and no difference between views that are there.
    pub populated: bool,
    /// The indexes, sorted by name.
    pub indexes: Vec<Index>,
    /// `CLUSTER ON`: the index that the rows were last ordered by.
    pub clustered_on: Option<String>,
    /// `COMMENT ON MATERIALIZED VIEW`.
    pub comment: Option<String>,
}

/// A column of a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewColumn {
    /// The column's name.
    pub name: String,
    /// The type, with its modifiers.
    pub data_type: DataType,
    /// The collation where it is not the type's own.
    pub collation: Option<ObjectName>,
    /// `ALTER VIEW … ALTER COLUMN … SET DEFAULT`: what an insert into the view takes.
    pub default: Option<String>,
    /// `ALTER … ALTER COLUMN … SET STATISTICS`, of a materialized view.
    pub statistics: Option<i32>,
    /// `COMMENT ON COLUMN`.
    pub comment: Option<String>,
}
