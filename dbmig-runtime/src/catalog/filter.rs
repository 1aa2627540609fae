//! A part of a catalog: what a person wants to compare.

use std::collections::BTreeMap;

use super::pattern::{Pattern, Subject};
use super::{Catalog, Object, ObjectName, PartName, RoutineKind, Table};

/// Which objects of a catalog are kept. It looks at names and kinds alone, so that an object is kept in one catalog
/// exactly if it is in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only what one of these names, if there is one. Parts of tables and views come with those.
    pub include: Vec<Pattern>,
    /// What is left out of that.
    pub exclude: Vec<Pattern>,
}

impl Filter {
    /// The objects of `catalog`, whose default schema is called `default_schema`, that are kept.
    #[must_use]
    pub fn apply(&self, catalog: Catalog, default_schema: &str) -> Catalog {
        if *self == Self::default() {
            return catalog;
        }
        let sieve = Sieve { filter: self, default_schema };
        // Every field by name: a new noun is not to pass by.
        let Catalog {
            server_version,
            namespaces,
            extensions,
            collations,
            enums,
            domains,
            composites,
            ranges,
            sequences,
            mut tables,
            views,
            mut materialized_views,
            functions,
            procedures,
            aggregates,
            operators,
            casts,
            text_search_dictionaries,
            text_search_configurations,
            publications,
            published_tables,
            published_schemas,
            event_triggers,
            foreign_data_wrappers,
            servers,
            mut triggers,
            mut rules,
            mut policies,
            mut statistics,
            left_out,
            dependencies,
            schema_comments,
            role,
            owners,
            privileges,
            mut default_privileges,
        } = catalog;
        default_privileges.retain(|name, _| match &name.schema {
            Some(schema) => sieve.keeps(schema),
            None => self.include.is_empty(),
        });
        tables.values_mut().for_each(|table| sieve.keep_parts(table));
        for view in materialized_views.values_mut() {
            let name = &view.name;
            view.indexes.retain(|index| sieve.keeps(&Object::Index(name.sibling(&index.name))));
        }
        // What belongs to a relation goes with it, as it would in the database.
        triggers.retain(|_, trigger| sieve.keeps(&trigger.on));
        rules.retain(|_, rule| sieve.keeps(&rule.on));
        policies.retain(|_, policy| sieve.keeps(&policy.on()));
        statistics.retain(|_, statistics| sieve.keeps(&statistics.on));
        let part = |object: fn(ObjectName, String) -> Object| {
            move |PartName { relation, name }: PartName| object(relation, name)
        };
        let mut kept = Catalog {
            server_version,
            namespaces: sieve.keep(Object::Namespace, namespaces),
            extensions: sieve.keep(Object::Extension, extensions),
            collations: sieve.keep(Object::Collation, collations),
            enums: sieve.keep(Object::Type, enums),
            domains: sieve.keep(Object::Domain, domains),
            composites: sieve.keep(Object::Type, composites),
            ranges: sieve.keep(Object::Type, ranges),
            sequences: sieve.keep(Object::Sequence, sequences),
            tables: sieve.keep(Object::Table, tables),
            views: sieve.keep(Object::View, views),
            materialized_views: sieve.keep(Object::MaterializedView, materialized_views),
            functions: sieve.keep(|key| Object::Routine(RoutineKind::Function, key), functions),
            procedures: sieve.keep(|key| Object::Routine(RoutineKind::Procedure, key), procedures),
            aggregates: sieve.keep(|key| Object::Routine(RoutineKind::Aggregate, key), aggregates),
            operators: sieve.keep(Object::Operator, operators),
            casts: sieve.keep(Object::from, casts),
            text_search_dictionaries: sieve.keep(Object::TextSearchDictionary, text_search_dictionaries),
            text_search_configurations: sieve
                .keep(Object::TextSearchConfiguration, text_search_configurations),
            publications: sieve.keep(Object::Publication, publications),
            published_tables: sieve.keep(Object::from, published_tables),
            published_schemas: sieve.keep(Object::from, published_schemas),
            foreign_data_wrappers: sieve.keep(Object::ForeignDataWrapper, foreign_data_wrappers),
            servers: sieve.keep(Object::Server, servers),
            event_triggers: sieve.keep(Object::EventTrigger, event_triggers),
            triggers: sieve.keep(part(Object::Trigger), triggers),
            rules: sieve.keep(part(Object::Rule), rules),
            policies: sieve.keep(part(Object::Policy), policies),
            statistics: sieve.keep(Object::Statistics, statistics),
            left_out,
            // It says how objects stand on each other, and not which there are.
            dependencies,
            schema_comments: sieve.keep(|object| object, schema_comments),
            role,
            owners: sieve.keep(|object| object, owners),
            privileges: sieve.keep(|object| object, privileges),
            default_privileges,
        };
        // Those of columns go with the table.
        let privileges = std::mem::take(&mut kept.privileges);
        kept.privileges = privileges.into_iter().filter(|(object, _)| kept.has(object)).collect();
        kept
    }
}

