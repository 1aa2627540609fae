//! Changes as lines for people.

use std::collections::BTreeMap;
use std::fmt;

use super::{
    Altered, Changes, Definition, ListChanges, aggregate, collation, composite_type, domain, enum_type,
    event_trigger, extension, foreign_data, namespace, operator, policy, privilege, publication, range_type,
    routine, rule, sequence, statistics, table, text_search, trigger, type_cast, view,
};
use crate::catalog::{Object, ObjectName, quote_identifier};

/// One change in words: a lower-case fragment such as `add column users.title varchar(20)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether something comes, goes or changes.
    pub sign: Sign,
    /// The words.
    pub text: String,
    /// The table or other relation that the change is about, if it is about one.
    pub relation: Option<ObjectName>,
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`: an object is new.
    Add,
    /// `-`: an object goes.
    Drop,
    /// `~`: an object stays and becomes different.
    Change,
}

impl Sign {
    /// `+`, `-` or `~`.
    pub fn as_char(self) -> char {
        match self {
            Self::Add => '+',
            Self::Drop => '-',
            Self::Change => '~',
        }
    }
}

/// The words, without the sign.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

pub(super) fn lines(changes: &Changes) -> Vec<Line> {
    let mut report = Report { lines: Vec::new(), relation: None };
    namespace::summarize(changes, &mut report);
    extension::summarize(changes, &mut report);
    collation::summarize(changes, &mut report);
    enum_type::summarize(changes, &mut report);
    domain::summarize(changes, &mut report);
    composite_type::summarize(changes, &mut report);
    range_type::summarize(changes, &mut report);
    sequence::summarize(changes, &mut report);
    table::summarize(changes, &mut report);
    view::summarize(changes, &mut report);
    routine::summarize(changes, &mut report);
    aggregate::summarize(changes, &mut report);
    operator::summarize(changes, &mut report);
    type_cast::summarize(changes, &mut report);
    text_search::summarize(changes, &mut report);
    publication::summarize(changes, &mut report);
    foreign_data::summarize(changes, &mut report);
    event_trigger::summarize(changes, &mut report);
    trigger::summarize(changes, &mut report);
    rule::summarize(changes, &mut report);
    policy::summarize(changes, &mut report);
    statistics::summarize(changes, &mut report);
    privilege::summarize(changes, &mut report);
    by_relation(report.lines)
}

/// Lines about one relation stand together, where the first of them is.
fn by_relation(mut lines: Vec<Line>) -> Vec<Line> {
    let mut first = BTreeMap::new();
    for (at, relation) in lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.relation.clone()?)))
    {
        first.entry(relation).or_insert(at);
    }
    let mut at = 0..;
    lines.sort_by_cached_key(|line| {
        let own = at.next();
        line.relation.as_ref().map_or(own, |relation| first.get(relation).copied())
    });
    lines
}

/// The lines so far.
pub(super) struct Report {
    lines: Vec<Line>,
    relation: Option<ObjectName>,
}

impl Report {
    /// What the lines that follow are about, up to the next call.
    pub(super) fn about(&mut self, relation: Option<&ObjectName>) {
        self.relation = relation.cloned();
    }

    pub(super) fn add(&mut self, text: String) {
        self.push(Sign::Add, text);
    }

    pub(super) fn drop(&mut self, text: String) {
        self.push(Sign::Drop, text);
    }

    pub(super) fn change(&mut self, text: String) {
        self.push(Sign::Change, text);
    }

    pub(super) fn comment(&mut self, kind: &str, name: &str, from: Option<&str>, to: Option<&str>) {
        if from != to {
            let verb = if to.is_some() { "set" } else { "remove" };
            self.change(format!("{verb} comment of {kind} {name}"));
        }
    }

    /// Objects that come, go, or change; `words` says of a changed one what differs beside its comment, a line each,
    /// such as `change query of view v`.
    pub(super) fn objects<T>(
        &mut self,
        changes: &ListChanges<T>,
        object: impl Fn(&T) -> Object,
        comment: impl Fn(&T) -> Option<&str>,
        words: impl Fn(&T, &T) -> Vec<String>,
    ) {
        for dropped in &changes.dropped {
            let object = object(dropped);
            self.about(object.relation());
            self.drop(format!("drop {} {object}", object.kind()));
        }
        for added in &changes.added {
            let object = object(added);
            self.about(object.relation());
            self.add(format!("add {} {object}", object.kind()));
        }
        for Altered { from, to } in &changes.altered {
            let object = object(to);
            self.about(object.relation());
            words(from, to).into_iter().for_each(|line| self.change(line));
            self.comment(object.kind(), &object.to_string(), comment(from), comment(to));
        }
        self.about(None);
    }

    /// Constraints and indexes of one kind; `words` gives name, comment and definition of one.
    pub(super) fn definitions<'c, T: Definition>(
        &mut self,
        kind: &str,
        table: &ObjectName,
        changes: &'c ListChanges<T>,
        words: impl Fn(&'c T) -> (&'c String, Option<&'c str>, String),
    ) {
        for dropped in &changes.dropped {
            self.drop(format!("drop {kind} {} of {table}", quote_identifier(words(dropped).0)));
        }
        for added in &changes.added {
            let (name, _, definition) = words(added);
            self.add(format!("add {kind} {} on {table} {definition}", quote_identifier(name)));
        }
        for Altered { from, to } in &changes.altered {
            let ((old, before, old_definition), (new, after, definition)) = (words(from), words(to));
            let (old, new) = (quote_identifier(old), quote_identifier(new));
            if old != new {
                self.change(format!("rename {kind} {old} of {table} to {new}"));
            }
            if !from.same_definition(to) || old_definition != definition {
                self.change(format!("change {kind} {new} of {table} to {definition}"));
            } else if from.attached_to() != to.attached_to() {
                let index = to.attached_to().map(|index| quote_identifier(index)).unwrap_or_default();
                self.change(format!("attach {kind} {new} of {table} to {index}"));
            } else if old == new && before == after {
                self.change(format!("change whether {kind} {new} of {table} is validated"));
            }
            self.comment(kind, &format!("{new} of {table}"), before, after);
        }
    }

    fn push(&mut self, sign: Sign, text: String) {
        // An object's own text may hold line breaks; a line is one line.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.lines.push(Line { sign, text, relation: self.relation.clone() });
    }
}
