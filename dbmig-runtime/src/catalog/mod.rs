//! The nouns of a PostgreSQL schema, as plain values.
//!
//! A [`Catalog`] is one database's schema relative to a *default schema*: an [`ObjectName`] without a schema
//! lives there. Two copies of one schema under different names (tenants) are therefore equal values.
//!
//! This room knows no connection and no statement. Text inside it (types, defaults, expressions) is either what
//! a person wrote or what PostgreSQL printed; only catalogs that both came from a server are compared.

mod aggregate;
mod check;
mod collation;
mod column;
mod composite_type;
mod data_type;
mod domain;
mod enum_type;
mod event_trigger;
mod exclusion;
mod extension;
mod filter;
mod firing;
mod foreign_data;
mod foreign_key;
mod glob;
mod identity;
mod index;
mod key;
mod left_out;
#[cfg(feature = "migrate")]
mod masked;
mod name;
mod namespace;
mod naming;
mod not_null;
mod object;
mod operator;
mod pairs;
mod part_name;
mod partition;
mod pattern;
mod policy;
mod privilege;
mod publication;
mod quote;
mod range_type;
mod renames;
mod replica_identity;
mod routine;
mod row_security;
mod rule;
mod select_list;
mod sequence;
mod snapshot;
mod sql_text;
mod statistics;
mod table;
mod text_search;
mod trigger;
mod type_cast;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use aggregate::{Aggregate, AggregateKind, Modifies, Transition};
pub use check::Check;
pub use collation::{Collation, CollationProvider};
pub use column::{Column, Generated, GeneratedKind, Storage};
pub use composite_type::{Attribute, CompositeType};
pub use data_type::DataType;
pub use domain::Domain;
pub use enum_type::EnumType;
pub use event_trigger::EventTrigger;
pub use exclusion::{Exclusion, ExclusionElement};
pub use extension::Extension;
pub use filter::Filter;
pub use firing::Firing;
pub use foreign_data::{ForeignDataWrapper, ForeignOptions, ForeignTable, Server};
pub use foreign_key::{Action, ForeignKey, Match};
pub use glob::{Glob, GlobError};
pub use identity::{Identity, IdentityKind, SequenceOptions};
pub use index::{Index, IndexKey, KeyPart, NullsOrder, SortOrder};
pub use key::{PrimaryKey, Unique};
pub use left_out::LeftOut;
#[cfg(feature = "cli")]
pub(crate) use masked::masked_value;
#[cfg(feature = "migrate")]
pub(crate) use masked::{masked, masked_in_place, masked_words};
pub use name::{MAX_IDENTIFIER_BYTES, NameError, ObjectName, check_identifier};
pub use namespace::Namespace;
pub use naming::default_name;
pub use not_null::NotNull;
pub use object::{Object, OperatorSignature, RoutineKind, Signature};
pub use operator::Operator;
pub use part_name::PartName;
pub use partition::Partition;
pub use pattern::{Pattern, PatternError};
pub use policy::{Policy, PolicyCommand};
pub use privilege::{DefaultPrivileges, Grant, Grantee, ObjectKind, Privilege, Privileges};
pub use publication::{
    Publication, Publish, PublishedSchema, PublishedSchemaName, PublishedTable, PublishedTableName,
};
pub use quote::{quote_identifier, quote_literal};
pub use range_type::RangeType;
pub use renames::Renames;
pub use replica_identity::ReplicaIdentity;
pub use routine::{Argument, ArgumentMode, Parallel, Routine, RoutineBody, Volatility};
pub use row_security::RowSecurity;
pub use rule::{Rule, RuleEvent};
pub(crate) use select_list::{is_keyword, item, select_lists, with_output_names};
pub use sequence::Sequence;
pub use snapshot::{Snapshot, SnapshotError};
pub use sql_text::{Token, TokenKind, identifiers, tokens, without_parentheses};
pub use statistics::{Statistics, StatisticsKind};
pub use table::Table;
pub use text_search::{TextSearchConfiguration, TextSearchDictionary};
pub use trigger::{ConstraintTrigger, Trigger, TriggerEvent, TriggerTiming};
pub use type_cast::{CastContext, CastMethod, CastTypes, TypeCast};
pub use view::{MaterializedView, View, ViewColumn};

