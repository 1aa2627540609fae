//! Extended statistics.

use serde::{Deserialize, Serialize};

use super::{Object, ObjectName};

/// Statistics over several columns or over expressions (`pg_statistic_ext`).
///
/// See [`CREATE STATISTICS`](https://www.postgresql.org/docs/current/sql-createstatistics.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// The name.
    pub name: ObjectName,
    /// The table, foreign table or materialized view whose rows they are about.
    pub on: Object,
    /// What is gathered beside the statistics of each expression, sorted; nothing for one expression alone.
    pub kinds: Vec<StatisticsKind>,
    /// The columns, sorted: their order says nothing.
    pub columns: Vec<String>,
    /// The expressions, in order.
    pub expressions: Vec<String>,
    /// `ALTER STATISTICS … SET STATISTICS`, where it is not the server's default.
    pub target: Option<i32>,
    /// `COMMENT ON STATISTICS`.
    pub comment: Option<String>,
}

/// What extended statistics gather.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatisticsKind {
    /// `ndistinct`: how many different combinations there are.
    Distinct,
    /// `dependencies`: how far one column decides another.
    Dependencies,
    /// `mcv`: the most common combinations.
    MostCommon,
}

impl Statistics {
    /// True if both gather the same about the same.
    pub fn same_definition(&self, other: &Self) -> bool {
        let Self { name: _, on, kinds, columns, expressions, target: _, comment: _ } = self;
        *on == other.on
            && *kinds == other.kinds
            && *columns == other.columns
            && *expressions == other.expressions
    }
}
