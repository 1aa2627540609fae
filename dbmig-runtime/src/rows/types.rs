//! Values of any type, those of the catalog among them.

use crate::catalog::{Catalog, CompositeType, DataType, Domain, ObjectName, quote_literal};

use super::builtin::{GUESSES, NUMBERS, WORDS, texts};
use super::data_type::{Spelling, element};
use super::hint::{Hints, without_doubles};
use super::value::Expression;

/// How deep types may hold types.
const DEEPEST: usize = 6;
/// How many values one column gets at most.
const MOST: usize = 90;

/// The types of a catalog.
#[derive(Clone, Debug)]
pub(super) struct Types<'a> {
    catalog: &'a Catalog,
}

impl<'a> Types<'a> {
    /// Those of `catalog`.
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        Self { catalog }
    }

    /// Values of `data_type`, the likely ones first: what `hints` say, then what the type has.
    pub(super) fn values(&self, data_type: &DataType, hints: &Hints) -> Vec<Expression> {
        self.of(data_type.as_sql(), hints, 0)
    }

    /// False for a domain that refuses nulls.
    pub(super) fn may_be_null(&self, data_type: &DataType) -> bool {
        let domain = find(self.catalog.domains.iter(), data_type.as_sql());
        domain.is_none_or(|domain| domain.nullable && self.may_be_null(&domain.data_type))
    }

    fn of(&self, sql: &str, hints: &Hints, depth: usize) -> Vec<Expression> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let mut values = match element(sql) {
            Some(element) => arrays(sql, &self.of(element, hints, depth + 1), hints),
            None => self.own(sql, hints, depth).unwrap_or_else(|| built_in(sql, hints)),
        };
        without_doubles(&mut values);
        values.truncate(MOST);
        values
    }

    /// Values of a type that the catalog has.
    fn own(&self, sql: &str, hints: &Hints, depth: usize) -> Option<Vec<Expression>> {
        let catalog = self.catalog;
        if let Some(labels) = find(catalog.enums.iter(), sql).map(|found| &found.labels) {
            return Some(labels.iter().map(|label| Expression::sure(literal(label, sql))).collect());
        }
        if let Some(domain) = find(catalog.domains.iter(), sql) {
            return Some(self.domain(sql, domain, hints, depth));
        }
        if let Some(composite) = find(catalog.composites.iter(), sql) {
            let types = attribute_types(composite);
            return Some(self.rows(sql, &types, depth));
        }
        if let Some(range) = find(catalog.ranges.iter(), sql) {
            return Some(ranges(sql, &self.of(range.subtype.as_sql(), hints, depth + 1)));
        }
        let of_range = catalog.ranges.values().find(|range| range.multirange.to_string() == sql);
        if let Some(range) = of_range {
            let range = range.name.to_string();
            let inside = self.of(&range, hints, depth + 1).into_iter();
            return Some(inside.map(|value| Expression::unsure(format!("{sql}({})", value.sql))).collect());
        }
        let table = find(catalog.tables.iter(), sql)?;
        let types: Vec<&DataType> = table.columns.iter().map(|column| &column.data_type).collect();
        Some(self.rows(sql, &types, depth))
    }

    fn domain(&self, sql: &str, domain: &Domain, hints: &Hints, depth: usize) -> Vec<Expression> {
        let mut own = Hints::default();
        domain.checks.iter().for_each(|check| own.add(&check.expression));
        own.extend(hints);
        let below = self.of(domain.data_type.as_sql(), &own, depth + 1).into_iter();
        // Its checks are looked at where a value becomes one of it.
        let sure = domain.checks.is_empty();
        below
            .map(|value| Expression { sure: value.sure && sure, ..value })
            .map(|value| value.cast(sql))
            .collect()
    }

    fn rows(&self, sql: &str, types: &[&DataType], depth: usize) -> Vec<Expression> {
        let attributes: Vec<Vec<Expression>> =
            types.iter().map(|data_type| self.of(data_type.as_sql(), &Hints::default(), depth + 1)).collect();
        let count = attributes.iter().map(Vec::len).max().unwrap_or(1).clamp(1, 12);
        let row = |index: usize| {
            let (mut parts, mut sure) = (Vec::new(), true);
            for values in &attributes {
                let value = values.get(index % values.len().max(1));
                sure &= value.is_some_and(|value| value.sure);
                parts.push(value.map_or("NULL", |value| &value.sql));
            }
            Expression { sql: format!("CAST(ROW({}) AS {sql})", parts.join(", ")), sure }
        };
        (0..count).map(row).collect()
    }
}

