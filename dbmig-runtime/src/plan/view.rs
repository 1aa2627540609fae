//! Views and materialized views.

use super::graph::{Rank, Resource};
use super::noun::{Change, Noun, alter, alter_options};
use super::parts::parts;
use crate::catalog::{MaterializedView, Object, ObjectName, View, ViewColumn, with_output_names};
use crate::op::{Alteration, CreateIndex, DropIndex, IndexOperation, NewObject, Operation, SetComment};

impl Noun for View {
    const CREATE: Rank = Rank::CreateView;
    const DROP: Rank = Rank::DropView;

    fn object(&self) -> Object {
        Object::View(self.name.clone())
    }

    fn names(&self) -> Vec<Resource> {
        names(&self.name)
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    /// `CREATE OR REPLACE` may add columns behind those that are there, and change nothing about them
    /// ([CREATE VIEW](https://www.postgresql.org/docs/current/sql-createview.html)).
    fn change(&self, to: &Self) -> Change {
        let object = self.object();
        let Some(mut operations) = renamed_columns(&object, &self.columns, &to.columns) else {
            return Change::Again;
        };
        if renamed_query(&self.query, &self.columns, &to.columns) != to.query {
            operations.push(Operation::Replace(Box::new(to.new_object())));
        } else {
            operations.extend(alter_options(&object, &self.options, &to.options));
        }
        for (column, before) in with_before(&self.columns, &to.columns) {
            if before.and_then(|before| before.default.as_ref()) != column.default.as_ref() {
                let (column, default) = (column.name.clone(), column.default.clone());
                operations.push(alter(object.clone(), Alteration::ColumnDefault { column, default }));
            }
        }
        operations.extend(column_comments(&self.name, &self.columns, &to.columns));
        Change::InPlace(operations)
    }
}

impl Noun for MaterializedView {
    const CREATE: Rank = Rank::CreateView;
    const DROP: Rank = Rank::DropView;

    fn object(&self) -> Object {
        Object::MaterializedView(self.name.clone())
    }

    fn names(&self) -> Vec<Resource> {
        let indexes = self.indexes.iter().map(|index| Resource::Relation(self.name.sibling(&*index.name)));
        names(&self.name).into_iter().chain(indexes).collect()
    }

    fn new_object(&self) -> NewObject {
        self.clone().into()
    }

    fn comment(&self) -> Option<&String> {
        self.comment.as_ref()
    }

