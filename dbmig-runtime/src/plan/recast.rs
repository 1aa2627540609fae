//! How values get from a type to its successor of the same name, when the type is built again.

use super::cast;
use super::scope::Scope;
use crate::catalog::{CompositeType, DataType, Object, ObjectName, quote_identifier};

/// The `USING` expression for a column; `None` where its type stays and only a collation is another one.
pub(super) fn using(scope: &Scope<'_>, column: &str, data_type: &DataType) -> Option<String> {
    let column = quote_identifier(column);
    convert(scope, &column, data_type, data_type)
}

/// `value` as the new type, `None` where it is that already.
fn convert(scope: &Scope<'_>, value: &str, from: &DataType, to: &DataType) -> Option<String> {
    let successor = Successor::of(scope, to).filter(|_| from == to);
    match successor {
        None if from == to => None,
        None => cast::convert(value, from, to),
        Some(Successor::Composite(before, after)) if !to.as_sql().ends_with("[]") => {
            Some(row(scope, value, before, after))
        }
        Some(successor) if successor.casts(scope) => Some(format!("{value}::{to}")),
        Some(_) => Some(cast::through_text(value, from, to)),
    }
}

/// Attribute by attribute: a row's own text wouldn't fit another set of them.
fn row(scope: &Scope<'_>, value: &str, before: &CompositeType, after: &CompositeType) -> String {
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
        let multirange = |name: &ObjectName| {
            let range = after.ranges.get(name);
            range.is_some_and(|range| data_type.is_of(&range.multirange))
        };
        let found = scope.rebuilt.keys().find(|object| match object {
            Object::Type(name) => data_type.is_of(name) || multirange(name),
            Object::Domain(name) => data_type.is_of(name),
            _ => false,
        });
        let name = found?.schema_name()?;
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
