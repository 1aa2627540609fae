//! What differs between two catalogs. Pure: no SQL, no order, no question.
//!
//! Both catalogs were printed by PostgreSQL, so two objects are equal where their values are. Before lists are
//! matched by name, the declared renames are applied to the first catalog ([`Changes::renamed`]), inside expressions
//! too; everything after compares with plain `==`.
//!
//! The order of a table's columns is no difference: PostgreSQL can't change it without writing the table again. Nor
//! is whether a child declares columns and checks that it inherits as well. A table that PostgreSQL has no way to
//! alter, since its partition key changes, is both dropped and added.
//! Nor is an index that is invalid in the second catalog only, which no statement could bring about.

mod aggregate;
mod check;
mod collation;
mod column;
mod composite_type;
mod declared;
mod domain;
mod enum_type;
mod event_trigger;
mod exclusion;
mod extension;
mod follow;
mod foreign_data;
mod foreign_key;
mod hint;
mod index;
mod key;
mod lineage;
mod list;
mod namespace;
mod operator;
mod policy;
mod privilege;
mod properties;
mod publication;
mod range_type;
mod rename;
mod routine;
mod rule;
mod sequence;
mod statistics;
mod summary;
mod table;
mod text_search;
mod touched;
mod trigger;
mod type_cast;
mod types;
mod view;
mod words;

pub use hint::{PossibleRename, possible_renames};
pub(crate) use lineage::{Lineage, before_attach, comes_with_parent, leave_to_parent, parents_first};
pub use list::{Altered, ListChanges};
pub(crate) use list::{Definition, Pair, pairs};
pub(crate) use privilege::Rights;
pub use summary::{Line, Sign};
pub use table::TableChanges;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::{
    Aggregate, Catalog, Collation, CompositeType, DefaultPrivileges, Domain, EnumType, EventTrigger,
    Extension, ForeignDataWrapper, MaterializedView, Namespace, Object, ObjectName, Operator, Policy,
    Privileges, Publication, PublishedSchema, PublishedTable, RangeType, Renames, Routine, Rule, Sequence,
    Server, Statistics, Table, TextSearchConfiguration, TextSearchDictionary, Trigger, TypeCast, View,
};

/// The differences from one catalog to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The catalog before.
    pub from: Arc<Catalog>,
    /// The catalog after.
    pub to: Arc<Catalog>,
    /// The renames that are in effect: of those that were declared, the ones that haven't been made yet.
    pub renames: Renames,
    /// `from` with `renames` made; the lists below compare this one with `to`.
    pub renamed: Arc<Catalog>,
    /// Tables on both sides that a plan drops and creates, since PostgreSQL can't change something in them.
    pub(crate) stuck: BTreeSet<ObjectName>,
    /// Schemas.
    pub namespaces: ListChanges<Namespace>,
    /// Extensions.
    pub extensions: ListChanges<Extension>,
    /// Collations.
    pub collations: ListChanges<Collation>,
    /// Enum types.
    pub enums: ListChanges<EnumType>,
    /// Domains.
    pub domains: ListChanges<Domain>,
    /// Composite types.
    pub composites: ListChanges<CompositeType>,
    /// Range types.
    pub ranges: ListChanges<RangeType>,
    /// Sequences.
    pub sequences: ListChanges<Sequence>,
    /// Tables.
    pub tables: ListChanges<Table, TableChanges>,
    /// Views.
    pub views: ListChanges<View>,
    /// Materialized views.
    pub materialized_views: ListChanges<MaterializedView>,
    /// Functions.
    pub functions: ListChanges<Routine>,
    /// Procedures.
    pub procedures: ListChanges<Routine>,
    /// Aggregates.
    pub aggregates: ListChanges<Aggregate>,
    /// Operators.
    pub operators: ListChanges<Operator>,
    /// Casts.
    pub casts: ListChanges<TypeCast>,
    /// Text search dictionaries.
    pub text_search_dictionaries: ListChanges<TextSearchDictionary>,
    /// Text search configurations.
    pub text_search_configurations: ListChanges<TextSearchConfiguration>,
    /// Publications.
    pub publications: ListChanges<Publication>,
    /// Tables of publications.
    pub published_tables: ListChanges<PublishedTable>,
    /// Schemas of publications.
    pub published_schemas: ListChanges<PublishedSchema>,
    /// Event triggers.
    pub event_triggers: ListChanges<EventTrigger>,
    /// Foreign-data wrappers.
    pub foreign_data_wrappers: ListChanges<ForeignDataWrapper>,
    /// Foreign servers.
    pub servers: ListChanges<Server>,
    /// Triggers.
    pub triggers: ListChanges<Trigger>,
    /// Rewrite rules.
    pub rules: ListChanges<Rule>,
    /// Row security policies.
    pub policies: ListChanges<Policy>,
    /// Extended statistics.
    pub statistics: ListChanges<Statistics>,
    /// What else was compared.
    pub options: Options,
    /// Comments on schemas that are always there; `None` is as built in.
    pub schema_comments: BTreeMap<Object, Altered<Option<String>>>,
    /// Owners of objects on both sides, where asked for.
    pub owners: BTreeMap<Object, Altered<String>>,
    /// Privileges on objects on both sides, and those of new objects that are not as built in.
    pub privileges: BTreeMap<Object, Altered<Privileges>>,
    /// Privileges of objects to come.
    pub default_privileges: BTreeMap<DefaultPrivileges, Altered<Privileges>>,
}

