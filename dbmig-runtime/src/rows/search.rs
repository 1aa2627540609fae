//! The search for rows that PostgreSQL takes.
//!
//! What it refuses, it refuses for what some columns hold together: that combination isn't tried again, and the next row differs
//! from the last in these columns, as little as can be.

use std::collections::BTreeSet;

use super::table::TableFilling;
use super::value::Value;

/// How many rows are tried before a table counts as one that can't be filled.
const TRIES: usize = 300;
/// How many are tried for a further row.
const TRIES_FOR_MORE: usize = 40;
/// After so many, a further row is made like the last one.
const TRIES_APART: usize = 15;
/// How often a slot is settled, since each may unsettle another.
const SETTLED: usize = 3;
/// How many combinations of one size are looked at.
const COMBINATIONS: usize = 256;

/// Why PostgreSQL refused a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The constraint or unique index that it names.
    pub constraint: Option<String>,
    /// The column that it names.
    pub column: Option<String>,
    /// True if the row belongs to no partition, or to another one.
    pub is_misplaced: bool,
}

/// The search for rows of one table.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    filling: &'a TableFilling,
    /// The value of each slot.
    chosen: Vec<usize>,
    /// What this row was to be at first: others are looked for around it.
    base: Vec<usize>,
    /// Values of slots that don't go together, or don't go at all.
    refused: Vec<Vec<(usize, usize)>>,
    /// The last row that was taken.
    taken: Option<Vec<usize>>,
    row: usize,
    tries: usize,
    gave_up: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(filling: &'a TableFilling) -> Self {
        let chosen = vec![0; filling.slots.len()];
        Self {
            filling,
            base: chosen.clone(),
            chosen,
            refused: Vec::new(),
            taken: None,
            row: 0,
            tries: 0,
            gave_up: false,
        }
    }

    /// The expressions that only the server can say of whether they are values, with their places.
    pub fn unsure(&self) -> Vec<((usize, usize), &'a str)> {
        let mut unsure = Vec::new();
        for (place, slot) in self.filling.slots.iter().enumerate() {
            for (index, values) in slot.values.iter().enumerate() {
                let expressions = values.iter().filter_map(|value| match value {
                    Value::Sql(expression) if !expression.sure => Some(expression.sql.as_str()),
                    _ => None,
                });
                unsure.extend(expressions.map(|sql| ((place, index), sql)));
            }
        }
        unsure
    }

    /// Says that the expression at `place` is no value.
    pub fn rule_out(&mut self, place: (usize, usize)) {
        self.refused.push(vec![place]);
    }

    /// The next row to try, as an `INSERT`; nothing if there is none left.
    pub fn next_insert(&mut self) -> Option<String> {
        if self.tries == 0 {
            self.settle();
        }
        let most = if self.taken.is_none() { TRIES } else { TRIES_FOR_MORE };
        if self.gave_up || self.tries >= most {
            return None;
        }
        self.tries += 1;
        Some(self.filling.insert(&self.chosen))
    }

    /// The first columns for which every value was refused by itself.
    pub fn hopeless(&self) -> Option<&'a [String]> {
        let mut slots = self.filling.slots.iter().enumerate();
        slots.find(|(place, _)| self.free(*place).is_empty()).map(|(_, slot)| slot.columns.as_slice())
    }

    /// The row was taken; the next one is another, where that is possible.
    pub fn accept(&mut self) {
        self.taken = Some(self.chosen.clone());
        (self.row, self.tries) = (self.row + 1, 0);
        let row = self.row;
        self.chosen = (0..self.chosen.len())
            .map(|slot| {
                let free = self.free(slot);
                free.get(row % free.len().max(1)).copied().unwrap_or_default()
            })
            .collect();
        self.base = self.chosen.clone();
    }

    /// The row was refused.
    pub fn refuse(&mut self, refusal: &Refusal) {
        let about = self.about(refusal);
        let combination = about.iter().filter_map(|slot| Some((*slot, *self.chosen.get(*slot)?))).collect();
        self.refused.push(combination);
        if self.tries == TRIES_APART
            && let Some(taken) = self.taken.clone()
        {
            (self.base, self.chosen) = (taken.clone(), taken);
            let distinct = self.slots_of(&self.filling.constraints.distinct);
            let about = if distinct.is_empty() { about } else { distinct };
            return self.vary(about);
        }
        self.vary(about);
    }

    /// The slots that a refusal is about; all of them where it doesn't say.
    fn about(&self, refusal: &Refusal) -> BTreeSet<usize> {
        let constraints = &self.filling.constraints;
        let of_constraint = refusal.constraint.as_ref().and_then(|name| constraints.columns.get(name));
        let mut slots = match (of_constraint, &refusal.column) {
            (Some(columns), _) => self.slots_of(columns),
            (None, Some(column)) => self.slots_of(&BTreeSet::from([column.clone()])),
            (None, None) if refusal.is_misplaced => self.slots_of(&constraints.partition_key),
            (None, None) => BTreeSet::new(),
        };
        if slots.is_empty() {
            slots.extend(0..self.chosen.len());
        }
        slots
    }

    fn slots_of(&self, columns: &BTreeSet<String>) -> BTreeSet<usize> {
        let slots = self.filling.slots.iter().enumerate();
        let about = slots.filter(|(_, slot)| slot.columns.iter().any(|column| columns.contains(column)));
        about.map(|(place, _)| place).collect()
    }

    /// Makes the row one that nothing known speaks against.
    fn settle(&mut self) {
        for _ in 0..SETTLED * (1 + self.filling.slots.len()) {
            let broken = self.refused.iter().find(|combination| matches(&self.chosen, combination));
            let Some(broken) = broken else { return };
            self.vary(broken.iter().map(|(slot, _)| *slot).collect());
        }
    }

    /// The next row that differs in these slots, and in what is tied to them if it must.
    fn vary(&mut self, about: BTreeSet<usize>) {
        if self.vary_within(&about) {
            return;
        }
        let tied = self
            .refused
            .iter()
            .filter(|combination| combination.iter().any(|(slot, _)| about.contains(slot)));
        let wider: BTreeSet<usize> =
            tied.flatten().map(|(slot, _)| *slot).chain(about.iter().copied()).collect();
        self.gave_up = wider.len() == about.len() || !self.vary_within(&wider);
    }

    fn vary_within(&mut self, about: &BTreeSet<usize>) -> bool {
        let slots: Vec<(usize, Vec<usize>)> = about.iter().map(|slot| (*slot, self.free(*slot))).collect();
        if slots.iter().any(|(_, free)| free.is_empty()) {
            return false;
        }
        let longest = slots.iter().map(|(_, free)| free.len()).max().unwrap_or_default();
        let starts: Vec<usize> = slots
            .iter()
            .map(|(slot, free)| {
                let base = self.base.get(*slot);
                free.iter().position(|value| Some(value) >= base).unwrap_or_default()
            })
            .collect();
        let touching =
            |combination: &&Vec<(usize, usize)>| combination.iter().any(|(slot, _)| about.contains(slot));
        let refused: Vec<&Vec<(usize, usize)>> = self.refused.iter().filter(touching).collect();
        for steps in steps(slots.len(), longest) {
            let mut row = self.chosen.clone();
            for (((slot, free), start), step) in slots.iter().zip(&starts).zip(&steps) {
                let value = free.get((start + step) % free.len().max(1)).copied();
                if let (Some(place), Some(value)) = (row.get_mut(*slot), value) {
                    *place = value;
                }
            }
            if !refused.iter().any(|combination| matches(&row, combination)) {
                self.chosen = row;
                return true;
            }
        }
        false
    }

    /// The values of a slot that are not refused by themselves.
    fn free(&self, slot: usize) -> Vec<usize> {
        let refused = |value: &usize| self.refused.iter().any(|one| one.as_slice() == [(slot, *value)]);
        let count = self.filling.slots.get(slot).map_or(0, |slot| slot.values.len());
        (0..count).filter(|value| !refused(value)).collect()
    }
}

