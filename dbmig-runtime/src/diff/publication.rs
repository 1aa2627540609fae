//! Publications with their tables and schemas.

use std::collections::BTreeMap;

use super::Changes;
use super::summary::Report;
use super::words::Words;
use crate::catalog::{Object, ObjectName, Publication, PublishedTable};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.publications,
        |publication| Object::Publication(publication.name.clone()),
        |publication| publication.comment.as_deref(),
        words,
    );
    report.objects(&changes.published_tables, |table| table.name.clone().into(), |_| None, table_words);
    report.objects(
        &changes.published_schemas,
        |schema| schema.name.clone().into(),
        |_| None,
        |_, _| Vec::new(),
    );
}

fn words(from: &Publication, to: &Publication) -> Vec<String> {
    let object = Object::Publication(to.name.clone());
    let properties = [
        ("whether all tables belong to", from.all_tables != to.all_tables),
        ("the kinds of change in", from.publish != to.publish),
        ("how partitions are named in", from.via_root != to.via_root),
        ("whether generated columns are in", from.generated_columns != to.generated_columns),
    ];
    let differing = properties.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(what, _)| format!("change {what} publication {object}")).collect()
}

fn table_words(from: &PublishedTable, to: &PublishedTable) -> Vec<String> {
    let object = Object::from(to.name.clone());
    let columns = (from.columns != to.columns).then(|| format!("change columns of published table {object}"));
    let filter = (from.filter != to.filter).then(|| format!("change rows of published table {object}"));
    columns.into_iter().chain(filter).collect()
}

/// `published` with its table called `table`, and the table's `columns` and any `types` by their new names.
pub(super) fn rename<'w>(
    published: &PublishedTable,
    table: ObjectName,
    columns: BTreeMap<&'w str, &'w str>,
    mut types: Words<'w>,
) -> PublishedTable {
    let mut renamed = published.clone();
    renamed.name.table = table;
    for name in renamed.columns.iter_mut().flatten() {
        if let Some(new) = columns.get(name.as_str()) {
            (*new).clone_into(name);
        }
    }
    renamed.columns.iter_mut().for_each(|names| names.sort());
    types.names.extend(columns);
    renamed.filter = renamed.filter.map(|filter| types.replace(&filter));
    renamed
}