/// What to compare beyond the objects themselves. Where something isn't compared, a plan leaves it as it is, also where it
/// builds an object again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Who owns the objects; not by default.
    pub owners: bool,
    /// Privileges and default privileges; by default.
    pub privileges: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { owners: false, privileges: true }
    }
}

/// Compares two catalogs that PostgreSQL printed. Catalogs that are handed over aren't copied; borrowed ones are.
pub fn diff(from: impl Into<Arc<Catalog>>, to: impl Into<Arc<Catalog>>, renames: &Renames) -> Changes {
    diff_with(from, to, renames, Options::default())
}

/// [`diff`] of as much as `options` say.
pub fn diff_with(
    from: impl Into<Arc<Catalog>>,
    to: impl Into<Arc<Catalog>>,
    renames: &Renames,
    options: Options,
) -> Changes {
    compare(from.into(), to.into(), renames, options)
}

fn compare(from: Arc<Catalog>, to: Arc<Catalog>, renames: &Renames, options: Options) -> Changes {
    let renames = declared::in_effect(&from, &to, renames);
    let mut renamed = if declared::is_empty(&renames) {
        Arc::clone(&from)
    } else {
        Arc::new(rename::apply(&from, &to, &renames))
    };
    if lineage::renames_attached(&renamed, &to) {
        lineage::rename_attached(Arc::make_mut(&mut renamed), &to);
    }
    let tables = table::compare(&renamed, &to, &BTreeSet::new());
    let rights = Rights { before: &renamed, after: &to, options };
    Changes {
        options,
        schema_comments: privilege::compare_comments(&renamed, &to),
        owners: privilege::compare_owners(rights),
        privileges: privilege::compare(rights),
        default_privileges: privilege::compare_defaults(rights),
        namespaces: list::compare_maps(&renamed.namespaces, &to.namespaces),
        extensions: list::compare_maps(&renamed.extensions, &to.extensions),
        collations: list::compare_maps(&renamed.collations, &to.collations),
        enums: list::compare_maps(&renamed.enums, &to.enums),
        domains: list::compare_maps(&renamed.domains, &to.domains),
        composites: list::compare_maps(&renamed.composites, &to.composites),
        ranges: list::compare_maps(&renamed.ranges, &to.ranges),
        sequences: list::compare_maps(&renamed.sequences, &to.sequences),
        tables,
        views: list::compare_maps(&renamed.views, &to.views),
        materialized_views: view::compare_materialized(&renamed.materialized_views, &to.materialized_views),
        functions: list::compare_maps(&renamed.functions, &to.functions),
        procedures: list::compare_maps(&renamed.procedures, &to.procedures),
        aggregates: list::compare_maps(&renamed.aggregates, &to.aggregates),
        operators: list::compare_maps(&renamed.operators, &to.operators),
        casts: list::compare_maps(&renamed.casts, &to.casts),
        text_search_dictionaries: list::compare_maps(
            &renamed.text_search_dictionaries,
            &to.text_search_dictionaries,
        ),
        text_search_configurations: list::compare_maps(
            &renamed.text_search_configurations,
            &to.text_search_configurations,
        ),
        publications: list::compare_maps(&renamed.publications, &to.publications),
        published_tables: list::compare_maps(&renamed.published_tables, &to.published_tables),
        published_schemas: list::compare_maps(&renamed.published_schemas, &to.published_schemas),
        foreign_data_wrappers: list::compare_maps(&renamed.foreign_data_wrappers, &to.foreign_data_wrappers),
        servers: list::compare_maps(&renamed.servers, &to.servers),
        event_triggers: list::compare_maps(&renamed.event_triggers, &to.event_triggers),
        triggers: list::compare_maps(&renamed.triggers, &to.triggers),
        rules: list::compare_maps(&renamed.rules, &to.rules),
        policies: list::compare_maps(&renamed.policies, &to.policies),
        statistics: list::compare_maps(&renamed.statistics, &to.statistics),
        stuck: BTreeSet::new(),
        from,
        to,
        renames,
        renamed,
    }
}

impl Changes {
    /// True if nothing differs.
    pub fn is_empty(&self) -> bool {
        declared::is_empty(&self.renames)
            && self.namespaces.is_empty()
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
            && self.published_tables.is_empty()
            && self.published_schemas.is_empty()
            && self.foreign_data_wrappers.is_empty()
            && self.servers.is_empty()
            && self.event_triggers.is_empty()
            && self.triggers.is_empty()
            && self.rules.is_empty()
            && self.policies.is_empty()
            && self.statistics.is_empty()
            && self.schema_comments.is_empty()
            && self.owners.is_empty()
            && self.privileges.is_empty()
            && self.default_privileges.is_empty()
    }

    /// The same changes by way of dropping and creating these tables, too.
    pub(crate) fn rebuilding(&self, tables: impl IntoIterator<Item = ObjectName>) -> Self {
        let mut changes = self.clone();
        changes.stuck.extend(tables);
        changes.tables = table::compare(&changes.renamed, &changes.to, &changes.stuck);
        changes
    }

    pub(crate) fn rights(&self) -> Rights<'_> {
        Rights { before: &self.renamed, after: &self.to, options: self.options }
    }

    /// The changes that lead back: both sides swapped, and every rename with them.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let renames = declared::reversed(&self.renames);
        compare(Arc::clone(&self.to), Arc::clone(&self.from), &renames, self.options)
    }

    /// One line a change, for people; the same for the same changes.
    pub fn summary(&self) -> Vec<Line> {
        summary::lines(self)
    }
}

#[cfg(test)]
mod tests;
