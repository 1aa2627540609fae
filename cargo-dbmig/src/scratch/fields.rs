//! The structs of views against the columns that PostgreSQL says their queries give.

use dbmig_runtime::catalog::{Catalog, Object, ObjectName, ViewColumn, quote_identifier};
use dbmig_runtime::manifest::wire::{Declared, DeclaredView, ViewField};
use dbmig_runtime::revision::similar;
use heck::ToSnakeCase;
use postgres::Client;

use super::types::{Types, rust_type};
use super::{Refusal, Result};

/// Every mistake of every view's struct, at its line. `created` is what the models came to in the client's database, whose
/// session finds names without a schema where the models mean them.
pub(super) fn mistakes(client: &mut Client, declared: &Declared, created: &Catalog) -> Result<Vec<Refusal>> {
    let pairs = declared.views.iter().filter_map(|(name, view)| Pair::new(declared, name, view, created));
    let pairs: Vec<Pair<'_>> = pairs.collect();
    let types = Types::read(client, pairs.iter().flat_map(Pair::types).collect())?;
    Ok(pairs.iter().flat_map(|pair| pair.mistakes(&types)).collect())
}

/// A view as its struct has it, and the columns that it has.
struct Pair<'a> {
    declared: &'a Declared,
    name: &'a ObjectName,
    view: &'a DeclaredView,
    columns: &'a [ViewColumn],
}

impl<'a> Pair<'a> {
    fn new(
        declared: &'a Declared,
        name: &'a ObjectName,
        view: &'a DeclaredView,
        created: &'a Catalog,
    ) -> Option<Self> {
        let columns = match view.object {
            Object::MaterializedView(_) => &created.materialized_views.get(name)?.columns,
            _ => &created.views.get(name)?.columns,
        };
        Some(Self { declared, name, view, columns })
    }

    fn types(&self) -> impl Iterator<Item = &'a str> {
        let fields = self.view.fields.iter().map(|field| &field.column);
        fields.chain(self.columns).map(|column| column.data_type.as_sql())
    }

    fn mistakes(&self, types: &Types) -> Vec<Refusal> {
        let mut mistakes = Vec::new();
        for field in &self.view.fields {
            let message = match self.columns.iter().find(|column| column.name == field.column.name) {
                None => Some(self.no_column(field)),
                Some(column) if types.fit(field, column) => None,
                Some(column) => Some(self.wrong_type(field, column)),
            };
            let key = (self.name.clone(), field.column.name.clone());
            let place = self.declared.column_places.get(&key);
            mistakes.extend(message.map(|message| Refusal {
                place: place.cloned(),
                message,
                sqlstate: None,
            }));
        }
        for column in self.columns.iter().filter(|column| !self.has_field(&column.name)) {
            let place = self.declared.places.get(self.name).cloned();
            mistakes.push(Refusal { place, message: self.no_field(column), sqlstate: None });
        }
        mistakes
    }

    fn has_field(&self, column: &str) -> bool {
        self.view.fields.iter().any(|field| field.column.name == column)
    }

    fn no_column(&self, field: &ViewField) -> String {
        let name = &field.column.name;
        let names = self.columns.iter().map(|column| column.name.as_str());
        let advice = match similar(name, names.clone().filter(|name| !self.has_field(name))).first() {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("it gives {}", names.collect::<Vec<_>>().join(", ")),
        };
        format!("the query of {} gives no column {name:?} for field `{}`; {advice}", self.what(), field.field)
    }

    fn wrong_type(&self, field: &ViewField, column: &ViewColumn) -> String {
        let (gives, is) = (&column.data_type, &field.column.data_type);
        let advice = match rust_type(gives) {
            Some(rust) if !field.is_exact => {
                format!("make it `{rust}`, or `Option<{rust}>` if it can be null")
            }
            None if !field.is_exact => format!("make it a type whose SQL type is {gives}"),
            _ => format!("say `type = \"{gives}\"`"),
        };
        let cast = format!("{}::{is}", quote_identifier(&column.name));
        format!(
            "the query of {} gives {gives} for field `{}`, which is {is}: {advice}; or write `{cast}` in the query",
            self.what(),
            field.field
        )
    }

    fn no_field(&self, column: &ViewColumn) -> String {
        let (name, gives) = (&column.name, &column.data_type);
        if name == "?column?" {
            return format!("the query of {} gives a column without a name: write `… AS name`", self.what());
        }
        let ty = rust_type(gives).unwrap_or_else(|| "…".to_owned());
        let (attribute, field) = if syn::parse_str::<syn::Ident>(name).is_ok() {
            (String::new(), name.clone())
        } else {
            (format!("#[column(name = {name:?})] "), format!("column_{name}").to_snake_case())
        };
        format!(
            "the query of {} gives {gives} as {name:?}, for which `{}` has no field: add `{attribute}{field}: {ty}`, as an \
             `Option` if it can be null",
            self.what(),
            self.view.rust
        )
    }

    /// The view, as messages call it.
    fn what(&self) -> String {
        format!("{} {}", self.view.object.kind(), self.name)
    }
}