/// A filter on catalogs of one default schema.
#[derive(Clone, Copy)]
struct Sieve<'a> {
    filter: &'a Filter,
    default_schema: &'a str,
}

impl Sieve<'_> {
    /// The nouns of one kind that are kept; `object` makes the identity of one from its key.
    fn keep<K: Ord + Clone, T>(self, object: impl Fn(K) -> Object, nouns: BTreeMap<K, T>) -> BTreeMap<K, T> {
        nouns.into_iter().filter(|(key, _)| self.keeps(&object(key.clone()))).collect()
    }

    fn keep_parts(self, table: &mut Table) {
        if !self.filter.exclude.iter().any(Pattern::is_about_parts) {
            return;
        }
        let owner = table.name.clone();
        let keeps = |part: fn(ObjectName, String) -> Object, name: &str| {
            self.keeps(&part(owner.clone(), name.to_owned()))
        };
        table.columns.retain(|column| keeps(Object::Column, &column.name));
        table.primary_key = table.primary_key.take().filter(|key| keeps(Object::Constraint, &key.name));
        table.uniques.retain(|unique| keeps(Object::Constraint, &unique.name));
        table.foreign_keys.retain(|key| keeps(Object::Constraint, &key.name));
        table.checks.retain(|check| keeps(Object::Constraint, &check.name));
        table.exclusions.retain(|exclusion| keeps(Object::Constraint, &exclusion.name));
        table.indexes.retain(|index| self.keeps(&Object::Index(owner.sibling(&index.name))));
    }

    fn keeps(self, object: &Object) -> bool {
        let schema = match object {
            Object::DefaultNamespace => Some(self.default_schema),
            Object::Namespace(name) => Some(name.as_str()),
            object => object.schema_name().map(|name| name.schema.as_deref().unwrap_or(self.default_schema)),
        };
        let (is_part, mut names) = names(object);
        if let (Some(schema), Some(_), Some(longest)) = (schema, object.schema_name(), names.last()) {
            names.push(format!("{schema}.{longest}"));
        }
        let subject = Subject { kind: object.kind(), is_part, schema, names };
        let Filter { include, exclude } = self.filter;
        let is_included = include.is_empty() || is_part || include.iter().any(|one| one.includes(&subject));
        is_included && !exclude.iter().any(|one| one.excludes(&subject))
    }
}

