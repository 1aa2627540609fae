//! Constraints that a table gets later, put on it as far as they can be.

use std::collections::BTreeSet;

use crate::catalog::{
    Catalog, Check, DataType, ForeignKey, Index, KeyPart, Table, Token, Unique, identifiers,
    quote_identifier, tokens,
};

/// The beginning of the names of constraints that are there only while tables are filled.
pub(super) const PREFIX: &str = "dbmig_later_";

/// A table as it is later.
pub(super) struct Later<'a> {
    /// What there is before.
    pub before: &'a Catalog,
    /// The table later.
    pub after: &'a Table,
    /// What there is later.
    pub after_catalog: &'a Catalog,
}

/// What a table has before of a later constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// All of its columns.
    All,
    /// Some of its columns: which rows satisfy it depends on what the new ones get.
    Part,
    /// None: it is the same for all rows that are there.
    Nothing,
}

impl Later<'_> {
    /// Adds the constraints to `table`; returns the names of those of which nothing can be said before.
    pub(super) fn add_to(&self, table: &mut Table) -> Vec<String> {
        let mut unjudged = Vec::new();
        self.add_checks(table, &mut unjudged);
        self.add_uniques(table, &mut unjudged);
        self.add_indexes(table, &mut unjudged);
        self.add_exclusions(table, &mut unjudged);
        self.add_foreign_keys(table, &mut unjudged);
        table.sort();
        unjudged
    }

    /// What `table` has of the columns that `names` mention.
    fn known(&self, table: &Table, names: &BTreeSet<String>) -> Known {
        let mentioned = self.after.columns.iter().filter(|column| names.contains(&column.name));
        let (old, new): (Vec<_>, Vec<_>) = mentioned.partition(|column| table.column(&column.name).is_some());
        match (old.is_empty(), new.is_empty()) {
            (_, true) => Known::All,
            (true, false) => Known::Nothing,
            (false, false) => Known::Part,
        }
    }

    fn add_checks(&self, table: &mut Table, unjudged: &mut Vec<String>) {
        let mut added = Vec::new();
        let new = self.after.checks.iter().filter(|check| is_new(check, &table.checks));
        for (number, check) in new.enumerate() {
            match self.known(table, &identifiers(&check.expression)) {
                Known::All => {
                    let expression = self.converted(table, &check.expression);
                    added.push(Check { expression, ..renamed(check.clone(), number) });
                }
                Known::Part => unjudged.push(check.name.clone()),
                Known::Nothing => {}
            }
        }
        added.extend(self.casts(table).into_iter().chain(self.bound(table)));
        table.checks.extend(added);
    }

    /// The columns that get another type, with that.
    fn conversions(&self, table: &Table) -> Vec<(String, &DataType)> {
        let later = self.after.columns.iter().filter(|later| {
            table.column(&later.name).is_some_and(|column| column.data_type != later.data_type)
        });
        later.map(|later| (later.name.clone(), &later.data_type)).collect()
    }

    /// A later condition on the columns as they are: each is read as what it becomes.
    fn converted(&self, table: &Table, expression: &str) -> String {
        let conversions = self.conversions(table);
        let text = |token: &Token<'_>| {
            let name = token.identifier()?;
            let (_, data_type) = conversions.iter().find(|(column, _)| *column == name)?;
            Some(format!("(({}::text)::{data_type})", token.text))
        };
        tokens(expression).iter().map(|token| text(token).unwrap_or_else(|| token.text.to_owned())).collect()
    }

    /// A value that can't be read as what its column becomes, is refused at once.
    fn casts(&self, table: &Table) -> Vec<Check> {
        let conversions = self.conversions(table).into_iter().enumerate();
        let check = |(number, (column, data_type)): (usize, (String, &DataType))| {
            let name = quote_identifier(&column);
            let expression = format!("{name} IS NULL OR (({name}::text)::{data_type}) IS NOT NULL");
            Check::new(later_name(number, &format!("cast_{column}")), expression)
        };
        conversions.map(check).collect()
    }

    /// What the rows of a table must have in common that is a partition later: by a key of one column.
    fn bound(&self, table: &Table) -> Option<Check> {
        let of = self.after.partition_of.as_ref().filter(|of| table.partition_of.as_ref() != Some(of))?;
        let parent = self.after_catalog.tables.get(&of.parent)?;
        let (method, key) = parent.partition_by.as_deref()?.split_once(" (")?;
        let key = key.strip_suffix(')').filter(|key| !key.contains(','))?;
        let expression = match method {
            "LIST" => format!("({key} {}) IS TRUE", of.bound.strip_prefix("FOR VALUES ")?),
            "RANGE" => {
                let (from, to) = of.bound.strip_prefix("FOR VALUES FROM ")?.split_once(" TO ")?;
                let side = |sign: &str, bound: &str| {
                    let is_open = matches!(bound, "(MINVALUE)" | "(MAXVALUE)");
                    if is_open { "true".to_owned() } else { format!("{key} {sign} {bound}") }
                };
                format!("{key} IS NOT NULL AND {} AND {}", side(">=", from), side("<", to))
            }
            _ => return None,
        };
        Some(Check::new(later_name(0, "partition_bound"), expression))
    }

    /// True if a key of the columns `names` can be on `table`.
    fn takes(&self, table: &Table, name: &str, names: &BTreeSet<String>, unjudged: &mut Vec<String>) -> bool {
        // The partitions have the parts of its keys, and the rows.
        if table.partition_by.is_some() {
            return false;
        }
        let known = self.known(table, names);
        if known == Known::Part {
            unjudged.push(name.to_owned());
        }
        known == Known::All
    }

    fn add_uniques(&self, table: &mut Table, unjudged: &mut Vec<String>) {
        let own: Vec<Vec<String>> = table
            .primary_key
            .iter()
            .map(|key| key.columns.clone())
            .chain(table.uniques.iter().map(|unique| unique.columns.clone()))
            .collect();
        let later = self.after.primary_key.iter().cloned().map(Unique::from);
        for (number, mut key) in later.chain(self.after.uniques.iter().cloned()).enumerate() {
            let names = key.columns.iter().chain(&key.include).cloned().collect();
            let is_known = own.contains(&key.columns) && !key.nulls_not_distinct;
            if !is_known && self.takes(table, &key.name, &names, unjudged) {
                (key.name, key.comment, key.index_comment) = (later_name(number, &key.name), None, None);
                key.attached_to = None;
                table.uniques.push(key);
            }
        }
    }

    fn add_indexes(&self, table: &mut Table, unjudged: &mut Vec<String>) {
        let later = self.after.indexes.iter().filter(|index| index.unique).cloned();
        for (number, mut index) in later.enumerate() {
            let same = |other: &Index| other.keys == index.keys && other.predicate == index.predicate;
            let is_known = table.indexes.iter().any(|other| other.unique && same(other));
            let mut names: BTreeSet<String> = index.include.iter().cloned().collect();
            names.extend(index.keys.iter().flat_map(|key| names_of(&key.part)));
            names.extend(index.predicate.iter().flat_map(|predicate| identifiers(predicate)));
            if !is_known && self.takes(table, &index.name, &names, unjudged) {
                (index.name, index.comment, index.attached_to) =
                    (later_name(number, &index.name), None, None);
                table.indexes.push(index);
            }
        }
    }

    fn add_exclusions(&self, table: &mut Table, unjudged: &mut Vec<String>) {
        for (number, mut exclusion) in self.after.exclusions.iter().cloned().enumerate() {
            let is_known = table.exclusions.iter().any(|other| other.elements == exclusion.elements);
            let names = exclusion.elements.iter().flat_map(|element| names_of(&element.key.part)).collect();
            if !is_known && self.takes(table, &exclusion.name, &names, unjudged) {
                (exclusion.name, exclusion.comment, exclusion.index_comment) =
                    (later_name(number, &exclusion.name), None, None);
                exclusion.attached_to = None;
                table.exclusions.push(exclusion);
            }
        }
    }

    fn add_foreign_keys(&self, table: &mut Table, unjudged: &mut Vec<String>) {
        for (number, key) in self.after.foreign_keys.iter().enumerate() {
            let same =
                |other: &ForeignKey| other.columns == key.columns && other.references == key.references;
            if table.foreign_keys.iter().any(same) || key.not_valid || key.not_enforced {
                continue;
            }
            let known = self.known(table, &key.columns.iter().cloned().collect());
            let name = later_name(number, &key.name);
            match (self.is_there(key), known) {
                (true, Known::All) => {
                    table.foreign_keys.push(ForeignKey { name, comment: None, ..key.clone() });
                }
                (true, _) => unjudged.push(key.name.clone()),
                (false, _) => table.checks.extend(no_reference(table, key, name)),
            }
        }
    }

    /// True if rows before can refer to what `key` does.
    fn is_there(&self, key: &ForeignKey) -> bool {
        let there = self.before.tables.get(&key.references);
        there.is_some_and(|there| key.referenced_columns.iter().all(|column| there.column(column).is_some()))
    }
}

