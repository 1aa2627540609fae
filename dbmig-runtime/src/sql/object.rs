//! Objects that are created whole, and the name of any object in a statement.

use super::{
    Renderer, Statement, aggregate, collation, composite_type, domain, event_trigger, extension,
    foreign_data, operator, policy, publication, range_type, routine, rule, sequence, statistics,
    text_search, trigger, type_cast, view,
};
use crate::catalog::{Object, ObjectName, OperatorSignature, RoutineKind, quote_identifier};
use crate::op::NewObject;

/// The statements that create an object with its comments.
pub(super) fn create(object: &NewObject, sql: Renderer<'_>) -> Vec<Statement> {
    match object {
        NewObject::Extension(object) => extension::create(object, sql),
        NewObject::Collation(object) => collation::create(object, sql),
        NewObject::Domain(object) => domain::create(object, sql),
        NewObject::CompositeType(object) => composite_type::create(object, sql),
        NewObject::RangeType(object) => range_type::create(object, sql),
        NewObject::Sequence(object) => sequence::create(object, sql),
        NewObject::View(object) => view::create(object, sql),
        NewObject::MaterializedView(object) => view::create_materialized(object, sql),
        NewObject::Routine(object) => routine::create(object, sql),
        NewObject::Aggregate(object) => aggregate::create(object, sql),
        NewObject::Operator(object) => operator::create(object, sql),
        NewObject::TypeCast(object) => type_cast::create(object, sql),
        NewObject::TextSearchDictionary(object) => text_search::create_dictionary(object, sql),
        NewObject::TextSearchConfiguration(object) => text_search::create_configuration(object, sql),
        NewObject::Publication(object) => publication::create(object, sql),
        NewObject::PublishedTable(object) => publication::add_table(object, sql),
        NewObject::PublishedSchema(object) => publication::add_schema(object, sql),
        NewObject::ForeignDataWrapper(object) => foreign_data::create_wrapper(object, sql),
        NewObject::Server(object) => foreign_data::create_server(object, sql),
        NewObject::EventTrigger(object) => event_trigger::create(object, sql),
        NewObject::Trigger(object) => trigger::create(object, sql),
        NewObject::Rule(object) => rule::create(object, sql),
        NewObject::Policy(object) => policy::create(object, sql),
        NewObject::Statistics(object) => statistics::create(object, sql),
    }
}

/// The statements that put a definition in the place of the one that is there. An object that PostgreSQL can't replace
/// is created, which fails where there is one.
pub(super) fn replace(object: &NewObject, sql: Renderer<'_>) -> Vec<Statement> {
    match object {
        NewObject::View(object) => view::replace(object, sql),
        NewObject::Routine(object) => routine::replace(object, sql),
        NewObject::Aggregate(object) => aggregate::replace(object, sql),
        NewObject::Trigger(object) => trigger::replace(object, sql),
        NewObject::Rule(object) => rule::replace(object, sql),
        other => create(other, sql),
    }
}

pub(super) fn drop(object: &Object, sql: Renderer<'_>) -> Statement {
    let drop = || Statement::new(format!("DROP {}", named(object, sql)));
    publication::remove(object, sql).unwrap_or_else(drop)
}

/// Kind and name, as `COMMENT ON`, `DROP` and `ALTER … OWNER TO` write them.
pub(super) fn named(object: &Object, sql: Renderer<'_>) -> String {
    let kind = object.kind().to_uppercase();
    let part = |relation: &ObjectName, name: &str| {
        format!("{kind} {} ON {}", quote_identifier(name), sql.name(relation))
    };
    match object {
        Object::DefaultNamespace => format!("{kind} {}", sql.schema(None)),
        Object::Namespace(name)
        | Object::Extension(name)
        | Object::Server(name)
        | Object::Publication(name)
        | Object::EventTrigger(name) => format!("{kind} {}", quote_identifier(name)),
        Object::PublishedTable(name, _) | Object::PublishedSchema(name, _) => {
            format!("PUBLICATION {}", quote_identifier(name))
        }
        Object::ForeignDataWrapper(name) => format!("FOREIGN DATA WRAPPER {}", quote_identifier(name)),
        Object::Column(relation, name) | Object::Default(relation, name) => {
            format!("COLUMN {}.{}", sql.name(relation), quote_identifier(name))
        }
        Object::DomainConstraint(domain, name) => {
            format!("CONSTRAINT {} ON DOMAIN {}", quote_identifier(name), sql.name(domain))
        }
        Object::Constraint(relation, name)
        | Object::Rule(relation, name)
        | Object::Trigger(relation, name)
        | Object::Policy(relation, name) => part(relation, name),
        Object::Routine(routine, signature) => {
            let none = *routine == RoutineKind::Aggregate && signature.arguments.is_empty();
            let arguments = if none { "*" } else { &signature.arguments };
            format!("{kind} {}({arguments})", sql.name(&signature.name))
        }
        Object::Operator(OperatorSignature { name, left, right }) => {
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "NONE".to_owned());
            format!("{kind} {} ({}, {})", sql.operator(name), side(left), side(right))
        }
        Object::Cast { source, target } => format!("{kind} ({source} AS {target})"),
        Object::Type(name)
        | Object::Domain(name)
        | Object::Collation(name)
        | Object::Sequence(name)
        | Object::Table(name)
        | Object::ForeignTable(name)
        | Object::Index(name)
        | Object::View(name)
        | Object::MaterializedView(name)
        | Object::Statistics(name)
        | Object::TextSearchConfiguration(name)
        | Object::TextSearchDictionary(name) => format!("{kind} {}", sql.name(name)),
    }
}