/// Whether the object is a part of another, and its names without a schema: its own, and with its owner's before it.
fn names(object: &Object) -> (bool, Vec<String>) {
    match object {
        Object::DomainConstraint(owner, name)
        | Object::Column(owner, name)
        | Object::Default(owner, name)
        | Object::Constraint(owner, name)
        | Object::Rule(owner, name)
        | Object::Trigger(owner, name)
        | Object::Policy(owner, name) => (true, vec![name.clone(), format!("{}.{name}", owner.name)]),
        Object::PublishedTable(publication, table) => {
            (true, vec![table.name.clone(), format!("{publication}.{}", table.name)])
        }
        Object::PublishedSchema(publication, schema) => {
            let schema = schema.clone().unwrap_or_default();
            (true, vec![schema.clone(), format!("{publication}.{schema}")])
        }
        Object::Index(name) => (true, vec![name.name.clone()]),
        Object::Namespace(name)
        | Object::Extension(name)
        | Object::ForeignDataWrapper(name)
        | Object::Server(name)
        | Object::Publication(name)
        | Object::EventTrigger(name) => (false, vec![name.clone()]),
        object => {
            let name = object.schema_name().map(|name| name.name.clone());
            (false, vec![name.unwrap_or_else(|| object.to_string())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Column, DataType, EnumType, Index, Namespace};

    fn catalog() -> Catalog {
        let mut catalog = Catalog::default();
        for name in [ObjectName::new("task"), ("audit", "log").into(), ("audit", "task").into()] {
            let mut table = Table::new(name.clone());
            table.columns = ["id", "title"].map(|name| Column::new(name, DataType::new("text"))).into();
            table.indexes = vec![Index::new("task_title")];
            catalog.tables.insert(name, table);
        }
        let mood = EnumType { name: "task_mood".into(), labels: Vec::new(), comment: None };
        catalog.enums.insert(mood.name.clone(), mood);
        catalog.namespaces.insert("audit".to_owned(), Namespace { name: "audit".to_owned(), comment: None });
        catalog
    }

    /// What is left, by name.
    #[track_caller]
    fn check(include: &[&str], exclude: &[&str], expected: &str) {
        let filter = Filter {
            include: include.iter().map(|pattern| pattern.parse().unwrap()).collect(),
            exclude: exclude.iter().map(|pattern| pattern.parse().unwrap()).collect(),
        };
        let kept = filter.apply(catalog(), "app");
        let schemas = kept.namespaces.into_keys();
        let names: Vec<String> =
            schemas.chain(kept.enums.keys().chain(kept.tables.keys()).map(ToString::to_string)).collect();
        assert_eq!(names.join(" "), expected, "{include:?} {exclude:?}");
    }

    #[test]
    fn schemas_are_chosen() {
        check(&[], &[], "audit task_mood task audit.log audit.task");
        check(&["schema:app"], &[], "task_mood task");
        check(&["schema:au*"], &[], "audit audit.log audit.task");
        check(&["schema:x", "schema:a*"], &[], "audit task_mood task audit.log audit.task");
    }

    #[test]
    fn objects_are_chosen() {
        check(&["task"], &[], "task audit.task");
        check(&["table:app.task*"], &[], "task");
        check(&["audit.*"], &[], "audit audit.log audit.task");
        check(&["table:audit.l*", "type:*"], &[], "audit task_mood audit.log");
        check(&["table:*"], &["audit.*"], "task");
    }

    #[test]
    fn objects_are_left_out() {
        check(&[], &["task"], "audit task_mood audit.log");
        check(&[], &["app.task*"], "audit audit.log audit.task");
        check(&[], &["type:task*"], "audit task audit.log audit.task");
        check(&[], &["audit.*"], "audit task_mood task");
        check(&[], &["schema:audit"], "task_mood task");
        check(&["schema:app"], &["table:*"], "task_mood");
    }

    #[test]
    fn parts_are_left_out_only_by_their_kind() {
        let parts = |exclusion: &str| {
            let filter = Filter { exclude: vec![exclusion.parse().unwrap()], ..Filter::default() };
            let kept = filter.apply(catalog(), "app");
            kept.tables.values().map(|table| table.columns.len() + table.indexes.len()).collect::<Vec<_>>()
        };
        assert_eq!(parts("title"), [3, 3, 3]);
        assert_eq!(parts("column:title"), [2, 2, 2]);
        assert_eq!(parts("column:task.title"), [2, 3, 2]);
        assert_eq!(parts("column:audit.*.title"), [3, 2, 2]);
        assert_eq!(parts("index:*"), [2, 2, 2]);
    }
}
