//! Mistakes that only show when everything is read: one kind a file.

mod column;
mod constraint;
mod declared_sql;
mod enum_type;
mod fields;
mod identifier;
mod name;
mod own_type;
mod partition;
mod policy;
mod view;

pub(crate) use declared_sql::declared_sql;

use crate::ast::{SqlType, Table, Text, View};
use crate::context::Context;

/// Reports every mistake of a table, or of what a view has in common with one.
pub(crate) fn table(context: &Context, table: &Table) {
    identifier::table(context, table);
    renamed(context, &table.name, table.renamed_from.as_ref());
    name::table(context, table);
    fields::table(context, table);
    constraint::table(context, table);
    partition::table(context, table);
    policy::table(context, table);
    for column in &table.columns {
        column::column(context, column, table.kind);
    }
}

/// Reports every mistake of a view.
pub(crate) fn view(context: &Context, view: &View) {
    table(context, &view.table);
    view::view(context, view);
}

/// Reports every mistake of a type.
pub(crate) fn sql_type(context: &Context, sql_type: &SqlType) {
    match sql_type {
        SqlType::Newtype(_) => {}
        SqlType::Given(sql) => column::serial(context, sql),
        SqlType::Enum(declared) => enum_type::enum_type(context, declared),
        SqlType::Domain(declared) => own_type::domain(context, declared),
        SqlType::Composite(declared) => own_type::composite(context, declared),
    }
}

/// Reports each text that stands a second time.
fn duplicates<'a>(context: &Context, texts: impl IntoIterator<Item = &'a Text>, what: &str) {
    let mut seen = std::collections::BTreeSet::new();
    for text in texts {
        if !seen.insert(text.value.as_str()) {
            context.error(text.span, format!("there is another {what} {:?}", text.value));
        }
    }
}

/// Reports a `renamed_from` that is the name itself.
fn renamed(context: &Context, name: &Text, old: Option<&Text>) {
    if let Some(old) = old.filter(|old| old.value == name.value) {
        context
            .error(old.span, format!("{:?} is the name it has; `renamed_from` is the one before", old.value));
    }
}
