//! Columns of the row type of a table or view, which PostgreSQL changes under no rows: they hold JSON meanwhile.

use std::collections::BTreeSet;

use super::column::{add_step, drop_step};
use super::comment;
use super::graph::{Graph, Rank, Resource, Step};
use super::kept_table::KeptTable;
use super::recast;
use super::scope::{Scope, meanwhile};
use crate::catalog::{Column, Object, ObjectName, quote_identifier};
use crate::op::{AlterColumn, ColumnAction, ColumnOperation, Operation};

impl<'a> Scope<'a> {
    /// Finds the columns that hold rows of a table or view that changes; true if one of them is news.
    pub(super) fn find_aside(&mut self) -> bool {
        self.find_views();
        let kept = self.kept.values().filter(|table| self.rewrites(table)).map(|table| table.to.object());
        let relation = |object: &&Object| {
            matches!(object, Object::Table(_) | Object::View(_) | Object::MaterializedView(_))
        };
        let roots: Vec<Object> = kept.chain(self.disturbed.all_again().filter(relation).cloned()).collect();
        let mut news = false;
        for root in roots {
            for (table, column) in self.columns_of_rows(&root) {
                let Some(kept) = self.kept.get_mut(&table) else { continue };
                if let Some(column) = kept.to.column(&column).filter(|_| kept.from.column(&column).is_some())
                {
                    kept.replaced.insert(&column.name);
                    news |= kept.aside.entry(&column.name).or_default().insert(root.clone());
                }
            }
        }
        news
    }

    /// Views have the types of their columns from tables, which may be others after: no dependency says so.
    fn find_views(&mut self) {
        let types: Vec<&ObjectName> = self.rebuilt.keys().filter_map(Object::schema_name).collect();
        let both = self.changes.to.views.keys();
        let views = both.filter_map(|name| self.changes.renamed.views.get(name)).filter(|view| {
            view.columns.iter().any(|column| types.iter().any(|name| column.data_type.is_of(name)))
        });
        let views: Vec<Object> = views.map(|view| Object::View(view.name.clone())).collect();
        for view in views {
            self.disturbed.add(view, super::again::Disturbance::Again);
        }
    }

    /// True if a table changes in a way that PostgreSQL doesn't make in rows elsewhere.
    fn rewrites(&self, table: &KeptTable<'_>) -> bool {
        let domain = |column: &Column| {
            let mut domains = self.changes.to.domains.keys();
            domains.any(|name| column.data_type.is_of(name))
        };
        let new = table.to.columns.iter().filter(|column| table.from.column(&column.name).is_none());
        let own = |name: &&&str| !table.aside.contains_key(**name);
        table.retyped.iter().chain(&table.replaced).any(|name| own(&name))
            || new.into_iter().any(|column| {
                column.default.is_some()
                    || column.generated.is_some()
                    || column.identity.is_some()
                    || domain(column)
            })
    }

    /// The columns of tables that hold rows of a relation, inside of other types, too.
    fn columns_of_rows(&self, root: &Object) -> BTreeSet<(ObjectName, String)> {
        let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut todo = vec![root.clone()];
        while let Some(object) = todo.pop() {
            for dependent in self.dependents.get(&object).into_iter().flatten() {
                let outer = match dependent {
                    Object::Column(owner, column) if self.changes.renamed.tables.contains_key(owner) => {
                        found.insert((owner.clone(), column.clone()));
                        continue;
                    }
                    Object::Column(owner, _) => Object::Type(owner.clone()),
                    Object::Type(_) | Object::Domain(_) => (*dependent).clone(),
                    _ => continue,
                };
                if seen.insert(outer.clone()) {
                    todo.push(outer);
                }
            }
        }
        found
    }
}

/// The column becomes JSON, and what it should be once the relation is what it should be.
pub(super) fn plan(
    scope: &Scope<'_>,
    table: &KeptTable<'_>,
    (from, to, name): (&Column, &Column, &str),
    roots: &BTreeSet<Object>,
    graph: &mut Graph,
) {
    let set = |column: &str, actions| {
        let operation = AlterColumn { table: table.to.name.clone(), column: column.to_owned(), actions };
        ColumnOperation::Alter(operation)
    };
    let under: Vec<Resource> = roots
        .iter()
        .flat_map(|root| {
            let columns = root.schema_name().map(|name| Resource::Columns(name.clone()));
            std::iter::once(scope.resource(root)).chain(columns)
        })
        .collect();
    let using = format!("to_json({})", quote_identifier(name));
    let retype = |data_type, collation, using| ColumnAction::SetType {
        data_type,
        collation,
        using: Some(using),
        from: None,
    };
    let mut away: Vec<ColumnAction> = from.default.iter().map(|_| ColumnAction::DropDefault).collect();
    away.push(retype("json".into(), None, using));
    let away = drop_step(scope, table.from, from, name, set(name, away));
    graph.push(away.ranked(Rank::DropConstraint).releases(under.clone()));

    let spare = table.to.name.sibling(format!("{}_values", to.name));
    let wrapper = recast::wrapper_for(meanwhile(&spare, scope.changes), &to.data_type);
    let resource = Resource::Type(wrapper.name.clone());
    let using = recast::unwrap(&wrapper.name, &quote_identifier(&to.name));
    let drop = Operation::Drop(Object::Type(wrapper.name.clone()));
    let create = Operation::Create(Box::new(wrapper.into()));
    let objects = super::column::objects(table.to, &to.name);
    let create = Step::new(Rank::CreateType, create).takes([resource.clone()]).needs(under.clone());
    graph.push(create.needs(scope.needs(&objects)).needs(scope.types_after([to.data_type.as_sql()])));
    graph.push(Step::new(Rank::DropType, drop).frees([resource.clone()]));

    let mut back = vec![retype(to.data_type.clone(), to.collation.clone(), using)];
    back.extend(to.default.clone().map(ColumnAction::SetDefault));
    match (from.nullable, to.nullable) {
        (true, false) => back.push(ColumnAction::SetNotNull),
        (false, true) => back.push(ColumnAction::DropNotNull),
        _ => {}
    }
    let back = add_step(scope, table.to, to, set(&to.name, back)).ranked(Rank::AlterColumn);
    graph.push(back.needs(under).needs([resource.clone()]).releases([resource]));
    if from.comment != to.comment {
        let target = Object::Column(table.to.name.clone(), to.name.clone());
        let column = Resource::Column(table.to.name.clone(), to.name.clone());
        graph.push(comment(target, to.comment.as_ref()).needs([column]));
    }
}