/// To a table that is yet to come, and empty then, rows can't refer.
fn no_reference(table: &Table, key: &ForeignKey, name: String) -> Option<Check> {
    let mut columns = key.columns.iter().filter_map(|column| table.column(column));
    let column = columns.find(|column| column.nullable)?;
    Some(Check::new(name, format!("{} IS NULL", quote_identifier(&column.name))))
}

pub(super) fn is_new(check: &Check, checks: &[Check]) -> bool {
    !check.not_enforced
        && !check.not_valid
        && !checks.iter().any(|other| other.expression == check.expression)
}

pub(super) fn renamed(check: Check, number: usize) -> Check {
    Check { name: later_name(number, &check.name), comment: None, ..check }
}

fn later_name(number: usize, of: &str) -> String {
    let short: String = of.chars().filter(char::is_ascii).take(40).collect();
    format!("{PREFIX}{number}_{short}")
}

fn names_of(part: &KeyPart) -> BTreeSet<String> {
    match part {
        KeyPart::Column(name) => BTreeSet::from([name.clone()]),
        KeyPart::Expression(expression) => identifiers(expression),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Column;

    fn table(columns: &[&str]) -> Table {
        let column = |name: &&str| Column::new(*name, DataType::new("integer"));
        Table { columns: columns.iter().map(column).collect(), ..Table::new("t") }
    }

    #[test]
    fn what_can_be_said_before() {
        let mut after = table(&["a", "b"]);
        for (name, condition) in [("old", "a > 1"), ("both", "a < b"), ("new", "b > 1")] {
            after.checks.push(Check::new(name, condition));
        }
        after.uniques.push(Unique::new("key", vec!["a".into()]));
        after.foreign_keys.push(ForeignKey::new("fk", vec!["a".into()], "to_come", vec!["id".into()]));
        let mut before = table(&["a"]);
        let unjudged =
            Later { before: &Catalog::default(), after: &after, after_catalog: &Catalog::default() }
                .add_to(&mut before);
        assert_eq!(unjudged, ["both"]);
        let checks: Vec<&str> = before.checks.iter().map(|check| check.expression.as_str()).collect();
        assert_eq!(checks, ["a IS NULL", "a > 1"]);
        assert_eq!((before.uniques.len(), before.foreign_keys.len()), (1, 0));
    }
}
