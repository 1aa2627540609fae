//! Partitioned tables and their partitions.

use proc_macro2::Span;

use super::{IndexKey, Physical, Text};

/// How a table is partitioned.
pub(crate) struct PartitionBy {
    pub(crate) span: Span,
    pub(crate) strategy: Strategy,
    pub(crate) keys: Vec<IndexKey>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strategy {
    Range,
    List,
    Hash,
}

impl Strategy {
    /// The word, in lower case.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::List => "list",
            Self::Hash => "hash",
        }
    }

    /// What the values of its partitions look like.
    pub(crate) fn values(self) -> (&'static str, &'static str) {
        match self {
            Self::Range => ("FROM", "FROM (1) TO (9)"),
            Self::List => ("IN", "IN (1, 2)"),
            Self::Hash => ("WITH", "WITH (MODULUS 4, REMAINDER 0)"),
        }
    }
}

/// A partition, declared at the table that it is a part of.
pub(crate) struct Partition {
    pub(crate) name: Text,
    pub(crate) schema: Option<Text>,
    /// `FROM … TO …`, `IN (…)` or `WITH (…)`; none for the default partition.
    pub(crate) values: Option<Text>,
    /// The name of the partition that it is a part of; none for the table itself.
    pub(crate) parent: Option<Text>,
    pub(crate) partition_by: Option<PartitionBy>,
    pub(crate) unlogged: bool,
    pub(crate) physical: Physical,
    pub(crate) comment: Option<Text>,
    pub(crate) renamed_from: Option<Text>,
}
