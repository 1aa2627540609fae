//! Reading TOML tables with a report of everything that does not fit.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigProblem;
use super::places;
use super::position::Position;
use crate::revision::similar;

/// Everything that was wrong so far, and the text that it is in.
pub(super) struct Report<'text> {
    pub(super) text: &'text str,
    pub(super) problems: Vec<ConfigProblem>,
}

/// A table with its path, which its keys are checked against.
pub(super) struct TableReader<'doc> {
    pub(super) path: String,
    pub(super) span: Range<usize>,
    table: &'doc DeTable<'doc>,
}

/// A value with its path.
pub(super) struct Found<'doc> {
    pub(super) path: String,
    value: &'doc Spanned<DeValue<'doc>>,
}

impl Report<'_> {
    pub(super) fn add(&mut self, path: &str, span: &Range<usize>, message: impl Into<String>) {
        let at = Position::in_text(self.text, span);
        let shown = places::shown(self.text, at).unwrap_or_default();
        self.problems.push(ConfigProblem { at, key: path.to_owned(), message: message.into(), shown });
    }
}

impl<'doc> TableReader<'doc> {
    pub(super) fn new(path: &str, span: Range<usize>, table: &'doc DeTable<'doc>) -> Self {
        Self { path: path.to_owned(), span, table }
    }

    /// Reports the keys that are not in `known`.
    pub(super) fn check_keys(&self, report: &mut Report<'_>, known: &[&str]) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let near = similar(name, known.iter().copied());
                let message = match near.first() {
                    Some(near) => format!("no such key: did you mean `{near}`?"),
                    None => format!("no such key: there are {}", known.join(", ")),
                };
                report.add(&self.child(name), &key.span(), message);
            }
        }
    }

    /// The tables in this one, in the order of the text.
    pub(super) fn tables(&self, report: &mut Report<'_>) -> Vec<(String, Range<usize>, TableReader<'doc>)> {
        let mut tables = Vec::new();
        for (key, value) in self.table {
            let name: &str = key.get_ref();
            let path = self.child(name);
            if let Some(table) = (Found { path: path.clone(), value }).table(report) {
                tables.push((name.to_owned(), key.span(), table));
            }
        }
        tables
    }

    pub(super) fn get(&self, name: &str) -> Option<Found<'doc>> {
        let (_, value) = self.table.iter().find(|(key, _)| key.get_ref() == name)?;
        Some(Found { path: self.child(name), value })
    }

    pub(super) fn table(&self, report: &mut Report<'_>, name: &str) -> Option<TableReader<'doc>> {
        self.get(name)?.table(report)
    }

    /// A string that is not empty.
    pub(super) fn string(&self, report: &mut Report<'_>, name: &str) -> Option<(String, Found<'doc>)> {
        let found = self.get(name)?;
        Some((found.string(report)?, found))
    }

    /// `true` or `false`.
    pub(super) fn bool(&self, report: &mut Report<'_>, name: &str) -> Option<bool> {
        let found = self.get(name)?;
        let value = found.value.get_ref().as_bool();
        if value.is_none() {
            found.wrong_type(report, "true or false");
        }
        value
    }

    /// A whole number in `range`.
    pub(super) fn number(
        &self,
        report: &mut Report<'_>,
        name: &str,
        range: RangeInclusive<usize>,
    ) -> Option<usize> {
        let found = self.get(name)?;
        let DeValue::Integer(value) = found.value.get_ref() else {
            found.wrong_type(report, "a whole number");
            return None;
        };
        let number = usize::from_str_radix(value.as_str(), value.radix()).ok();
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            found.problem(report, format!("expected a number from {} to {}", range.start(), range.end()));
        }
        number
    }

    /// A list of strings, none of them empty.
    pub(super) fn strings(&self, report: &mut Report<'_>, name: &str) -> Option<Vec<String>> {
        Some(self.placed_strings(report, name)?.into_iter().map(|(text, ..)| text).collect())
    }

    /// [`Self::strings`], each with its place and its path.
    pub(super) fn placed_strings(
        &self,
        report: &mut Report<'_>,
        name: &str,
    ) -> Option<Vec<(String, Position, String)>> {
        let found = self.get(name)?;
        let Some(entries) = found.entries() else {
            found.wrong_type(report, "a list of strings");
            return None;
        };
        let placed = entries.into_iter().filter_map(|entry| {
            let at = Position::in_text(report.text, &entry.value.span());
            Some((entry.string(report)?, at, entry.path))
        });
        Some(placed.collect())
    }

    fn child(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }
}

impl<'doc> Found<'doc> {
    /// Reports something about the value.
    pub(super) fn problem(&self, report: &mut Report<'_>, message: impl Into<String>) {
        report.add(&self.path, &self.value.span(), message);
    }

    fn table(self, report: &mut Report<'_>) -> Option<TableReader<'doc>> {
        match self.value.get_ref().as_table() {
            Some(table) => Some(TableReader { path: self.path, span: self.value.span(), table }),
            None => {
                self.wrong_type(report, "a table");
                None
            }
        }
    }

    /// The value itself.
    pub(super) fn value(&self) -> &'doc DeValue<'doc> {
        self.value.get_ref()
    }

    /// The values of a list.
    pub(super) fn entries(&self) -> Option<Vec<Found<'doc>>> {
        let entries = self.value.get_ref().as_array()?.iter().enumerate();
        Some(entries.map(|(index, value)| Found { path: format!("{}[{index}]", self.path), value }).collect())
    }

    pub(super) fn string(&self, report: &mut Report<'_>) -> Option<String> {
        match self.value.get_ref().as_str() {
            Some("") => {
                self.problem(report, "it is empty: give a value, or remove the key");
                None
            }
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong_type(report, "a string");
                None
            }
        }
    }

    pub(super) fn wrong_type(&self, report: &mut Report<'_>, wanted: &str) {
        let found = self.value.get_ref().type_str();
        self.problem(report, format!("expected {wanted}, found {found}"));
    }
}
