//! Views and materialized views.

use std::collections::BTreeMap;

use super::summary::Report;
use super::{Changes, ListChanges, index, list};
use crate::catalog::{MaterializedView, Object, ObjectName, View, ViewColumn};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for (new, old) in &changes.renames.views {
        report.change(format!("rename view {old} to {new}"));
    }
    for (new, old) in &changes.renames.materialized_views {
        report.change(format!("rename materialized view {old} to {new}"));
    }
    report.objects(
        &changes.views,
        |view| Object::View(view.name.clone()),
        |view| view.comment.as_deref(),
        words,
    );
    report.objects(
        &changes.materialized_views,
        |view| Object::MaterializedView(view.name.clone()),
        |view| view.comment.as_deref(),
        materialized_words,
    );
}

fn words(from: &View, to: &View) -> Vec<String> {
    let name = &to.name;
    let mut words = Vec::new();
    if from.query != to.query {
        words.push(format!("change query of view {name}"));
    }
    if from.options != to.options {
        words.push(format!("change options of view {name} to ({})", to.options.join(", ")));
    }
    words.extend(column_words("view", &name.to_string(), &from.columns, &to.columns));
    words
}

/// Whether a view that stays has rows is no difference, as the rows of a table are none.
pub(super) fn compare_materialized(
    from: &BTreeMap<ObjectName, MaterializedView>,
    to: &BTreeMap<ObjectName, MaterializedView>,
) -> ListChanges<MaterializedView> {
    list::compare(from.values(), to.values(), |from, to| {
        let filled = MaterializedView { populated: to.populated, ..from.clone() };
        list::altered(&filled, to)
    })
}

fn materialized_words(from: &MaterializedView, to: &MaterializedView) -> Vec<String> {
    let name = &to.name;
    let mut words = Vec::new();
    let mut property = |what: &str, differs: bool| {
        if differs {
            words.push(format!("change {what} of materialized view {name}"));
        }
    };
    property("query", from.query != to.query);
    property("storage parameters", from.storage != to.storage);
    property("access method", from.access_method != to.access_method);
    property("tablespace", from.tablespace != to.tablespace);
    property("clustered index", from.clustered_on != to.clustered_on);
    let ListChanges { dropped, added, altered } = index::compare(&from.indexes, &to.indexes);
    words
        .extend(dropped.iter().map(|index| format!("drop index {} of materialized view {name}", index.name)));
    words.extend(added.iter().map(|index| format!("add index {} on materialized view {name}", index.name)));
    words.extend(
        altered.iter().map(|change| format!("change index {} of materialized view {name}", change.to.name)),
    );
    words.extend(column_words("materialized view", &name.to_string(), &from.columns, &to.columns));
    words
}

/// What differs in columns beyond their query: that they come and go is the query's difference.
fn column_words(kind: &str, view: &str, from: &[ViewColumn], to: &[ViewColumn]) -> Vec<String> {
    let mut words = Vec::new();
    for (from, to) in from.iter().zip(to).filter(|(from, to)| from.name != to.name) {
        words.push(format!("rename column {} of {kind} {view} to {}", from.name, to.name));
    }
    for change in list::compare(from, to, list::altered).altered {
        let (from, to) = (change.from, change.to);
        let mut property = |what: &str, differs: bool| {
            if differs {
                words.push(format!("change {what} of column {} of {kind} {view}", to.name));
            }
        };
        property("type", from.data_type != to.data_type || from.collation != to.collation);
        property("default", from.default != to.default);
        property("statistics target", from.statistics != to.statistics);
        property("comment", from.comment != to.comment);
    }
    words
}
