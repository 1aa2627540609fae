//! The columns of a new row that get their values together.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Column, DataType, ForeignKey, Identity, Match, ObjectName, Table};

use super::ROWS;
use super::constraint::Constraints;
use super::hint::{Hints, without_doubles};
use super::types::Types;
use super::value::{Expression, Referenced, Value};

/// A column, or those of a foreign key, and what they may get.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// The columns.
    pub columns: Vec<String>,
    /// What they may get, one value for each of the columns, the likely ones first.
    pub values: Vec<Vec<Value>>,
}

/// Makes the slots of one table.
pub(super) struct Slots<'a> {
    /// The table.
    pub table: &'a Table,
    /// What its rows must satisfy.
    pub constraints: &'a Constraints,
    /// What values there are.
    pub types: &'a Types<'a>,
    /// Types that columns will have, whose values are taken before others.
    pub conversions: &'a BTreeMap<(ObjectName, String), DataType>,
}

impl Slots<'_> {
    /// All slots; a column that is in none is never named.
    pub(super) fn all(&self) -> Vec<Slot> {
        let (mut slots, mut assigned) = (Vec::new(), BTreeSet::new());
        for key in &self.constraints.foreign_keys {
            let free: Vec<(&String, &String)> = key
                .columns
                .iter()
                .zip(&key.referenced_columns)
                .filter(|(own, _)| !assigned.contains(*own) && self.is_writable(own))
                .collect();
            if !free.is_empty() {
                slots.push(self.of_foreign_key(key, &free));
                assigned.extend(free.into_iter().map(|(own, _)| own.clone()));
            }
        }
        let own = self.needed_values();
        let columns = self.table.columns.iter().filter(|column| !assigned.contains(&column.name));
        slots.extend(columns.filter_map(|column| self.of_column(column, own.contains(&column.name))));
        slots
    }

    fn is_writable(&self, column: &str) -> bool {
        self.table.column(column).is_some_and(|column| column.generated.is_none())
    }

    /// The columns whose values the row itself refers to, so that they must be known.
    fn needed_values(&self) -> BTreeSet<String> {
        let keys = self.constraints.foreign_keys.iter();
        let own = keys.filter(|key| key.references == self.table.name && !self.may_be_null(key));
        own.flat_map(|key| key.referenced_columns.iter().cloned()).collect()
    }

    fn may_be_null(&self, key: &ForeignKey) -> bool {
        key.columns.iter().any(|column| self.table.column(column).is_some_and(|column| column.nullable))
    }

    fn of_foreign_key(&self, key: &ForeignKey, free: &[(&String, &String)]) -> Slot {
        let pairs = key.columns.iter().zip(&key.referenced_columns);
        let is_given = |own: &String| !free.iter().any(|(other, _)| *other == own);
        let given: Vec<(String, String)> =
            pairs.filter(|(own, _)| is_given(own)).map(|(own, there)| (there.clone(), own.clone())).collect();
        let of_row = |place: usize| {
            let value = |(_, there): &(&String, &String)| {
                Value::Referenced(Referenced {
                    table: key.references.clone(),
                    column: (*there).clone(),
                    key: key.referenced_columns.clone(),
                    given: given.clone(),
                    place,
                })
            };
            free.iter().map(value).collect::<Vec<_>>()
        };
        let mut values: Vec<Vec<Value>> = (0..ROWS).map(of_row).collect();
        let is_own = key.references == self.table.name;
        let column = |name: &str| self.table.column(name);
        if free.iter().all(|(own, _)| column(own).is_some_and(|column| column.nullable)) {
            // The first row of a table that refers to itself has nothing to refer to.
            values.insert(usize::from(!is_own), free.iter().map(|_| Value::Null).collect());
        }
        if is_own {
            let same = free.iter().map(|(_, there)| Value::Same((*there).clone())).collect();
            let at = if self.may_be_null(key) { values.len() } else { 0 };
            values.insert(at, same);
        }
        if free.iter().any(|(own, _)| column(own).is_some_and(|column| column.default.is_some())) {
            values.push(free.iter().map(|_| Value::Default).collect());
        }
        values.extend(self.without_reference(key, free));
        Slot { columns: free.iter().map(|(own, _)| (*own).clone()).collect(), values }
    }

    /// Values that refer to nothing, since one of the columns is null and that is enough.
    fn without_reference(&self, key: &ForeignKey, free: &[(&String, &String)]) -> Vec<Vec<Value>> {
        let columns: Vec<&Column> = free.iter().filter_map(|(own, _)| self.table.column(own)).collect();
        let may_be_null = columns.iter().any(|column| column.nullable);
        if key.match_type == Match::Full || !may_be_null || columns.len() < 2 {
            return Vec::new();
        }
        // Of several columns the last one that can be is enough.
        let null = columns.iter().rposition(|column| column.nullable);
        let values: Vec<Vec<Expression>> = columns.iter().map(|column| self.expressions(column)).collect();
        let count = values.iter().map(Vec::len).max().unwrap_or_default();
        let row = |index: usize| {
            let value = |(place, values): (usize, &Vec<Expression>)| {
                let value = values.get(index % values.len().max(1)).filter(|_| Some(place) != null);
                value.cloned().map_or(Value::Null, Value::Sql)
            };
            values.iter().enumerate().map(value).collect()
        };
        (0..count).map(row).collect()
    }

    fn of_column(&self, column: &Column, needs_value: bool) -> Option<Slot> {
        let counts_on = |identity: &Identity| identity.options.max.is_none();
        if column.generated.is_some() || !needs_value && column.identity.as_ref().is_some_and(counts_on) {
            return None;
        }
        let counted = column.identity.iter().flat_map(|identity| counted(identity, &column.data_type));
        let mut values: Vec<Value> = counted.chain(self.expressions(column)).map(Value::Sql).collect();
        if column.nullable && self.types.may_be_null(&column.data_type) {
            values.insert(values.len().min(1), Value::Null);
        }
        let counts = column.default.as_ref().is_some_and(|default| default.contains("nextval("));
        // What a later type can't hold is likely the default.
        let is_kept = counts || self.conversion(column).is_none();
        if column.default.is_some() && is_kept && !needs_value {
            values.insert(if counts { 0 } else { values.len().min(2) }, Value::Default);
        }
        if values.is_empty() {
            values.push(Value::Default);
        }
        let values = values.into_iter().map(|value| vec![value]).collect();
        Some(Slot { columns: vec![column.name.clone()], values })
    }

    /// The type that the column gets later.
    fn conversion(&self, column: &Column) -> Option<&DataType> {
        self.conversions.get(&(self.table.name.clone(), column.name.clone()))
    }

    fn expressions(&self, column: &Column) -> Vec<Expression> {
        let none = Hints::default();
        let hints = self.constraints.hints.get(&column.name).unwrap_or(&none);
        let mut values = Vec::new();
        if let Some(later) = self.conversion(column) {
            let (now, then) = (column.data_type.as_sql(), later.as_sql());
            let of_then = self.types.values(later, hints).into_iter();
            values.extend(of_then.map(|value| Expression { sure: false, ..value.cast(then).cast(now) }));
        }
        // What the later type doesn't give need not fit it.
        if values.is_empty() {
            values = self.types.values(&column.data_type, hints);
        }
        without_doubles(&mut values);
        values
    }
}

/// What the sequence of an identity column would give: a short one has no number to spare for rows that are refused.
fn counted(identity: &Identity, data_type: &DataType) -> Vec<Expression> {
    let options = &identity.options;
    let step = options.increment.unwrap_or(1);
    let start = options.start.or(options.min).unwrap_or(1);
    let number = |place: i64| start.saturating_add(step.saturating_mul(place));
    (0..ROWS as i64)
        .map(|place| Expression::unsure(number(place).to_string()).cast(data_type.as_sql()))
        .collect()
}