/// One database's schema: every object dbmig knows, by name, and who may do what with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Catalog {
    /// The major version of the server that printed the catalog; `None` where no server did. Never a difference.
    pub server_version: Option<u32>,
    /// Schemas other than the default one.
    pub namespaces: BTreeMap<String, Namespace>,
    /// Extensions.
    pub extensions: BTreeMap<String, Extension>,
    /// Collations.
    #[serde(with = "pairs")]
    pub collations: BTreeMap<ObjectName, Collation>,
    /// Enum types.
    #[serde(with = "pairs")]
    pub enums: BTreeMap<ObjectName, EnumType>,
    /// Domains.
    #[serde(with = "pairs")]
    pub domains: BTreeMap<ObjectName, Domain>,
    /// Composite types.
    #[serde(with = "pairs")]
    pub composites: BTreeMap<ObjectName, CompositeType>,
    /// Range types.
    #[serde(with = "pairs")]
    pub ranges: BTreeMap<ObjectName, RangeType>,
    /// Sequences, without those of identity columns.
    #[serde(with = "pairs")]
    pub sequences: BTreeMap<ObjectName, Sequence>,
    /// Tables.
    #[serde(with = "pairs")]
    pub tables: BTreeMap<ObjectName, Table>,
    /// Views.
    #[serde(with = "pairs")]
    pub views: BTreeMap<ObjectName, View>,
    /// Materialized views.
    #[serde(with = "pairs")]
    pub materialized_views: BTreeMap<ObjectName, MaterializedView>,
    /// Functions, window functions among them.
    #[serde(with = "pairs")]
    pub functions: BTreeMap<Signature, Routine>,
    /// Procedures.
    #[serde(with = "pairs")]
    pub procedures: BTreeMap<Signature, Routine>,
    /// Aggregates.
    #[serde(with = "pairs")]
    pub aggregates: BTreeMap<Signature, Aggregate>,
    /// Operators.
    #[serde(with = "pairs")]
    pub operators: BTreeMap<OperatorSignature, Operator>,
    /// Casts.
    #[serde(with = "pairs")]
    pub casts: BTreeMap<CastTypes, TypeCast>,
    /// Text search dictionaries.
    #[serde(with = "pairs")]
    pub text_search_dictionaries: BTreeMap<ObjectName, TextSearchDictionary>,
    /// Text search configurations.
    #[serde(with = "pairs")]
    pub text_search_configurations: BTreeMap<ObjectName, TextSearchConfiguration>,
    /// Foreign-data wrappers.
    pub foreign_data_wrappers: BTreeMap<String, ForeignDataWrapper>,
    /// Foreign servers. User mappings, which hold passwords, are left out.
    pub servers: BTreeMap<String, Server>,
    /// Publications.
    pub publications: BTreeMap<String, Publication>,
    /// Tables of publications.
    #[serde(with = "pairs")]
    pub published_tables: BTreeMap<PublishedTableName, PublishedTable>,
    /// Schemas of publications.
    #[serde(with = "pairs")]
    pub published_schemas: BTreeMap<PublishedSchemaName, PublishedSchema>,
    /// Event triggers.
    pub event_triggers: BTreeMap<String, EventTrigger>,
    /// Triggers.
    #[serde(with = "pairs")]
    pub triggers: BTreeMap<PartName, Trigger>,
    /// Rewrite rules, without those that make views.
    #[serde(with = "pairs")]
    pub rules: BTreeMap<PartName, Rule>,
    /// Row security policies.
    #[serde(with = "pairs")]
    pub policies: BTreeMap<PartName, Policy>,
    /// Extended statistics.
    #[serde(with = "pairs")]
    pub statistics: BTreeMap<ObjectName, Statistics>,
    /// What the database holds and the catalog doesn't, for people to know. Never a difference.
    pub left_out: Vec<LeftOut>,
    /// What objects stand on (`pg_depend`), as far as the objects themselves don't say so: a view on the columns that
    /// it reads, a default on the function that it calls. Not a difference by itself.
    #[serde(with = "pairs")]
    pub dependencies: BTreeMap<Object, BTreeSet<Object>>,
    /// Comments on the schemas that are always there: the default one, and `public` where that is another. The empty one is
    /// that somebody removed the comment that `public` has from its creation.
    #[serde(with = "pairs")]
    pub schema_comments: BTreeMap<Object, String>,
    /// The role that the catalog was read by. Never a difference.
    pub role: Option<String>,
    /// Who owns each object. A difference only where asked for.
    #[serde(with = "pairs")]
    pub owners: BTreeMap<Object, String>,
    /// The privileges on objects that are not as built in.
    #[serde(with = "pairs")]
    pub privileges: BTreeMap<Object, Privileges>,
    /// The privileges that objects get when a role creates them, where not as built in.
    #[serde(with = "pairs")]
    pub default_privileges: BTreeMap<DefaultPrivileges, Privileges>,
}

impl Catalog {
    /// The function that brings the values of a range type into one form, which the type depends on.
    pub(crate) fn canonical(&self, range: &RangeType) -> Option<&Object> {
        let name = range.canonical.as_ref()?;
        let on = self.dependencies.get(&Object::Type(range.name.clone()))?;
        on.iter().find(
            |object| matches!(object, Object::Routine(_, signature) if signature.name.name == name.name),
        )
    }