fn matches(row: &[usize], combination: &[(usize, usize)]) -> bool {
    combination.iter().all(|(slot, value)| row.get(*slot) == Some(value))
}

/// How far each of `count` slots goes from where it is, small changes first: one slot, all, all but one, then any mixture.
fn steps(count: usize, longest: usize) -> impl Iterator<Item = Vec<usize>> {
    let sizes = 1..longest.max(2);
    std::iter::once(vec![0; count]).chain(sizes.flat_map(move |size| {
        let only = move |one: usize, inside: usize, outside: usize| -> Vec<usize> {
            (0..count).map(|slot| if slot == one { inside } else { outside }).collect()
        };
        // The last slot first: it is the one that depends on the others.
        let one = (0..count).rev().map(move |slot| only(slot, size, 0));
        let all_but = (0..count).rev().map(move |slot| only(slot, 0, size));
        let mixtures = (0..COMBINATIONS).map(move |number| digits(number, size + 1, count));
        one.chain([vec![size; count]]).chain(all_but).chain(mixtures)
    }))
}

fn digits(mut number: usize, base: usize, count: usize) -> Vec<usize> {
    let mut digits = Vec::with_capacity(count);
    for _ in 0..count {
        digits.push(number % base);
        number /= base;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Check, Column, DataType, PrimaryKey, Table};
    use crate::rows::Filling;

    fn filling(change: impl FnOnce(&mut Table)) -> TableFilling {
        let mut table = Table::new("t");
        for name in ["a", "b"] {
            table.columns.push(Column::new(name, DataType::new("integer")));
        }
        change(&mut table);
        let name = table.name.clone();
        let catalog = Catalog { tables: [(name.clone(), table)].into(), ..Catalog::default() };
        Filling::plan(&catalog, [&name]).tables.remove(0)
    }

    fn of(column: &str) -> Refusal {
        Refusal { column: Some(column.to_owned()), ..Refusal::default() }
    }

    #[test]
    fn rows_differ() {
        let filling = filling(|_| {});
        let mut search = filling.search();
        let mut rows = Vec::new();
        for _ in 0..3 {
            rows.push(search.next_insert().unwrap());
            search.accept();
        }
        assert_eq!(
            rows,
            [
                "INSERT INTO t (a, b) VALUES (CAST(1 AS integer), CAST(1 AS integer))",
                "INSERT INTO t (a, b) VALUES (NULL, NULL)",
                "INSERT INTO t (a, b) VALUES (CAST(2 AS integer), CAST(2 AS integer))",
            ]
        );
    }

    #[test]
    fn what_a_column_refuses_is_not_tried_again() {
        let filling = filling(|_| {});
        let mut search = filling.search();
        search.next_insert();
        search.refuse(&of("b"));
        assert_eq!(search.next_insert().unwrap(), "INSERT INTO t (a, b) VALUES (CAST(1 AS integer), NULL)");
        search.refuse(&of("b"));
        assert!(search.next_insert().unwrap().ends_with("(CAST(1 AS integer), CAST(2 AS integer))"));
        search.accept();
        search.accept();
        assert!(!search.next_insert().unwrap().contains(", NULL"));
    }

    #[test]
    fn a_constraint_of_two_columns_varies_both() {
        let filling = filling(|table| {
            table.columns.iter_mut().for_each(|column| column.nullable = false);
            table.primary_key = Some(PrimaryKey::new("key", vec!["a".into()]));
            table.checks.push(Check::new("order", "a < b"));
        });
        let mut search = filling.search();
        let mut tried = BTreeSet::new();
        while let Some(sql) = search.next_insert() {
            assert!(tried.insert(sql), "nothing is tried twice");
            search.refuse(&Refusal { constraint: Some("order".to_owned()), ..Refusal::default() });
        }
        assert!(tried.len() > 100, "{}", tried.len());
    }

    #[test]
    fn a_table_without_a_way_is_given_up() {
        let filling = filling(|_| {});
        let mut search = filling.search();
        let mut tries = 0;
        while search.next_insert().is_some() {
            search.refuse(&of("a"));
            tries += 1;
        }
        assert!(tries < 20, "{tries}");
        assert_eq!(search.hopeless().unwrap(), ["a"]);
    }
}
