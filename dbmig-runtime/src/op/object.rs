//! Objects that are created whole: views, routines, triggers, policies and the like.
//!
//! Tables and what belongs to them have operations of their own, which change them part by part.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    AttributeAction, DomainAction, ExtensionAction, ForeignAction, Op, Operation, Result, SequenceAction,
};
use crate::catalog::{
    Aggregate, Collation, CompositeType, Domain, EventTrigger, Extension, Firing, ForeignDataWrapper,
    MaterializedView, Object, ObjectName, Operator, Policy, Publication, PublishedSchema, PublishedTable,
    RangeType, Routine, Rule, Sequence, Server, Statistics, TextSearchConfiguration, TextSearchDictionary,
    Trigger, TypeCast, View,
};

/// An object to create, with all its properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "an operation holds it in a box already")]
pub enum NewObject {
    /// `CREATE EXTENSION`.
    Extension(Extension),
    /// `CREATE COLLATION`.
    Collation(Collation),
    /// `CREATE DOMAIN`.
    Domain(Domain),
    /// `CREATE TYPE … AS (…)`.
    CompositeType(CompositeType),
    /// `CREATE TYPE … AS RANGE`.
    RangeType(RangeType),
    /// `CREATE SEQUENCE`, without `OWNED BY`: the column may come later.
    Sequence(Sequence),
    /// `CREATE VIEW`.
    View(View),
    /// `CREATE MATERIALIZED VIEW`, with its indexes.
    MaterializedView(MaterializedView),
    /// `CREATE FUNCTION` or `CREATE PROCEDURE`.
    Routine(Routine),
    /// `CREATE AGGREGATE`.
    Aggregate(Aggregate),
    /// `CREATE OPERATOR`.
    Operator(Operator),
    /// `CREATE CAST`.
    TypeCast(TypeCast),
    /// `CREATE TEXT SEARCH DICTIONARY`.
    TextSearchDictionary(TextSearchDictionary),
    /// `CREATE TEXT SEARCH CONFIGURATION`.
    TextSearchConfiguration(TextSearchConfiguration),
    /// `CREATE PUBLICATION`, without tables.
    Publication(Publication),
    /// `ALTER PUBLICATION … ADD TABLE`.
    PublishedTable(PublishedTable),
    /// `ALTER PUBLICATION … ADD TABLES IN SCHEMA`.
    PublishedSchema(PublishedSchema),
    /// `CREATE EVENT TRIGGER`.
    EventTrigger(EventTrigger),
    /// `CREATE FOREIGN DATA WRAPPER`.
    ForeignDataWrapper(ForeignDataWrapper),
    /// `CREATE SERVER`.
    Server(Server),
    /// `CREATE TRIGGER`.
    Trigger(Trigger),
    /// `CREATE RULE`.
    Rule(Rule),
    /// `CREATE POLICY`.
    Policy(Policy),
    /// `CREATE STATISTICS`.
    Statistics(Statistics),
}

/// A change of an object that stays, by an `ALTER` that has no operation of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alter {
    /// The object, by its name before.
    pub object: Object,
    /// What changes.
    pub alteration: Alteration,
}