    /// True if the catalog holds no object at all.
    pub fn is_empty(&self) -> bool {
        self.namespaces.is_empty()
            && self.extensions.is_empty()
            && self.collations.is_empty()
            && self.enums.is_empty()
            && self.domains.is_empty()
            && self.composites.is_empty()
            && self.ranges.is_empty()
            && self.sequences.is_empty()
            && self.tables.is_empty()
            && self.views.is_empty()
            && self.materialized_views.is_empty()
            && self.functions.is_empty()
            && self.procedures.is_empty()
            && self.aggregates.is_empty()
            && self.operators.is_empty()
            && self.casts.is_empty()
            && self.text_search_dictionaries.is_empty()
            && self.text_search_configurations.is_empty()
            && self.publications.is_empty()
            && self.foreign_data_wrappers.is_empty()
            && self.servers.is_empty()
            && self.event_triggers.is_empty()
            && self.triggers.is_empty()
            && self.rules.is_empty()
            && self.policies.is_empty()
            && self.statistics.is_empty()
    }

    /// The sequences that belong to columns, with those. Their owners are those of the tables.
    pub fn column_sequences(&self) -> BTreeMap<ObjectName, (&ObjectName, &str)> {
        let columns = self.tables.values().flat_map(|table| {
            table.columns.iter().map(move |column| (&table.name, column.name.as_str(), &column.identity))
        });
        let identities = columns.filter_map(|(table, column, identity)| {
            let identity = identity.as_ref()?;
            Some((identity.sequence_name(table, column), (table, column)))
        });
        let owned = self.sequences.values().filter_map(|sequence| {
            let (table, column) = sequence.owned_by.as_ref()?;
            Some((sequence.name.clone(), (table, column.as_str())))
        });
        identities.chain(owned).collect()
    }

    /// True if there is such an object: of those that can have an owner or privileges.
    pub fn has(&self, object: &Object) -> bool {
        match object {
            Object::DefaultNamespace => true,
            Object::Namespace(name) => name == "public" || self.namespaces.contains_key(name),
            Object::Column(relation, column) => {
                let views = || self.views.get(relation).map(|view| &view.columns);
                let materialized = || self.materialized_views.get(relation).map(|view| &view.columns);
                let table = self.tables.get(relation);
                table.is_some_and(|table| table.column(column).is_some())
                    // One that no server printed says nothing of its columns.
                    || views().or_else(materialized).is_some_and(|columns| {
                        columns.is_empty() || columns.iter().any(|other| other.name == *column)
                    })
            }
            // What no server printed has no owners.
            Object::Table(name) => self.tables.contains_key(name),
            Object::View(name) => self.views.contains_key(name),
            Object::MaterializedView(name) => self.materialized_views.contains_key(name),
            object => self.owners.contains_key(object),
        }
    }
}

/// A copy.
impl From<&Catalog> for Arc<Catalog> {
    fn from(catalog: &Catalog) -> Self {
        Self::new(catalog.clone())
    }
}

/// A noun that its siblings tell apart by name: what the diff's list matcher needs.
pub trait Named {
    /// The type of the name.
    type Key: Ord + Clone;
    /// The name.
    fn key(&self) -> &Self::Key;
}

macro_rules! named {
    ($field:ident: $($noun:ty => $key:ty),* $(,)?) => {$(
        impl Named for $noun {
            type Key = $key;
            fn key(&self) -> &$key {
                &self.$field
            }
        }
    )*};
}

named!(
    name:
    Namespace => String,
    Extension => String,
    Collation => ObjectName,
    EnumType => ObjectName,
    Domain => ObjectName,
    CompositeType => ObjectName,
    Attribute => String,
    RangeType => ObjectName,
    Sequence => ObjectName,
    Table => ObjectName,
    Column => String,
    PrimaryKey => String,
    Unique => String,
    ForeignKey => String,
    Check => String,
    Exclusion => String,
    Index => String,
    View => ObjectName,
    ViewColumn => String,
    MaterializedView => ObjectName,
    TextSearchDictionary => ObjectName,
    TextSearchConfiguration => ObjectName,
    Publication => String,
    PublishedTable => PublishedTableName,
    PublishedSchema => PublishedSchemaName,
    EventTrigger => String,
    ForeignDataWrapper => String,
    Server => String,
    Trigger => PartName,
    Rule => PartName,
    Policy => PartName,
    Statistics => ObjectName,
);

named!(signature: Routine => Signature, Aggregate => Signature, Operator => OperatorSignature);
named!(types: TypeCast => CastTypes);