fn attribute_types(composite: &CompositeType) -> Vec<&DataType> {
    composite.attributes.iter().map(|attribute| &attribute.data_type).collect()
}

fn find<'c, T>(mut map: impl Iterator<Item = (&'c ObjectName, &'c T)>, sql: &str) -> Option<&'c T> {
    map.find(|(name, _)| name.to_string() == sql).map(|(_, found)| found)
}

fn literal(text: &str, sql: &str) -> String {
    format!("CAST({} AS {sql})", quote_literal(text))
}

/// Arrays of the lengths that hints speak of, of one and of two elements, and the empty one.
fn arrays(sql: &str, elements: &[Expression], hints: &Hints) -> Vec<Expression> {
    let array = |items: &[&Expression]| {
        let parts: Vec<&str> = items.iter().map(|item| item.sql.as_str()).collect();
        let sure = items.iter().all(|item| item.sure);
        Expression { sql: format!("CAST(ARRAY[{}] AS {sql})", parts.join(", ")), sure }
    };
    let mut values = Vec::new();
    for length in hints.lengths.iter().filter(|length| (1..=64).contains(*length)) {
        let start = elements.iter().cycle().take(if elements.is_empty() { 0 } else { *length });
        values.push(array(&start.collect::<Vec<_>>()));
    }
    values.extend(elements.iter().take(24).map(|element| array(&[element])));
    values.extend(elements.windows(2).take(6).map(|pair| array(&pair.iter().collect::<Vec<_>>())));
    let empty = Expression::sure(literal("{}", sql));
    values.insert(values.len().min(2), empty);
    values
}

/// Ranges between neighbours, which don't overlap.
fn ranges(sql: &str, bounds: &[Expression]) -> Vec<Expression> {
    let pairs = bounds.windows(2).filter_map(|pair| match pair {
        [low, high] => Some(Expression::unsure(format!("{sql}({}, {})", low.sql, high.sql))),
        _ => None,
    });
    pairs.chain([Expression::sure(literal("empty", sql))]).collect()
}

fn built_in(sql: &str, hints: &Hints) -> Vec<Expression> {
    let spelling = Spelling::of(sql);
    match spelling.name.as_str() {
        "smallint" | "integer" | "bigint" => numbers(sql, hints, NUMBERS, true),
        "real" | "double precision" => numbers(sql, hints, NUMBERS, true),
        "numeric" => {
            let mut list = NUMBERS.to_vec();
            list.extend(["0.5", "0.25", "0.1", "0.01", "0.001"]);
            numbers(sql, hints, &list, spelling.modifiers.is_empty())
        }
        "text" | "character varying" | "character" | "name" => words(sql, spelling.length(), hints),
        _ if spelling.short_name() == "citext" => words(sql, None, hints),
        _ => others(sql, &spelling, hints),
    }
}

fn numbers(sql: &str, hints: &Hints, list: &[&str], sure: bool) -> Vec<Expression> {
    let near = hints.numbers.iter().flat_map(|number| {
        let around = [format!("({number})"), format!("({number}) + 1"), format!("({number}) - 1")];
        around.map(|value| Expression::unsure(format!("CAST({value} AS {sql})")))
    });
    let list = list.iter().map(|number| Expression { sql: format!("CAST({number} AS {sql})"), sure });
    near.chain(list).collect()
}