    fn change(&self, to: &Self) -> Change {
        let object = self.object();
        let renamed = renamed_columns(&object, &self.columns, &to.columns);
        let Some(mut operations) = renamed.filter(|_| {
            self.access_method == to.access_method
                && self.columns.len() == to.columns.len()
                && renamed_query(&self.query, &self.columns, &to.columns) == to.query
        }) else {
            return Change::Again;
        };
        operations.extend(alter_options(&object, &self.storage, &to.storage));
        if self.tablespace != to.tablespace {
            let tablespace = to.tablespace.clone().unwrap_or_else(|| "pg_default".to_owned());
            operations.push(alter(object.clone(), Alteration::Tablespace(tablespace)));
        }
        operations.extend(indexes(self, to));
        for (from, to) in self.columns.iter().zip(&to.columns) {
            if from.statistics != to.statistics {
                let (column, target) = (to.name.clone(), to.statistics);
                operations.push(alter(object.clone(), Alteration::ColumnStatistics { column, target }));
            }
        }
        if self.clustered_on != to.clustered_on {
            operations.push(alter(object.clone(), Alteration::ClusterOn(to.clustered_on.clone())));
        }
        operations.extend(column_comments(&self.name, &self.columns, &to.columns));
        Change::InPlace(operations)
    }
}

/// What gives the columns of a view that is there what `columns` say beyond names and types.
pub fn view_columns(object: &Object, columns: &[ViewColumn]) -> Vec<Operation> {
    let mut operations = Vec::new();
    for column in columns {
        let name = || column.name.clone();
        if let Some(default) = column.default.clone() {
            let alteration = Alteration::ColumnDefault { column: name(), default: Some(default) };
            operations.push(alter(object.clone(), alteration));
        }
        if let Some(target) = column.statistics {
            let alteration = Alteration::ColumnStatistics { column: name(), target: Some(target) };
            operations.push(alter(object.clone(), alteration));
        }
    }
    operations.extend(object.schema_name().into_iter().flat_map(|view| column_comments(view, &[], columns)));
    operations
}

/// What gives the columns their new names. `None` if `to` is no view that has the same columns and perhaps more behind
/// them, or if a name that is there is given to another column.
fn renamed_columns(object: &Object, from: &[ViewColumn], to: &[ViewColumn]) -> Option<Vec<Operation>> {
    let shape = |column: &ViewColumn| (column.data_type.clone(), column.collation.clone());
    let extends = from.len() <= to.len() && from.iter().zip(to).all(|(from, to)| shape(from) == shape(to));
    let has = |columns: &[ViewColumn], name: &str| columns.iter().any(|column| column.name == name);
    let renamed = || from.iter().zip(to).filter(|(from, to)| from.name != to.name);
    if !extends || renamed().any(|(old, new)| has(to, &old.name) || has(from, &new.name)) {
        return None;
    }
    let rename = |(old, new): (&ViewColumn, &ViewColumn)| Alteration::RenameColumn {
        from: old.name.clone(),
        to: new.name.clone(),
    };
    Some(renamed().map(|pair| alter(object.clone(), rename(pair))).collect())
}

/// The query of a view whose columns have got the names of `to`.
fn renamed_query(query: &str, from: &[ViewColumn], to: &[ViewColumn]) -> String {
    if from.iter().zip(to).all(|(from, to)| from.name == to.name) {
        return query.to_owned();
    }
    let names: Vec<&str> = to.iter().take(from.len()).map(|column| column.name.as_str()).collect();
    with_output_names(query, &names)
}

/// The columns after, each with what it was before.
fn with_before<'v>(
    from: &'v [ViewColumn],
    to: &'v [ViewColumn],
) -> impl Iterator<Item = (&'v ViewColumn, Option<&'v ViewColumn>)> {
    to.iter().enumerate().map(|(at, column)| (column, from.get(at)))
}

/// A view's own name, and that of its row type.
fn names(name: &ObjectName) -> Vec<Resource> {
    vec![Resource::Relation(name.clone()), Resource::Type(name.clone())]
}

fn indexes(from: &MaterializedView, to: &MaterializedView) -> Vec<Operation> {
    let parts = parts(&from.indexes, &to.indexes, |_| false);
    let view = &to.name;
    let mut operations = Vec::new();
    let mut push = |operation| operations.push(Operation::Index(operation));
    for index in parts.dropped {
        push(IndexOperation::Drop(DropIndex { name: view.sibling(&*index.name), concurrently: false }));
    }
    for index in parts.added {
        push(IndexOperation::Create(CreateIndex {
            table: view.clone(),
            index: index.clone(),
            concurrently: false,
            only: false,
        }));
    }
    for (from, to) in &parts.kept {
        if from.name != to.name {
            push(IndexOperation::Rename { from: view.sibling(&*from.name), to: to.name.clone() });
        }
    }
    for (_, to) in parts.kept.iter().filter(|(from, to)| from.comment != to.comment) {
        let target = Object::Index(view.sibling(&*to.name));
        operations.push(Operation::Comment(SetComment { target, comment: to.comment.clone() }));
    }
    operations
}

fn column_comments<'v>(
    view: &'v ObjectName,
    from: &'v [ViewColumn],
    to: &'v [ViewColumn],
) -> impl Iterator<Item = Operation> + 'v {
    with_before(from, to).filter_map(move |(column, before)| {
        let differs = before.and_then(|before| before.comment.as_ref()) != column.comment.as_ref();
        let target = Object::Column(view.clone(), column.name.clone());
        differs.then(|| Operation::Comment(SetComment { target, comment: column.comment.clone() }))
    })
}
