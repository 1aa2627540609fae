//! Views and materialized views.

use std::collections::BTreeMap;

use super::super::model::{Column, Grant, Type, View};
use super::super::{DeclaredSql, DeclaredView, ViewField};
use super::{Resolver, sorted};
use crate::catalog::{self, MaterializedView, Object, ObjectName, Statistics, TokenKind, ViewColumn, tokens};

/// What a declaration of a view comes to: two with the same are one.
#[derive(PartialEq)]
struct Built {
    view: Kind,
    fields: Vec<ViewField>,
    statistics: Vec<Statistics>,
    grants: Vec<Grant>,
    renamed_from: Option<String>,
}

#[derive(PartialEq)]
enum Kind {
    Plain(catalog::View),
    Materialized(MaterializedView),
}

impl<'a> Resolver<'a> {
    /// Adds every view, and the types of its columns. Returns the declarations that count.
    pub(super) fn add_views(&mut self) -> Vec<&'a View> {
        let mut seen: BTreeMap<ObjectName, (Built, &View)> = BTreeMap::new();
        let mut kept = Vec::new();
        for view in self.views {
            let built = self.build_view(view);
            let name = self.object_name(&view.table.name);
            match seen.get(&name) {
                Some((first, _)) if *first == built => {}
                Some((_, first)) => self.conflict(first.declarant(), view.declarant()),
                None => {
                    self.declare_view(&built, view);
                    seen.insert(name, (built, view));
                    kept.push(view);
                }
            }
        }
        kept
    }

    fn build_view(&mut self, view: &View) -> Built {
        let (table, name) = (&view.table, self.object_name(&view.table.name));
        let on = view.object(name.clone());
        let (query, comment) = (one_query(&view.query.sql).to_owned(), table.comment.clone());
        let built = if view.materialized {
            let mut indexes: Vec<catalog::Index> =
                table.indexes.iter().map(|index| table.index(index)).collect();
            indexes.sort_by(|a, b| a.name.cmp(&b.name));
            Kind::Materialized(MaterializedView {
                name,
                columns: Vec::new(),
                query,
                storage: sorted(&table.storage),
                access_method: table.access_method.clone(),
                tablespace: table.tablespace.clone(),
                populated: !view.with_no_data,
                indexes,
                clustered_on: table.clustered_on.clone(),
                comment,
            })
        } else {
            let options = sorted(&view.options);
            Kind::Plain(catalog::View { name, columns: Vec::new(), query, options, comment })
        };
        Built {
            view: built,
            fields: table.columns.iter().map(|column| self.field(column)).collect(),
            statistics: table.statistics.iter().map(|item| table.statistics(&on, item)).collect(),
            grants: table.grants.clone(),
            renamed_from: table.renamed_from.clone(),
        }
    }

    fn field(&mut self, column: &Column) -> ViewField {
        let data_type = self.data_type(&column.data_type);
        ViewField {
            field: column.field.clone(),
            column: ViewColumn {
                name: column.name.clone(),
                data_type,
                collation: None,
                default: column.default.clone(),
                statistics: column.statistics,
                comment: column.comment.clone(),
            },
            is_exact: matches!(column.data_type, Type::Given { .. }),
        }
    }

    fn declare_view(&mut self, built: &Built, view: &View) {
        let name = self.object_name(&view.table.name);
        let object = view.object(name.clone());
        let declared = &mut self.declared;
        declared.places.insert(name.clone(), view.table.place());
        for column in &view.table.columns {
            let place = view.table.place_at(column.line);
            declared.column_places.insert((name.clone(), column.name.clone()), place);
        }
        if let Some(old) = &built.renamed_from {
            let renames = &mut declared.renames;
            let views = if view.materialized { &mut renames.materialized_views } else { &mut renames.views };
            views.insert(name.clone(), name.sibling(old));
        }
        match &built.view {
            Kind::Plain(view) => drop(declared.catalog.views.insert(name.clone(), view.clone())),
            Kind::Materialized(view) => {
                declared.catalog.materialized_views.insert(name.clone(), view.clone());
            }
        }
        let (rust, fields) = (view.table.rust.clone(), built.fields.clone());
        let query = DeclaredSql { place: view.query_place(), sql: view.query.sql.clone() };
        declared.views.insert(name.clone(), DeclaredView { object: object.clone(), rust, query, fields });
        self.declare_statistics(&built.statistics, &view.declarant());
        built.grants.iter().for_each(|grant| self.grant(&object, &name, grant));
    }
}

impl View {
    fn object(&self, name: ObjectName) -> Object {
        if self.materialized { Object::MaterializedView(name) } else { Object::View(name) }
    }
}

/// A query without what may stand behind it: a semicolon, a comment.
fn one_query(text: &str) -> &str {
    let tokens = tokens(text);
    let behind = tokens.iter().rev().take_while(|token| token.kind == TokenKind::Space || token.text == ";");
    let length: usize = behind.map(|token| token.text.len()).sum();
    text.get(..text.len() - length).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::one_query;

    #[test]
    fn what_stands_behind_a_query_is_no_part_of_it() {
        for (text, query) in [
            ("SELECT ';'", "SELECT ';'"),
            ("-- all\nSELECT 1 -- one\n;\n/* ; */", "-- all\nSELECT 1"),
            ("SELECT 1; SELECT 2;", "SELECT 1; SELECT 2"),
        ] {
            assert_eq!(one_query(text), query);
        }
    }
}