/// What an [`Alter`] changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Alteration {
    /// `SET (name = value, …)`, `RESET (name, …)`: options of views, storage parameters of materialized views.
    Options {
        /// `name=value`.
        set: Vec<String>,
        /// Names.
        reset: Vec<String>,
    },
    /// `OWNER TO`.
    Owner(String),
    /// `SET TABLESPACE`.
    Tablespace(String),
    /// `CLUSTER ON` an index; `None` is `SET WITHOUT CLUSTER`.
    ClusterOn(Option<String>),
    /// `ALTER COLUMN … SET DEFAULT`; `None` drops it. Of views.
    ColumnDefault {
        /// The column.
        column: String,
        /// The expression.
        default: Option<String>,
    },
    /// `RENAME COLUMN`. Of views and materialized views.
    RenameColumn {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// `ALTER COLUMN … SET STATISTICS`; `None` is the server's default. Of materialized views.
    ColumnStatistics {
        /// The column.
        column: String,
        /// The target.
        target: Option<i32>,
    },
    /// `ALTER TABLE … ENABLE TRIGGER`, `… DISABLE RULE` and the like: in which sessions a trigger or rule fires.
    Firing {
        /// The sessions.
        firing: Firing,
        /// Copies on partitions stay as they are.
        only: bool,
    },
    /// `ALTER POLICY`.
    Policy {
        /// The roles that it holds for from now on; none for `PUBLIC`.
        roles: Option<Vec<String>>,
        /// `USING`.
        using: Option<String>,
        /// `WITH CHECK`.
        check: Option<String>,
    },
    /// `ALTER STATISTICS … SET STATISTICS`; `None` is the server's default.
    Target(Option<i32>),
    /// `SET (RESTRICT = …, JOIN = …)`: the estimators of an operator, `None` for none.
    Estimators {
        /// Of how many rows it selects.
        restrict: Option<ObjectName>,
        /// Of how many rows a join with it gives.
        join: Option<ObjectName>,
    },
    /// `ADD MAPPING`: of a text search configuration.
    AddMapping {
        /// The type of token.
        token: String,
        /// The dictionaries that are asked, in order.
        dictionaries: Vec<ObjectName>,
    },
    /// `ALTER MAPPING`: of a text search configuration.
    SetMapping {
        /// The type of token.
        token: String,
        /// The dictionaries that are asked, in order.
        dictionaries: Vec<ObjectName>,
    },
    /// `DROP MAPPING`: of a text search configuration, by the type of token.
    DropMapping(String),
    /// Options of a text search dictionary by name, each with its value as SQL; `None` takes it away.
    DictionaryOptions(BTreeMap<String, Option<String>>),
    /// `REFRESH MATERIALIZED VIEW`, `WITH NO DATA` if false.
    Refresh(bool),
    /// `RENAME TO`.
    Rename(String),
    /// `SET SCHEMA`; `None` is the database's default one.
    Schema(Option<String>),
    /// Of an extension.
    Extension(ExtensionAction),
    /// Of a domain.
    Domain(DomainAction),
    /// Of a composite type.
    Attribute(AttributeAction),
    /// Of a sequence.
    Sequence(SequenceAction),
    /// Of a foreign-data wrapper or a foreign server.
    Foreign(ForeignAction),
}

impl Op {
    /// Creates an object.
    ///
    /// # Errors
    /// None today; directives share the signature.
    pub fn create(&mut self, object: NewObject) -> Result {
        self.push(Operation::Create(Box::new(object)))
    }

    /// Puts a new definition in the place of an object, as `CREATE OR REPLACE` does: what stands on it stays.
    ///
    /// # Errors
    /// None today; directives share the signature.
    pub fn replace(&mut self, object: NewObject) -> Result {
        self.push(Operation::Replace(Box::new(object)))
    }

    /// Drops an object, without `CASCADE`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn drop(&mut self, object: Object) -> Result {
        object.check()?;
        self.push(Operation::Drop(object))
    }
}

macro_rules! new_objects {
    ($($noun:ident),* $(,)?) => {$(
        impl From<$noun> for NewObject {
            fn from(object: $noun) -> Self {
                Self::$noun(object)
            }
        }
    )*};
}

new_objects!(
    Extension,
    Collation,
    Domain,
    CompositeType,
    RangeType,
    Sequence,
    View,
    MaterializedView,
    Routine,
    Aggregate,
    Operator,
    TypeCast,
    Trigger,
    Rule,
    Policy,
    Statistics,
    EventTrigger,
    ForeignDataWrapper,
    Server,
    Publication,
    PublishedTable,
    PublishedSchema,
    TextSearchConfiguration,
    TextSearchDictionary,
);
