//! The system catalogs that dependencies, owners and privileges name objects by.
//!
//! Their oids are fixed in PostgreSQL's headers (`src/include/catalog/pg_*.h`), the same in every version.

/// A system catalog, as `pg_depend.classid` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Class(pub(super) u32);

impl Class {
    pub(super) const TYPE: Self = Self(1247);
    pub(super) const RELATION: Self = Self(1259);
    pub(super) const COLLATION: Self = Self(3456);
    pub(super) const EXTENSION: Self = Self(3079);
    pub(super) const DEFAULT: Self = Self(2604);
    pub(super) const CONSTRAINT: Self = Self(2606);
    pub(super) const NAMESPACE: Self = Self(2615);
    pub(super) const CAST: Self = Self(2605);
    pub(super) const OPERATOR: Self = Self(2617);
    pub(super) const EVENT_TRIGGER: Self = Self(3466);
    pub(super) const TEXT_SEARCH_DICTIONARY: Self = Self(3600);
    pub(super) const TEXT_SEARCH_CONFIGURATION: Self = Self(3602);
    pub(super) const SERVER: Self = Self(1417);
    pub(super) const FOREIGN_DATA_WRAPPER: Self = Self(2328);
    pub(super) const PUBLICATION: Self = Self(6104);
    pub(super) const PUBLISHED_TABLE: Self = Self(6106);
    pub(super) const PUBLISHED_SCHEMA: Self = Self(6237);
    pub(super) const ROUTINE: Self = Self(1255);
    pub(super) const REWRITE: Self = Self(2618);
    pub(super) const TRIGGER: Self = Self(2620);
    pub(super) const POLICY: Self = Self(3256);
    pub(super) const STATISTICS: Self = Self(3381);
}
