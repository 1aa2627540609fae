//! How values get from a type to its successor of the same name, when the type is built again.

use std::collections::BTreeMap;

use super::cast;
use super::graph::{Graph, Rank, Resource, Step};
use super::kept_table::KeptTable;
use super::scope::{Scope, meanwhile};
use crate::catalog::{
    Attribute, Column, CompositeType, DataType, Object, ObjectName, quote_identifier, quote_literal,
};
use crate::op::Operation;

/// The only attribute of a wrapper.
const VALUE: &str = "value";

/// The `USING` expression for a column; `None` where its type stays and only a collation is another one.
pub(super) fn using(scope: &Scope<'_>, column: &str, data_type: &DataType) -> Option<String> {
    let column = quote_identifier(column);
    match wrapper_of(scope, data_type) {
        Some(wrapper) => Some(unwrap(&wrapper.name, &column)),
        None => convert(scope, &column, data_type, data_type),
    }
}

/// A value as the type in a wrapper.
pub(super) fn unwrap(wrapper: &ObjectName, value: &str) -> String {
    let object = format!("json_build_object({}, {value})", quote_literal(VALUE));
    format!("(json_populate_record(NULL::{wrapper}, {object})).{VALUE}")
}

/// The types that exist only as long as columns move from one type to another.
pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    let columns =
        scope.kept.values().flat_map(|kept| kept.to.columns.iter().map(move |column| (kept, column)));
    let moving = columns.filter(|(kept, column)| kept.retypes(&column.name));
    let wrappers = moving.filter_map(|(kept, column)| wrapper(scope, kept, column));
    let wrappers: BTreeMap<_, _> = wrappers.map(|wrapper| (wrapper.name.clone(), wrapper)).collect();
    for (name, wrapper) in wrappers {
        let types = wrapper.attributes.iter().flat_map(|item| scope.types_after([item.data_type.as_sql()]));
        let types: Vec<Resource> = types.collect();
        let resource = Resource::Type(name.clone());
        let drop = Operation::Drop(Object::Type(name));
        let create = Step::new(Rank::CreateType, Operation::Create(Box::new(wrapper.into())));
        graph.push(create.takes([resource.clone()]).needs(types));
        graph.push(Step::new(Rank::DropType, drop).frees([resource]));
    }
}

/// A row type around the type of a column: PostgreSQL makes rows of JSON, but no arrays by themselves. `None` where there
/// is a shorter way.
pub(super) fn wrapper(scope: &Scope<'_>, kept: &KeptTable<'_>, column: &Column) -> Option<CompositeType> {
    let before = kept.from.column(&column.name)?;
    wrapper_of(scope, &column.data_type).filter(|_| before.data_type == column.data_type)
}

fn wrapper_of(scope: &Scope<'_>, data_type: &DataType) -> Option<CompositeType> {
    let name =
        rebuilt_name(scope, data_type).filter(|_| is_array(data_type) && is_reshaped(scope, data_type))?;
    let name = meanwhile(&name.sibling(format!("{}_values", name.name)), scope.changes);
    Some(wrapper_for(name, data_type))
}

/// A row type around another type.
pub(super) fn wrapper_for(name: ObjectName, data_type: &DataType) -> CompositeType {
    let attribute =
        Attribute { name: VALUE.to_owned(), data_type: data_type.clone(), collation: None, comment: None };
    CompositeType { name, attributes: vec![attribute], comment: None }
}

/// `value` as the new type, `None` where it is that already.
fn convert(scope: &Scope<'_>, value: &str, from: &DataType, to: &DataType) -> Option<String> {
    let successor = Successor::of(scope, to).filter(|_| from == to);
    match successor {
        None if from == to => None,
        None => cast::convert(value, from, to),
        Some(Successor::Composite(before, after)) if !is_array(to) => {
            Some(composite(scope, value, before, after))
        }
        Some(Successor::Domain(before, under))
            if !is_array(to) && before == under && is_reshaped(scope, under) =>
        {
            Some(format!("({})::{to}", convert(scope, value, before, under)?))
        }
        Some(successor) if successor.casts(scope) => Some(format!("{value}::{to}")),
        Some(_) => Some(cast::through_text(value, from, to)),
    }
}

fn is_array(data_type: &DataType) -> bool {
    data_type.as_sql().ends_with("[]")
}