/// What the conditions mention, texts of the lengths that they speak of, and words.
fn words(sql: &str, longest: Option<usize>, hints: &Hints) -> Vec<Expression> {
    let mut texts: Vec<String> = hints.samples.clone();
    texts.extend(hints.texts.iter().cloned());
    let around = |text: &String| ["a", "b", "c"].map(|letter| format!("{letter}{text}{letter}"));
    let mut long = Vec::new();
    for length in hints.lengths.iter().flat_map(|length| [*length, length + 1, length.saturating_sub(1)]) {
        long.extend(["a", "b", "c", "A", "1", "2", "3"].map(|letter| letter.repeat(length)));
    }
    let with_length = hints.samples.is_empty();
    if with_length {
        texts.extend(long.iter().cloned());
    }
    let words = WORDS.iter().map(|word| (*word).to_owned());
    let (plain, shaped): (Vec<_>, Vec<_>) = words.enumerate().partition(|(index, _)| *index < 7);
    texts.extend(plain.into_iter().map(|(_, word)| word));
    texts.extend(hints.texts.iter().filter(|text| text.len() < 20).flat_map(around));
    texts.extend(shaped.into_iter().map(|(_, word)| word));
    if !with_length {
        texts.extend(long);
    }
    if let Some(longest) = longest {
        texts.iter_mut().for_each(|text| *text = text.chars().take(longest).collect());
    }
    texts.retain(|text| !text.contains('\0'));
    without_doubles(&mut texts);
    texts.into_iter().map(|text| Expression::sure(literal(&text, sql))).collect()
}

/// A type with texts of its own; constants count where they can be read.
fn others(sql: &str, spelling: &Spelling, hints: &Hints) -> Vec<Expression> {
    let is_date = spelling.name == "date" || spelling.name.starts_with("timestamp");
    let mut values: Vec<Expression> = Vec::new();
    for text in &hints.texts {
        let value = literal(text, sql);
        if is_date {
            for shift in ["+", "-"] {
                let shifted = format!("CAST({value} {shift} interval '1 day' AS {sql})");
                values.push(Expression::unsure(shifted));
            }
        }
        values.insert(values.len().saturating_sub(if is_date { 2 } else { 0 }), Expression::unsure(value));
    }
    match spelling.short_name() {
        "json" | "jsonb" => values.extend(objects(sql, hints)),
        "bytea" => values.extend(bytes(hints)),
        "vector" | "halfvec" | "sparsevec" => values.extend(vectors(sql, spelling)),
        _ => {}
    }
    let known = texts(spelling);
    // A bit string of a fixed length is cut or filled where it is converted, the texts of an extension may be of another version.
    let sure = !known.is_empty() && !spelling.name.contains('.');
    let list = if known.is_empty() { GUESSES } else { known };
    values.extend(list.iter().map(|text| Expression { sql: literal(text, sql), sure }));
    values
}

/// Objects with all keys that the conditions mention.
fn objects(sql: &str, hints: &Hints) -> Vec<Expression> {
    let plain = |text: &&String| !text.is_empty() && !text.contains(['"', '\\', '$', '{', '[']);
    let keys: Vec<&String> = hints.texts.iter().filter(plain).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let object = |value: &str| {
        let pairs: Vec<String> = keys.iter().map(|key| format!("\"{key}\": {value}")).collect();
        Expression::unsure(literal(&format!("{{{}}}", pairs.join(", ")), sql))
    };
    ["\"a\"", "1", "{}", "[]", "true"].map(object).into()
}

fn bytes(hints: &Hints) -> impl Iterator<Item = Expression> {
    let of_length = |length: &usize| {
        ["01", "02", "03"].map(|byte| Expression::sure(format!("decode(repeat('{byte}', {length}), 'hex')")))
    };
    hints.lengths.iter().flat_map(of_length).collect::<Vec<_>>().into_iter()
}

fn vectors(sql: &str, spelling: &Spelling) -> Vec<Expression> {
    let length = spelling.length().unwrap_or(3);
    if spelling.short_name() == "sparsevec" {
        return (1..4)
            .map(|value| Expression::unsure(literal(&format!("{{1:{value}}}/{length}"), sql)))
            .collect();
    }
    let vector = |value: u8| {
        let parts = vec![value.to_string(); length];
        Expression::unsure(literal(&format!("[{}]", parts.join(",")), sql))
    };
    (1..4).map(vector).collect()
}