/// True if values hold rows whose attributes aren't those, in the order, that the text of the old ones has.
fn is_reshaped(scope: &Scope<'_>, data_type: &DataType) -> bool {
    match Successor::of(scope, data_type) {
        Some(Successor::Composite(before, after)) => {
            let names = before.attributes.iter().map(|attribute| &attribute.name);
            !names.eq(after.attributes.iter().map(|attribute| &attribute.name))
                || after.attributes.iter().any(|attribute| is_reshaped(scope, &attribute.data_type))
        }
        Some(Successor::Domain(before, after)) => before == after && is_reshaped(scope, after),
        Some(Successor::Other) | None => false,
    }
}

/// True if every value of a type that is built again is one of its successor.
pub(super) fn keeps_values(scope: &Scope<'_>, data_type: &DataType) -> bool {
    match Successor::of(scope, data_type) {
        None => true,
        Some(Successor::Composite(before, after)) => before.attributes.iter().all(|from| {
            let to = after.attributes.iter().find(|to| to.name == from.name);
            to.is_some_and(|to| to.data_type == from.data_type && keeps_values(scope, &to.data_type))
        }),
        Some(Successor::Domain(before, after)) => before == after && keeps_values(scope, after),
        Some(Successor::Other) => {
            let (before, after) = (&scope.changes.renamed.enums, &scope.changes.to.enums);
            let labels =
                rebuilt_name(scope, data_type).and_then(|name| Some((before.get(name)?, after.get(name)?)));
            labels.is_some_and(|(from, to)| from.labels.iter().all(|label| to.labels.contains(label)))
        }
    }
}

/// Attribute by attribute, as a row's own text wouldn't fit another set of them; by their names in JSON, where they hold
/// such rows in turn.
fn composite(scope: &Scope<'_>, value: &str, before: &CompositeType, after: &CompositeType) -> String {
    let inside =
        |attribute: &Attribute| is_array(&attribute.data_type) && is_reshaped(scope, &attribute.data_type);
    if after.attributes.iter().any(inside) {
        return format!("json_populate_record(NULL::{}, to_json({value}))", after.name);
    }
    let attributes = after.attributes.iter().map(|to| {
        let from = before.attributes.iter().find(|from| from.name == to.name);
        from.map_or_else(
            || "NULL".to_owned(),
            |from| {
                let attribute = format!("({value}).{}", quote_identifier(&to.name));
                convert(scope, &attribute, &from.data_type, &to.data_type).unwrap_or(attribute)
            },
        )
    });
    let attributes: Vec<String> = attributes.collect();
    let row = format!("ROW({})::{}", attributes.join(", "), after.name);
    format!("CASE WHEN {value} IS NOT DISTINCT FROM NULL THEN NULL ELSE {row} END")
}

/// The type that is built again and that `data_type` is, or is an array or a multirange of.
fn rebuilt_name<'s>(scope: &'s Scope<'_>, data_type: &DataType) -> Option<&'s ObjectName> {
    let multirange = |name: &ObjectName| {
        let range = scope.changes.to.ranges.get(name);
        range.is_some_and(|range| data_type.is_of(&range.multirange))
    };
    let found = scope.rebuilt.keys().find(|object| match object {
        Object::Type(name) => data_type.is_of(name) || multirange(name),
        Object::Domain(name) => data_type.is_of(name),
        _ => false,
    });
    found?.schema_name()
}

/// A type that takes the place of another of its name.
enum Successor<'a> {
    /// Over these types, before and after.
    Domain(&'a DataType, &'a DataType),
    Composite(&'a CompositeType, &'a CompositeType),
    /// Enum and range types.
    Other,
}

impl<'a> Successor<'a> {
    /// The type that is built again and that `data_type` is, or is an array of.
    fn of(scope: &Scope<'a>, data_type: &DataType) -> Option<Self> {
        let (before, after) = (&scope.changes.renamed, &scope.changes.to);
        let name = rebuilt_name(scope, data_type)?;
        if let (Some(from), Some(to)) = (before.domains.get(name), after.domains.get(name)) {
            return Some(Self::Domain(&from.data_type, &to.data_type));
        }
        let composites = before.composites.get(name).zip(after.composites.get(name));
        Some(composites.map_or(Self::Other, |(from, to)| Self::Composite(from, to)))
    }

    /// True if PostgreSQL has a cast to the successor.
    fn casts(&self, scope: &Scope<'a>) -> bool {
        match self {
            Self::Domain(from, to) if from == to => {
                Self::of(scope, to).is_none_or(|under| under.casts(scope))
            }
            Self::Domain(from, to) => cast::exists(from, to),
            Self::Composite(..) | Self::Other => false,
        }
    }
}
